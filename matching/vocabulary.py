"""The words of a catalogue in the forms they are written in, and how many suppliers use each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.spelling import Spellings
from matching.stated import about
from matching.words import know_stems, stem

CATEGORY = "#"
"""Before the key of a category, where a form stands else: no word begins with it."""

STATED = "="
"""Before a key of what suppliers state, likewise."""

APART, LAST = 1 << 30, (1 << 30) + (1 << 29)
"""Added to the number of a category, and of what is stated, for its group: they come after all forms."""


class Saved(NamedTuple):
    """A vocabulary in lists and arrays: by number, but for ``stems`` and ``stem_holders``.

    Forms come before categories and those of one stem together; the stems are in their order.
    """

    spelled: list[str]
    holders: NDArray[np.int32]
    group: NDArray[np.int32]
    stems: list[str]
    stem_holders: NDArray[np.int32]

    @property
    def forms(self) -> int:
        """How many forms there are; categories have the numbers from there on, and keys the last."""
        return int(np.searchsorted(self.group, APART))


NOTHING = Saved([], np.zeros(0, np.int32), np.zeros(0, np.int32), [], np.zeros(0, np.int32))


class Vocabulary:
    """Exact counts of the owners that use a form, a stem and a category, and that state a key.

    They are kept up to date by every change. Every form, category and key has a number that stays: postings
    go by it, and ``spelled`` tells it back. Also by number, ``group`` tells what is of one stem: the number
    of its first form. Categories go after all, and then keys.
    """

    def __init__(self, saved: Saved = NOTHING) -> None:
        self.spelled, self._saved = list(saved.spelled), saved
        of_forms = saved.forms
        self._firsts = np.append(np.flatnonzero(saved.group == np.arange(saved.group.size)), of_forms)
        of_categories = int(np.searchsorted(saved.group, LAST))
        held = [key[1:] for key in self.spelled[of_forms:]]
        self.forms = _counted(self.spelled[:of_forms], saved.holders[:of_forms])
        self.members = _counted(held[: of_categories - of_forms], saved.holders[of_forms:of_categories])
        self.stated = _counted(held[of_categories - of_forms :], saved.holders[of_categories:])
        self.stems = _counted(saved.stems, saved.stem_holders)
        self._forms_of: dict[str, list[int]] = {}

    def save(self) -> tuple[Saved, NDArray[np.int64]]:
        """The vocabulary with new numbers, forms of a stem together, and in their order the old ones.

        What nobody uses or states any more is left out.
        """
        holders = np.array(list(map(self._holders, self.spelled)), np.int32)
        group = np.array(self.group, np.int64)
        order = np.argsort(group, kind="stable")
        order = order[holders[order] > 0]
        spelled, ordered = [self.spelled[number] for number in order.tolist()], group[order]
        begins = np.flatnonzero(np.diff(ordered, prepend=-1))
        first = np.repeat(begins, np.diff(begins, append=order.size))
        apart = np.where(ordered < APART, 0, np.where(ordered < LAST, APART, LAST))
        stems = [stem(spelled[at]) for at in begins[ordered[begins] < APART].tolist()]
        stem_holders = np.array([self.stems[each] for each in stems], np.int32)
        renumbered = (first + apart).astype(np.int32)
        return Saved(spelled, holders[order], renumbered, stems, stem_holders), order

    def _holders(self, spelled: str) -> int:
        signed = {CATEGORY: self.members, STATED: self.stated}.get(spelled[0])
        return self.forms[spelled] if signed is None else signed[spelled[1:]]

    @cached_property
    def group(self) -> list[int]:
        groups: list[int] = self._saved.group.tolist()
        return groups

    @cached_property
    def _number(self) -> dict[str, int]:
        return dict(zip(self.spelled, range(len(self.spelled)), strict=True))

    @cached_property
    def spellings(self) -> Spellings:
        """Made when the first word is looked up that nobody uses."""
        return Spellings(form for form in self.spelled if form[0] not in (CATEGORY, STATED))

    def spell(self, forms: Iterable[str]) -> None:
        """Repair words by these forms alone."""
        self.spellings = Spellings(forms)

    @cached_property
    def _about(self) -> dict[str, list[int]]:
        """The numbers of the keys, by what they are about."""
        found: dict[str, list[int]] = {}
        for number, spelled in enumerate(self.spelled):
            if spelled[0] == STATED:
                found.setdefault(about(spelled[1:]), []).append(number)
        return found

    def keys_about(self, subject: str) -> list[tuple[int, str]]:
        """The keys that anybody states, with their numbers."""
        keys = ((number, self.spelled[number][1:]) for number in self._about.get(subject, ()))
        return [(number, key) for number, key in keys if key in self.stated]

    @cached_property
    def _place(self) -> dict[str, int]:
        """The place of each stem that was saved. Before the first word is looked up, they are remembered."""
        forms_of_each = np.diff(self._firsts)
        stems = np.repeat(np.array(self._saved.stems, object), forms_of_each).tolist()
        know_stems(dict(zip(self.spelled, stems, strict=False)))
        return dict(zip(self._saved.stems, range(len(self._saved.stems)), strict=True))

    def add(self, forms: Collection[str], categories: Collection[str], stated: Collection[str] = ()) -> None:
        """Count an owner; what it says is given once, however often it says it."""
        self.stated.update(stated)
        self.forms.update(forms)
        self.stems.update(set(map(stem, forms)))
        self.members.update(categories)

    def discard(
        self, forms: Collection[str], categories: Collection[str], stated: Collection[str] = ()
    ) -> None:
        """Count an owner no more."""
        for counter, gone in (
            (self.forms, forms),
            (self.stems, set(map(stem, forms))),
            (self.members, categories),
            (self.stated, stated),
        ):
            for key in gone:
                counter[key] -= 1
                if not counter[key]:
                    del counter[key]

    def number(self, form: str) -> int:
        """The number of a form, given now if it is new."""
        known = self._number.get(form)
        if known is None:
            stem_ = stem(form)
            alike = self._forms_of[stem_] = [*self.forms_of(stem_), len(self.spelled)]
            known = self._new(form, alike[0])
            if "spellings" in self.__dict__:
                self.spellings.add(form)
        return known

    def category_number(self, key: str) -> int:
        """That of a category: no word begins with the sign before it."""
        known = self._number.get(CATEGORY + key)
        return self._new(CATEGORY + key, len(self.spelled) + APART) if known is None else known

    def key_number(self, key: str) -> int:
        """That of a key of what is stated."""
        known = self._number.get(STATED + key)
        if known is None:
            known = self._new(STATED + key, len(self.spelled) + LAST)
            if "_about" in self.__dict__:
                self._about.setdefault(about(key), []).append(known)
        return known

    def _new(self, spelled: str, group: int) -> int:
        number = self._number[spelled] = len(self.spelled)
        self.group.append(group)
        self.spelled.append(spelled)
        return number

    def forms_of(self, stem_: str) -> Sequence[int]:
        """The numbers of the forms that have a stem, those that nobody uses any more too."""
        known = self._forms_of.get(stem_)
        if known is None:
            place = self._place.get(stem_)
            if place is None:
                return ()
            known = self._forms_of[stem_] = list(range(self._firsts[place], self._firsts[place + 1]))
        return known

    def holds(self, pair: str) -> bool:
        """Whether both words of a pair are used."""
        return self.holders_of(pair) > 0

    def holders_of(self, pair: str) -> int:
        """Those of its rarer word: a pair is found no oftener."""
        first, _, second = pair.partition(" ")
        return min(self.stems.get(first, 0), self.stems.get(second, 0))


def _counted(keys: Sequence[str], counts: NDArray[np.int32]) -> Counter[str]:
    """Without those at nought."""
    found = Counter(dict(zip(keys, counts.tolist(), strict=True)))
    for at in np.flatnonzero(counts == 0).tolist():
        del found[keys[at]]
    return found
