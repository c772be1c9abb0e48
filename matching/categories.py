"""The marketplace list as a tree, and how near two of its headings stand."""

from __future__ import annotations

from collections.abc import Iterable

from matching.records import Category


class Tree:
    """Categories by key. A key that is not in the list still equals itself."""

    def __init__(self, categories: Iterable[Category] = ()) -> None:
        self.by_key = {category.key: category for category in categories}
        self._under: dict[str, list[str]] = {}
        for category in self.by_key.values():
            if category.parent:
                self._under.setdefault(category.parent, []).append(category.key)

    def name(self, key: str) -> str:
        held = self.by_key.get(key)
        return held.name if held else key

    def parent(self, key: str) -> str | None:
        held = self.by_key.get(key)
        return held.parent if held else None

    def next_door(self, key: str) -> frozenset[str]:
        """The headings a step from this one: its parent, its children, and its parent's other children."""
        above = self.parent(key)
        beside = (above, *self._under.get(above, ())) if above else ()
        return frozenset((*self._under.get(key, ()), *beside)) - {key}

    def within(self, key: str) -> frozenset[str]:
        """This heading and all below it."""
        return frozenset({key}).union(*map(self.within, self._under.get(key, ())))
