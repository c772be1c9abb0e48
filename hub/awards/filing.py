"""Filing an award under the hub's own headings, as they stand when it is imported."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.categories.models import CATEGORY_LEVELS, Category

LABEL_LENGTH = 200


@dataclass(slots=True)
class Headings:
    """The hub's list, ready to be asked by slug, by name or by CPV code."""

    by_slug: dict[str, Category] = field(default_factory=dict)
    by_name: dict[str, list[Category]] = field(default_factory=dict)
    by_code: dict[str, list[Category]] = field(default_factory=dict)
    _found: dict[str, int | None] = field(default_factory=dict)

    def find(self, slugs: tuple[str, ...], cpv: str, label: str) -> tuple[int | None, str]:
        """The category's id, and the publisher's label where the hub has no heading of its own for it.

        The first slug is the heading itself, as is a heading of the label's name that is the only one of its
        name; the slugs after it are wider headings, under which the label stays.
        """
        own = [self.by_slug[slug] for slug in slugs[:1] if slug in self.by_slug]
        own = own or self.by_name.get(label.rpartition(": ")[2].casefold(), [])
        if len(own) == 1:
            return own[0].id, ""
        wider = next((self.by_slug[slug].id for slug in slugs[1:] if slug in self.by_slug), None)
        if wider:
            return wider, label[:LABEL_LENGTH]
        if cpv not in self._found:
            self._found[cpv] = self._find_by_code(cpv)
        found = self._found[cpv]
        return found, "" if found else label[:LABEL_LENGTH]

    def _find_by_code(self, cpv: str) -> int | None:
        """The heading with the longest code that `cpv` begins with.

        Of several the one highest in the tree; of several on one level the parent they share. Headings of
        different parents leave it open: half of the list covers "72", and a guess would file work wrongly.
        """
        for length in range(len(cpv), 1, -1):
            found = self.by_code.get(cpv[:length])
            if found:
                return _common_heading(found)
        return None


def _common_heading(categories: list[Category]) -> int | None:
    highest = min(CATEGORY_LEVELS.index(each.level) for each in categories)
    top = [each for each in categories if CATEGORY_LEVELS.index(each.level) == highest]
    if len(top) == 1:
        return top[0].id
    parents = {each.parent_id for each in top}
    return parents.pop() if len(parents) == 1 else None


def read_headings(session: Session) -> Headings:
    """The hub's list without its retired headings."""
    headings = Headings()
    for category in session.scalars(select(Category).where(~Category.retired)):
        headings.by_slug[category.slug] = category
        headings.by_name.setdefault(category.name.casefold(), []).append(category)
        for code in category.cpv.split():
            headings.by_code.setdefault(_significant(code), []).append(category)
    return headings


def _significant(code: str) -> str:
    """The digits of a CPV code that say something: 72250000 covers all that begins with 7225."""
    return code[:2] + code[2:].rstrip("0")
