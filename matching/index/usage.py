"""Which suppliers use which words, read off the postings: exact after every change, nothing kept twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import lists_of
from matching.index.postings import Postings
from matching.index.register import Register
from matching.index.rows import pairs_of
from matching.items import items
from matching.records import Profile

Numbers = NDArray[np.int64]


class Usage:
    """The suppliers of an index by stem, lent for one question. Suppliers are the postings' numbers."""

    def __init__(self, postings: Postings, register: Register, name: Callable[[str], str]) -> None:
        self._postings, self._register, self._name = postings, register, name

    def __len__(self) -> int:
        return len(self._register)

    def others(self, stem: str) -> int:
        """How many suppliers use a stem, but for one that does."""
        return self._postings.vocabulary.stems[stem] - 1

    def count(self, stems: Mapping[str, int], but: str) -> Numbers:
        """By supplier, the sum of the whole numbers given to the stems it uses; 0 for one of them."""
        found = np.zeros(self._register.numbers, dtype=np.int64)
        for stem, number in stems.items():
            users = np.zeros(found.size, dtype=np.bool_)
            for owners in self._users(stem):
                users[owners] = True
            found[users] += number
        found[self._register.number_of(but)] = 0
        return found

    def sharing(self, pairs: Collection[str], least: int, but: str) -> list[tuple[int, Profile]]:
        """Suppliers that have at least so many of the pairs, with how many: most first, then by id.

        Who lacks a pair lacks at most two stems: only the profiles of who has nearly all stems are read.
        """
        stems = {stem for pair in pairs for stem in pair.split(" ")}
        enough = max(1, len(stems) - 2 * (len(pairs) - least))
        met = [stem for stem in stems if self.others(stem) > 0]
        if len(met) < enough:
            return []
        users = np.flatnonzero(self.count(dict.fromkeys(met, 1), but) >= enough).tolist()
        alike = map(self._register.profile, users)
        shared = ((len(self._pairs(profile).intersection(pairs)), profile) for profile in alike)
        found = [(count, profile) for count, profile in shared if count >= least]
        return sorted(found, key=lambda pair: (-pair[0], pair[1].id))

    def _users(self, stem: str) -> Iterator[NDArray[np.int32]]:
        lists = lists_of(self._postings.vocabulary.forms_of(stem))
        for _, block in self._postings.blocks(lists):
            for which in lists:
                pages, _ = block.lists.of(which)
                yield block.owners[block.owner_at[pages[block.alive[pages]]]]

    def _pairs(self, profile: Profile) -> set[str]:
        return set[str]().union(*(pairs_of(item, self._name) for item in items(profile)))
