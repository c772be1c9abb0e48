"""The marketplace list as a tree, and how near two of its headings stand."""

from __future__ import annotations

from collections.abc import Iterable

from matching.records import Category


class Tree:
    """Categories by key. A key that is not in the list still equals itself."""

    def __init__(self, categories: Iterable[Category] = ()) -> None:
        self.by_key = {category.key: category for category in categories}

    def name(self, key: str) -> str:
        held = self.by_key.get(key)
        return held.name if held else key

    def words(self, key: str) -> str:
        """The category's name, which is searched like a supplier's own words."""
        return self.name(key)

    def parent(self, key: str) -> str | None:
        held = self.by_key.get(key)
        return held.parent if held else None

    def next_door(self, one: str, other: str) -> bool:
        """Whether two different headings are parent and child, or children of one parent."""
        above, beside = self.parent(one), self.parent(other)
        return one != other and (above == other or beside == one or (above is not None and above == beside))
