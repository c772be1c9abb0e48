"""Words that no supplier uses, read as the nearest word that one does."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

MOST_REPAIRS = 20
"""Words of one requirement that are looked up: a page of unknown words is not a slip of the pen."""

SHORTEST = 5
"""Letters below which one change makes another word."""


def repair(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """The nearest word of the vocabulary, or None. Ties go to the word more suppliers use, then by spelling.

    One slip (a letter more, less, other, or two exchanged) is repaired in words of five letters or more, two
    in words of nine or more; the first letter is trusted. ``vocabulary`` gives the suppliers that use a word.

    >>> repair("acomodation", {"accommodation": 3, "foundation": 9})
    'accommodation'
    """
    if len(word) < SHORTEST or not word.isalpha():
        return None
    slips = 1 if len(word) < 9 else 2
    alike = [
        known for known in vocabulary if known[0] == word[0] and -slips <= len(known) - len(word) <= slips
    ]
    near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=slips, limit=None)
    found = [(away, -vocabulary[known], known) for known, away, _ in near if known.isalpha()]
    return min(found)[2] if found else None


def part(word: str, vocabulary: Mapping[str, int]) -> tuple[str, ...]:
    """One word that suppliers write as two, each of three letters or more: the commonest parting, or nothing.

    >>> part("timesheet", {"time": 5, "sheet": 2, "times": 1})
    ('time', 'sheet')
    """
    partings = [(word[:at], word[at:]) for at in range(3, len(word) - 2)]
    known = [pair for pair in partings if pair[0] in vocabulary and pair[1] in vocabulary]
    return max(known, key=lambda pair: (min(vocabulary[pair[0]], vocabulary[pair[1]]), pair), default=())
