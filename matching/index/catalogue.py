"""What an index holds, lent for one question, with what one question reads more than once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from matching.categories import Tree
from matching.index.postings import Postings
from matching.index.register import Register
from matching.items import Item, items
from matching.meaning import Meaning
from matching.quoting import Said
from matching.reading import Reader
from matching.scoring import rarity
from matching.vocabulary import CATEGORY
from matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What an index holds, lent for one question."""

    register: Register
    postings: Postings
    tree: Tree
    reader: Reader
    meaning: Meaning | None = None
    _items: dict[int, tuple[Item, ...]] = field(default_factory=dict)
    _said: dict[str, Said] = field(default_factory=dict)

    def items(self, owner: int) -> tuple[Item, ...]:
        if owner not in self._items:
            self._items[owner] = items(self.register.profile(owner))
        return self._items[owner]

    def item(self, owner: int, piece: int) -> Item:
        return self.items(owner)[piece]

    def read(self, text: str) -> Said:
        """The words of a text; several lines quote the same."""
        if text not in self._said:
            self._said[text] = Said(text)
        return self._said[text]

    def category(self, number: int) -> str | None:
        """The key of a category by its number, None for -1."""
        return self.postings.vocabulary.spelled[number].removeprefix(CATEGORY) if number >= 0 else None

    def rarity_of(self, category: str) -> float:
        """1 for a category that one supplier is in, the less the more are."""
        owners = len(self.register)
        return rarity(self.postings.vocabulary.members[category], owners) / rarity(1, owners)

    def steps(self, asked: Collection[str], weights: Weights) -> dict[str, float]:
        """The categories that count, each with its value: one asked for, or one a step away.

        A category that many suppliers are in says less of each.
        """
        beside = frozenset[str]().union(*map(self.tree.next_door, asked)) - set(asked)
        weighed = {**dict.fromkeys(beside, weights.next_door), **dict.fromkeys(asked, weights.category)}
        return {
            key: weight * self.rarity_of(key)
            for key, weight in sorted(weighed.items())
            if weight and key in self.postings.vocabulary.members
        }
