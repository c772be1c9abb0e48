"""The sentences of pasted prose: those that say must or should are lines, the others tell the need."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from matching.records import Criterion, Importance
from matching.words import TEXT_CAP, fold, stems

_MUST = re.compile(
    r"\b(?:must|shall|mandatory|essential|required to|is required|are required)\b", re.IGNORECASE
)
_SHOULD = re.compile(
    r"\b(?:should|desirable|desired|ideally|preferably|preferred|nice to have|would be (?:useful|nice)"
    r"|would be helpful|a bonus|would (?:also )?help)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.;!?\r\n•]+(?:\.(?=\w)[^.;!?\r\n•]*)*")
_LEAD = re.compile(r"^[\s\-–—*·\d.)(:]+")

MOST_LINES = 50

SAME = 0.5
"""Part of a sentence's words that a line must hold to stand for it: a buyer sharpens the words of a line."""


def read_lines(text: str) -> tuple[Criterion, ...]:
    """The must and should lines of pasted prose, in its own words, as ``line-1``, ``line-2`` ...

    A line is a sentence, a bullet or a part between semicolons that holds a word such as "must" or "should".
    Where it holds both it is a should: the buyer decides. At most `MOST_LINES`.
    """
    found: dict[str, Criterion] = {}
    for _, words, importance in _lines(text):
        if len(found) < MOST_LINES:
            number = len(found) + 1
            found.setdefault(fold(words), Criterion(f"line-{number}", words, importance))
    return tuple(found.values())


def without_lines(text: str, lines: Collection[str]) -> str:
    """The text without the sentences that stand as lines of their own, so that nothing is asked for twice.

    Such a sentence says must or should, and one of ``lines`` holds at least the part `SAME` of its words. The
    sentence of a line that was struck out belongs to the text again.

    >>> without_lines("Hosting for a library. Backups should be tested.", ["Backups must be tested monthly"])
    'Hosting for a library..'
    """
    held = [set(stems(line)) for line in lines]
    kept, at = [], 0
    for sentence, words, _ in _lines(text):
        asked = set(stems(words))
        if any(len(asked & line) >= SAME * len(asked) for line in held):
            kept.append(text[at : sentence.start()])
            at = sentence.end()
    return "".join([*kept, text[at:]])


def _lines(text: str) -> Iterator[tuple[re.Match[str], str, Importance]]:
    """Each sentence that says must or should, its words, and which of both."""
    for sentence in _SENTENCE.finditer(text[:TEXT_CAP]):
        words = _LEAD.sub("", sentence.group()).strip()
        if _SHOULD.search(words):
            yield sentence, words, "should"
        elif _MUST.search(words):
            yield sentence, words, "must"
