"""The words of a catalogue in the forms they are written in, and how many suppliers use each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from matching.spelling import Spellings
from matching.words import stem


class Vocabulary:
    """Exact counts of the owners that use a form, a stem and a category, kept up to date by every change.

    Every form and category has a number that stays: postings go by it, and ``spelled`` tells it back. Also by
    number, ``group`` tells what is of one stem: the number of its first form.
    """

    def __init__(self) -> None:
        self.forms: Counter[str] = Counter()
        self.stems: Counter[str] = Counter()
        self.members: Counter[str] = Counter()
        self.spelled: list[str] = []
        self.group: list[int] = []
        self.spellings = Spellings()
        self._number: dict[str, int] = {}
        self._forms_of: dict[str, list[int]] = {}

    def add(self, forms: Collection[str], categories: Collection[str]) -> None:
        """Count an owner; what it says is given once, however often it says it."""
        self.forms.update(forms)
        self.stems.update(set(map(stem, forms)))
        self.members.update(categories)

    def discard(self, forms: Collection[str], categories: Collection[str]) -> None:
        """Count an owner no more."""
        for counter, gone in (
            (self.forms, forms),
            (self.stems, set(map(stem, forms))),
            (self.members, categories),
        ):
            for key in gone:
                counter[key] -= 1
                if not counter[key]:
                    del counter[key]

    def number(self, form: str) -> int:
        """The number of a form, given now if it is new."""
        known = self._number.get(form)
        if known is None:
            known = self._new(form)
            alike = self._forms_of.setdefault(stem(form), [])
            alike.append(known)
            self.group[known] = alike[0]
            self.spellings.add(form)
        return known

    def category_number(self, key: str) -> int:
        """That of a category: no word begins with the sign before it."""
        known = self._number.get(f"#{key}")
        return self._new(f"#{key}") if known is None else known

    def number_of(self, form: str) -> int | None:
        return self._number.get(form)

    def _new(self, spelled: str) -> int:
        number = self._number[spelled] = len(self.spelled)
        self.spelled.append(spelled)
        self.group.append(number)
        return number

    def forms_of(self, stem_: str) -> Sequence[int]:
        """The numbers of the forms that have a stem, those that nobody uses any more too."""
        return self._forms_of.get(stem_, ())

    def holds(self, pair: str) -> bool:
        """Whether both words of a pair are used."""
        return self.holders_of(pair) > 0

    def holders_of(self, pair: str) -> int:
        """Those of its rarer word: a pair is found no oftener."""
        first, _, second = pair.partition(" ")
        return min(self.stems.get(first, 0), self.stems.get(second, 0))
