"""Words that no supplier uses, read as the nearest word that one does."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

MOST_REPAIRS = 20
"""Words of one requirement that are looked up: a page of unknown words is not a slip of the pen."""

SHORTEST = 5
"""Letters below which one change makes another word."""


class Spellings:
    """Words by their first letter and length, each with the letters that it holds.

    Those spelled nearly like another are found without comparing it with all.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words: dict[tuple[str, int], list[str]] = {}
        self._letters: dict[tuple[str, int], array[int]] = {}
        for word in words:
            self.add(word)

    def add(self, word: str) -> None:
        """One that is no word of letters alone is never a repair."""
        if word.isalpha():
            self._words.setdefault((word[0], len(word)), []).append(word)
            self._letters.setdefault((word[0], len(word)), array("I")).append(_letters_of(word))

    def near(self, word: str, slips: int) -> list[str]:
        """Those with its first letter that may be so many slips away: one changes two letters at most."""
        letters = np.uint32(_letters_of(word))
        found: list[str] = []
        for length in range(len(word) - slips, len(word) + slips + 1):
            held = np.frombuffer(self._letters.get((word[0], length), array("I")), np.uint32)
            places = np.flatnonzero(np.bitwise_count(held ^ letters) <= 2 * slips).tolist()
            found += map(self._words.get((word[0], length), []).__getitem__, places)
        return found


def _letters_of(word: str) -> int:
    """A bit for each letter."""
    return reduce(or_, (1 << (ord(letter) & 31) for letter in word))


def repair(word: str, vocabulary: Mapping[str, int], spellings: Spellings) -> str | None:
    """The nearest word of the vocabulary, or None. Ties go to the word more suppliers use, then by spelling.

    One slip (a letter more, less, other, or two exchanged) is repaired in words of five letters or more, two
    in words of nine or more; the first letter is trusted. ``vocabulary`` gives the suppliers that use a word,
    ``spellings`` hold its words, and may hold others.

    >>> repair("acomodation", {"accommodation": 3}, Spellings(["accommodation", "foundation"]))
    'accommodation'
    """
    if len(word) < SHORTEST or not word.isalpha():
        return None
    slips = 1 if len(word) < 9 else 2
    alike = spellings.near(word, slips)
    near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=slips, limit=None)
    held = ((away, -vocabulary[known], known) for known, away, _ in near if known in vocabulary)
    return min(held, default=(0, 0, None))[2]


def part(word: str, vocabulary: Mapping[str, int]) -> tuple[str, ...]:
    """One word that suppliers write as two, each of three letters or more: the commonest parting, or nothing.

    >>> part("timesheet", {"time": 5, "sheet": 2, "times": 1})
    ('time', 'sheet')
    """
    partings = [(word[:at], word[at:]) for at in range(3, len(word) - 2)]
    known = [pair for pair in partings if pair[0] in vocabulary and pair[1] in vocabulary]
    return max(known, key=lambda pair: (min(vocabulary[pair[0]], vocabulary[pair[1]]), pair), default=())
