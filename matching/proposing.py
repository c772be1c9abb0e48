"""Categories that words point to, for a person to confirm.

The likest pieces of the catalogue speak for the categories they stand under, and the categories for
themselves by their names. Nothing is fitted: a category is proposed from the moment that suppliers use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log, sqrt
from typing import TYPE_CHECKING

from matching.records import Category, Proposal
from matching.words import WEAK, pairs, stems

if TYPE_CHECKING:
    from matching.index.holding import Held

NAME, ABOUT = 1.0, 0.5
"""A word of a category's name says what it is; one of its line of help gives an example."""

WEAK_FORCE = 0.3
"""A word of procurement itself, against any other word."""

LIKEST = 20
"""Pieces that are asked for their category."""

NAMED = 0.5
"""What a category's own words say, against the pieces that stand under it."""

SHARPNESS = 1.5
"""The power by which the likelier of two stands out: with it, of the categories proposed with a confidence of
0.5 half are right, and so for other confidences (`python -m benchmarks.proposals`)."""

NONE = 0.1
"""What speaks for no category of the list at all: where little speaks for any, none is sure."""

LEAST = 0.1
"""Confidence below which a category is not worth a person's glance."""

Vector = dict[str, float]


class Headings:
    """The names and help lines of the categories as vectors of words and pairs, the rarer the longer."""

    def __init__(self, categories: Iterable[Category]) -> None:
        said = {category.key: _said(category) for category in categories}
        holders: dict[str, int] = {}
        for terms in said.values():
            for term in terms:
                holders[term] = holders.get(term, 0) + 1
        self.rarity = {term: log(1 + len(said) / held) for term, held in holders.items()}
        self.unheard = log(1 + len(said))
        self.vectors = {key: unit(self._weighed(terms)) for key, terms in said.items()}
        self.keys_of: dict[str, list[str]] = {}
        for key, terms in said.items():
            for term in terms:
                self.keys_of.setdefault(term, []).append(key)

    def propose(self, held: Held, limit: int) -> tuple[Proposal, ...]:
        """The likeliest categories for a requirement held against the catalogue, ties by key.

        What speaks for a category is how like its words are (the cosine), and the part of the likest pieces
        that stand under it. The confidence is its share of what speaks for all, and for `NONE`.
        """
        named, shown = self._named(held), _shown(held)
        spoken = {
            key: (NAMED * named.get(key, 0.0) + shown.get(key, 0.0)) ** SHARPNESS
            for key in {*named, *shown}
            if key in self.vectors or not self.vectors
        }
        whole = NONE**SHARPNESS + sum(spoken[key] for key in sorted(spoken))
        sure = {key: spoken[key] / whole for key in spoken if spoken[key]}
        likely = sorted((-round(sure[key], 4), key) for key in sure if sure[key] >= LEAST)
        return tuple(Proposal(key, -minus) for minus, key in likely[: max(limit, 0)])

    def _weighed(self, terms: Mapping[str, float]) -> Vector:
        return {
            term: weight * self.rarity.get(term, self.unheard) * (WEAK_FORCE if term in WEAK else 1.0)
            for term, weight in terms.items()
        }

    def _named(self, held: Held) -> dict[str, float]:
        """The cosine of each category that shares a word with what was asked."""
        asked: Vector = {}
        for line in held.lines.words:
            for term, weight in {**line.pairs, **line.beside, **line.asked}.items():
                asked[term] = max(asked.get(term, 0.0), weight)
        wanted = unit(self._weighed(asked))
        keys = {key for term in wanted for key in self.keys_of.get(term, ())}
        return {key: cosine(self.vectors[key], wanted) for key in keys}


def unit(vector: Mapping[str, float]) -> Vector:
    """The vector at length 1.

    >>> unit({"a": 3.0, "b": 4.0})
    {'a': 0.6, 'b': 0.8}
    """
    length = sqrt(sum(vector[term] ** 2 for term in sorted(vector)))
    return {term: weight / length for term, weight in vector.items()} if length else {}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How like two vectors of length 1 are, 0 to 1."""
    return sum(one[term] * other[term] for term in sorted(one.keys() & other.keys()))


def _said(category: Category) -> Vector:
    """The words and pairs of a category, each with the weight of the weightier text that holds it."""
    terms: Vector = {}
    for text, weight in ((category.about, ABOUT), (category.name, NAME)):
        read = stems(text)
        terms.update(dict.fromkeys((*read, *pairs(read)), weight))
    return terms


def _shown(held: Held) -> dict[str, float]:
    """The categories of the pieces likest to each line, each with its part of their likeness."""
    counted: dict[str, float] = {}
    best = max((alike for found in held.found for _, alike in found.likest(1)), default=0.0)
    for found in held.found:
        likest = found.likest(LIKEST)
        whole = len(held.found) * sum(alike**2 for _, alike in likest)
        for number, alike in likest:
            category = held.catalogue.category(number)
            if category is not None:
                counted[category] = counted.get(category, 0.0) + best * alike**2 / whole
    return counted
