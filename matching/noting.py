"""Which counts of a catalogue one requirement asks after: what a ranking takes to be made again elsewhere.

A catalogue has many thousands of words, and a requirement asks after some hundreds. Whoever has those counts
reads it as the whole catalogue would: what was asked after and is not among them, nobody used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from matching.vocabulary import Vocabulary


class Noted(Mapping[str, int]):
    """Counts that remember which of them were asked after. One that is not there is 0, as in a `Counter`."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self.asked: dict[str, int] = {}

    def __getitem__(self, key: str) -> int:
        found = self._counts.get(key)
        if found is None:
            return 0
        self.asked[key] = found
        return found

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self[key] > 0

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] or default

    def __iter__(self) -> Iterator[str]:
        """All of them, asked after or not."""
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def sorted(self) -> dict[str, int]:
        return dict(sorted(self.asked.items()))


@contextmanager
def noting(vocabulary: Vocabulary) -> Iterator[tuple[Noted, Noted, Noted]]:
    """The forms, stems and categories that are asked after inside the block. Nobody may change the
    vocabulary meanwhile."""
    before = vocabulary.forms, vocabulary.stems, vocabulary.members
    notes = Noted(before[0]), Noted(before[1]), Noted(before[2])
    vocabulary.forms, vocabulary.stems, vocabulary.members = notes  # type: ignore[assignment]
    try:
        yield notes
    finally:
        vocabulary.forms, vocabulary.stems, vocabulary.members = before


def recall(
    vocabulary: Vocabulary, forms: Mapping[str, int], stems: Mapping[str, int], members: Mapping[str, int]
) -> None:
    """Put counts that were noted in the place of those that a vocabulary holds."""
    vocabulary.forms, vocabulary.stems = Counter(forms), Counter(stems)
    vocabulary.members = Counter(members)
    vocabulary.spell(forms)
