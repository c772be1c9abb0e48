"""The passage of a piece that proves most, with the words in it that agree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matching.words import placed

PASSAGE = 240
"""Characters of a quotation: two or three lines on a page."""

Spans = tuple[tuple[int, int], ...]

Marks = Mapping[int, Collection[str]]
"""The words of a text that agree, by their place among its words, with the terms they agree by: the stem of
each, or a pair with its neighbour. They rise."""


class Said:
    """A text as read: the stems of its words, and the half-open ranges of characters that they stand in."""

    def __init__(self, written: str) -> None:
        read = placed(written)
        self.written = written
        self.stems = [stem for _, stem, _, _ in read]
        self.spans = [(start, end) for _, _, start, end in read]


Read = Callable[[str], Said]


@dataclass(frozen=True)
class Sought:
    """What a quotation is to show: the weight of each term that agrees, and those of them that prove."""

    weights: Mapping[str, float]
    telling: Collection[str]

    @cached_property
    def paired(self) -> frozenset[str]:
        """The stems that stand in a pair."""
        return frozenset(stem for term in self.weights if " " in term for stem in term.split(" "))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Those that agree, alone or in a pair."""
        return self.paired.union(self.weights)

    def weight(self, terms: Collection[str]) -> float:
        return sum(self.weights[term] for term in sorted(terms))


def passage(own: Sequence[str], category: str, sought: Sought, read: Read) -> tuple[str, Spans]:
    """At most `PASSAGE` characters of one of the texts, and the half-open ranges of the words that agree.

    Of the supplier's ``own`` texts the one with the weightiest words is quoted, of equals the first; the name
    of the category it stands under only where they hold none that proves anything.
    """
    best, found, window = (False, False, 0.0), Said(""), list[int]()
    for text in (*own, category):
        said = read(text)
        marked = marks(said.stems, sought)
        if marked:
            places = _window(marked, said, sought)
            terms = _terms(marked, places)
            value = (not terms.isdisjoint(sought.telling), text != category, sought.weight(terms))
            if value > best:
                best, found, window = value, said, places
    return _cut(found, window) if window else (own[0][:PASSAGE], ())


def marks(stems: Sequence[str], sought: Sought) -> Marks:
    """The words of a text that agree."""
    agreeing, weights = sought.stems, sought.weights
    held: dict[int, list[str]] = {}
    before, last = -2, ""
    for at, stem in [(at, stem) for at, stem in enumerate(stems) if stem in agreeing]:
        if stem in weights:
            held.setdefault(at, []).append(stem)
        if at == before + 1:
            pair = f"{last} {stem}" if last < stem else f"{stem} {last}"
            if pair in weights:
                held.setdefault(before, []).append(pair)
                held.setdefault(at, []).append(pair)
        before, last = at, stem
    return {at: held[at] for at in sorted(held)}


def _window(marked: Marks, said: Said, sought: Sought) -> list[int]:
    """The first run of marks, no longer than a passage, whose different terms weigh most."""
    places = list(marked)
    if len(said.written) <= PASSAGE:
        return places
    best, window = 0.0, places[:1]
    last = reached = 0
    for first, at in enumerate(places):
        start, last = said.spans[at][0], max(last, first + 1)
        while last < len(places) and said.spans[places[last]][1] - start <= PASSAGE:
            last += 1
        if last > reached:  # else it is a part of the run before
            reached, weight = last, sought.weight(_terms(marked, places[first:last]))
            if weight > best:
                best, window = weight, places[first:last]
    return window


def _terms(marked: Marks, places: Sequence[int]) -> set[str]:
    return {term for at in places for term in marked[at]}


def _cut(said: Said, window: Sequence[int]) -> tuple[str, Spans]:
    """The words around the window, cut between words, as even on both sides as the text allows."""
    text, shown = said.written, [said.spans[at] for at in window]
    start = shown[0][0]
    end = min(shown[-1][1], start + PASSAGE)
    spare = PASSAGE - (end - start)
    left = max(0, min(start - spare // 2, len(text) - PASSAGE))
    right = min(len(text), left + PASSAGE)
    while left > 0 and left < start and not text[left - 1].isspace():
        left += 1
    while right < len(text) and right > end and not text[right].isspace():
        right -= 1
    spans = ((first - left, min(last, right) - left) for first, last in shown)
    return text[left:right], tuple(dict.fromkeys(spans))
