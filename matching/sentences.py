"""The sentences of pasted prose: those that say must or should are lines, the others tell the need."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

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


@dataclass(frozen=True, slots=True)
class Source:
    """The sentence that a line was read from, and the word in it that makes it a must or a should."""

    words: str
    said: str


def sources_of(text: str, lines: Sequence[str]) -> tuple[Source | None, ...]:
    """By line, the sentence of the text of whose words it holds most, at least the part `SAME`.

    >>> sources_of("Backups should be tested.", ["Test backups monthly", "Cheap"])
    (Source(words='Backups should be tested', said='should'), None)
    """
    told = [(set(stems(words)), words, said) for _, words, said in _said(text)]
    return tuple(_source(set(stems(line)), told) for line in lines)


def _source(line: set[str], told: Sequence[tuple[set[str], str, re.Match[str]]]) -> Source | None:
    shares = [(len(asked & line) / len(asked) if asked else 0.0, words, said) for asked, words, said in told]
    share, words, said = max(shares, key=itemgetter(0), default=(0.0, "", None))
    return Source(words, said.group()) if said and share >= SAME else None


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
    for sentence, words, said in _said(text):
        yield sentence, words, "should" if said.re is _SHOULD else "must"


def _said(text: str) -> Iterator[tuple[re.Match[str], str, re.Match[str]]]:
    """Each sentence that says must or should, its words, and the word that says it."""
    for sentence in _SENTENCE.finditer(text[:TEXT_CAP]):
        words = _LEAD.sub("", sentence.group()).strip()
        said = _SHOULD.search(words) or _MUST.search(words)
        if said:
            yield sentence, words, said
