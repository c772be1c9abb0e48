"""The passage of a piece that proves most, with the words in it that agree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from matching.words import Token, pairs

PASSAGE = 240
"""Characters of a quotation: two or three lines on a page."""

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Sought:
    """What a quotation is to show: the weight of each term that agrees, and those of them that prove."""

    weights: Mapping[str, float]
    telling: Collection[str]

    @cached_property
    def paired(self) -> frozenset[str]:
        """The stems that stand in a pair."""
        return frozenset(stem for term in self.weights if " " in term for stem in term.split(" "))

    def weight(self, terms: Collection[str]) -> float:
        return sum(self.weights[term] for term in sorted(terms))


class Mark(NamedTuple):
    """A word that agrees, with the terms it agrees by: its stem, or a pair with its neighbour."""

    token: Token
    terms: frozenset[str]


Read = Callable[[str], Sequence[Token]]
"""The words of a text with their places."""


def passage(own: Sequence[str], category: str, sought: Sought, read: Read) -> tuple[str, Spans]:
    """At most `PASSAGE` characters of one of the texts, and the half-open ranges of the words that agree.

    Of the supplier's ``own`` texts the one with the weightiest words is quoted, of equals the first; the name
    of the category it stands under only where they hold none that proves anything.
    """
    best, found = (False, False, 0.0), (own[0][:PASSAGE], Spans())
    for text in (*own, category):
        window = _window(marks(read(text), sought), sought)
        terms = _terms(window)
        value = (not terms.isdisjoint(sought.telling), bool(terms) and text != category, sought.weight(terms))
        if value > best:
            best, found = value, _cut(text, window)
    return found


def marks(read: Sequence[Token], sought: Sought) -> list[Mark]:
    """The words of a text that agree."""
    weights, paired = sought.weights, sought.paired
    held = {at: {token.stem} for at, token in enumerate(read) if token.stem in weights}
    for at, (one, other) in enumerate(pairwise(read)):
        if one.stem in paired and other.stem in paired:
            for pair in pairs((one.stem, other.stem)):
                if pair in weights:
                    held.setdefault(at, set()).add(pair)
                    held.setdefault(at + 1, set()).add(pair)
    return [Mark(read[at], frozenset(held[at])) for at in sorted(held)]


def _window(marked: Sequence[Mark], sought: Sought) -> Sequence[Mark]:
    """The first run of marks, no longer than a passage, whose different terms weigh most."""
    best, window = 0.0, marked[:1]
    last = reached = 0
    for first, mark in enumerate(marked):
        last = max(last, first + 1)
        while last < len(marked) and marked[last].token.end - mark.token.start <= PASSAGE:
            last += 1
        if last > reached:  # else it is a part of the run before
            reached, weight = last, sought.weight(_terms(marked[first:last]))
            if weight > best:
                best, window = weight, marked[first:last]
    return window


def _terms(marked: Sequence[Mark]) -> frozenset[str]:
    return frozenset().union(*(mark.terms for mark in marked))


def _cut(text: str, window: Sequence[Mark]) -> tuple[str, Spans]:
    """The words around the window, cut between words, as even on both sides as the text allows."""
    start = window[0].token.start
    end = min(window[-1].token.end, start + PASSAGE)
    spare = PASSAGE - (end - start)
    left = max(0, min(start - spare // 2, len(text) - PASSAGE))
    right = min(len(text), left + PASSAGE)
    while left > 0 and left < start and not text[left - 1].isspace():
        left += 1
    while right < len(text) and right > end and not text[right].isspace():
        right -= 1
    spans = ((mark.token.start - left, min(mark.token.end, right) - left) for mark in window)
    return text[left:right], tuple(dict.fromkeys(spans))
