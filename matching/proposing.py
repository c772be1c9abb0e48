"""Categories that words point to, for a person to confirm."""

from __future__ import annotations

from collections.abc import Iterable
from math import log
from typing import TYPE_CHECKING

from matching.records import Category, Proposal
from matching.scoring import noisy_or
from matching.words import WEAK, stems

if TYPE_CHECKING:
    from matching.index.holding import Held

NAMED = 0.8
"""Confidence in a category whose whole name is in the words."""

SHOWN = 0.7
"""Confidence in a category that all of the pieces most like the words are in."""

LIKEST = 20
"""Pieces that are asked for their category."""

LEAST = 0.1
"""Confidence below which a category is not worth a person's glance."""


class Headings:
    """The names of the categories, weighed by how few of them share a word."""

    def __init__(self, categories: Iterable[Category]) -> None:
        self.words = {category.key: frozenset(stems(category.name)) for category in categories}
        holders: dict[str, int] = {}
        for words in self.words.values():
            for word in words:
                holders[word] = holders.get(word, 0) + 1
        self.weight = {word: log(1 + len(self.words) / held) * _force(word) for word, held in holders.items()}
        self.keys_of: dict[str, list[str]] = {}
        for key, words in self.words.items():
            for word in words:
                self.keys_of.setdefault(word, []).append(key)

    def propose(self, held: Held, limit: int) -> tuple[Proposal, ...]:
        """The likeliest categories for a requirement held against the catalogue, ties by key."""
        named, shown = self._named(held), _shown(held)
        confidence = {
            key: noisy_or([NAMED * named.get(key, 0.0), SHOWN * shown.get(key, 0.0)])
            for key in {*named, *shown}
            if key in self.words or not self.words
        }
        likely = sorted((-round(sure, 4), key) for key, sure in confidence.items() if sure >= LEAST)
        return tuple(Proposal(key, -sure) for sure, key in likely[: max(limit, 0)])

    def _named(self, held: Held) -> dict[str, float]:
        """The part of each category's name, by weight, that the words hold."""
        asked = {term for line in held.lines.words for term in line.asked}
        keys = {key for word in asked for key in self.keys_of.get(word, ())}
        return {key: self._part(self.words[key], asked) for key in keys}

    def _part(self, words: frozenset[str], asked: set[str]) -> float:
        whole = sum(self.weight[word] for word in sorted(words))
        return sum(self.weight[word] for word in sorted(words & asked)) / whole if whole else 0.0


def _shown(held: Held) -> dict[str, float]:
    """The categories of the likest pieces, each with its part of their likeness."""
    counted: dict[str, float] = {}
    likest = [piece for found in held.found for piece in found.likest(LIKEST)]
    whole = sum(alike for _, _, alike in likest)
    for owner, piece, alike in likest:
        category = held.item(owner, piece).category
        if category is not None:
            counted[category] = counted.get(category, 0.0) + alike / whole
    return counted


def _force(word: str) -> float:
    return 0.2 if word in WEAK else 1.0
