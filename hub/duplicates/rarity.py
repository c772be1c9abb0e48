"""How much two firms' sharing a word says: the rarer the word, the more.

The weight is the binary logarithm of one in how many firms has the word: a word of one firm in 1,024 is worth
10 points. Words that thousands of firms use everywhere are known beforehand, for a register of fifty firms
cannot tell that "services" is common.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf, log2

from hub.duplicates.words import MATERIAL, plain_word


def _listed(key: str) -> frozenset[str]:
    return frozenset(plain_word(word) for line in MATERIAL[key] for word in line.split())


GENERAL = _listed("general")
"""Words of trades and of business at large."""
DIRECTIONS = _listed("telling_apart")
"""Compass points and counts: what tells branches and sisters apart."""

FILLERS = _listed("fillers")
"""General words that one firm's spellings have or lack."""
EVERYDAY = _listed("everyday")
"""Words that firms everywhere call themselves by: colours, beasts, trees, stones, stars, virtues."""

GENERAL_SHARE = 0.85
"""A general word is worth so much of its rarity: words of one trade come together."""
MOST_GENERAL = 5.5
MOST = {"direction": 6.0, "initial": 6.0, "word": inf}
MOST_EVERYDAY, MOST_MORE_EVERYDAY = 4.9, 8.5
MOST_PLACE = 6.5
"""Caps in points. A code ("A1") is drawn from few, a town's name is in many; one everyday
word is many firms' ("Eagle Taxis"), two together are rarely so."""
RARELY = 8
"""A spelling that so many times fewer firms have than another is a common slip of it."""
BELIEVED = 2_000
"""Firms that the belief below is worth: a register of as many is trusted half."""
BELIEF = 0.15
"""Of so many believed firms, how many have a telling word that nothing is known of."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many of the register's `firms` have each word. `places` are the names of towns and counties."""

    firms: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    _worked_out: dict[tuple[str, bool], float] = field(default_factory=dict, repr=False, compare=False)

    @property
    def whole(self) -> int:
        """Firms that shares are of."""
        return self.firms + BELIEVED

    @property
    def chance(self) -> float:
        """Points of one firm among all: what the evidence for two records must outweigh."""
        return -log2(self.whole)

    def points(self, word: str, *, beside_another: bool = False) -> float:
        """What the word is worth where two firms share it; an everyday one more beside another such word."""
        found = self._worked_out.get((word, beside_another))
        if found is None:
            found = self._worked_out[word, beside_another] = self._points(word, beside_another)
        return found

    def _points(self, word: str, beside_another: bool) -> float:
        # The two that are compared have the word themselves.
        others = max(0, self.counts.get(word, 0) - 2)
        points = -log2((others + BELIEF) / self.whole)
        sort = self.sort(word)
        if sort in {"general", "filler"}:
            return min(points * GENERAL_SHARE, MOST_GENERAL)
        if sort == "place":
            return min(points * GENERAL_SHARE, MOST_PLACE)
        if word in EVERYDAY and not beside_another:
            return min(points, MOST_EVERYDAY)
        return min(points, MOST[sort] if word not in EVERYDAY else MOST_MORE_EVERYDAY)

    def sort(self, word: str) -> str:
        """What the word is to a name: a `word` of its own, or one that many have."""
        if word in DIRECTIONS or any(character.isdigit() for character in word):
            return "direction"
        if word in FILLERS:
            return "filler"
        if word in GENERAL:
            return "general"
        if len(word) <= 2:
            return "initial"
        return "place" if word in self.places else "word"

    def has_both(self, one: str, other: str) -> bool:
        """Whether other firms write either word so: then neither is a slip of the pen for the other."""
        fewer, more = sorted((self.counts.get(one, 0), self.counts.get(other, 0)))
        return fewer > 1 and fewer * RARELY > more
