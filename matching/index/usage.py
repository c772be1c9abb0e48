"""Which suppliers use which terms, read off the postings: exact after every change, nothing kept twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from matching.index.postings import Postings
from matching.records import Profile

Numbers = NDArray[np.int64]


class Usage:
    """The suppliers of an index by term, lent for one question. Suppliers are the postings' numbers."""

    def __init__(self, postings: Postings, profiles: Mapping[str, Profile]) -> None:
        self.profiles = profiles
        self._postings = postings
        self._owner = postings.owner_of()
        self._lives = postings.usable(None)

    def __len__(self) -> int:
        return len(self._postings)

    def others(self, term: str) -> int:
        """How many suppliers use a term, but for one that does."""
        return self._postings.holders[term] - 1

    def count(self, terms: Mapping[str, int], but: str) -> Numbers:
        """By supplier, the sum of the whole numbers given to the terms it uses; 0 for one of them."""
        found = np.zeros(len(self._postings.names()), dtype=np.int64)
        for term, number in terms.items():
            rows, _ = self._postings.list_of(term)
            users = np.zeros(found.size, dtype=np.bool_)
            users[self._owner[rows[self._lives[rows]]]] = True
            found[users] += number
        found[self._postings.owners[but]] = 0
        return found

    def sharing(self, terms: Collection[str], least: int, but: str) -> list[tuple[int, Profile]]:
        """Suppliers that use at least so many of the terms, with how many: most first, then by id."""
        met = [term for term in terms if self.others(term) > 0]
        if len(met) < least:
            return []
        shared, names = self.count(dict.fromkeys(met, 1), but), self._postings.names()
        found = [(int(shared[at]), self.profiles[names[at] or ""]) for at in np.flatnonzero(shared >= least)]
        return sorted(found, key=lambda pair: (-pair[0], pair[1].id))
