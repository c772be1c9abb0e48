"""Changing the hub's list, heading by heading: added, renamed, moved, retired. Nothing is ever deleted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.categories.models import CATEGORY_LEVELS, Category
from hub.categories.queries import all_categories, headings_below
from hub.requirements.models import requirement_category
from hub.suppliers.models import Capability


class WrongPlaceError(ValueError):
    """A heading that cannot stand where it is put. The text says why."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What is said of a category; `under` is the slug of the one above it, empty for a lot."""

    name: str
    help: str
    under: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Touched:
    """What stands under a category and those below it."""

    below: int
    capabilities: int
    requirements: int


def heading_of(category: Category) -> Heading:
    under = category.parent.slug if category.parent else ""
    return Heading(category.name, category.help, under, category.retired)


def count_touched(session: Session, category: Category) -> Touched:
    """Two statements, however much stands there."""
    ids = [category.id, *(each.id for each in headings_below(category))]
    capabilities = select(func.count()).where(Capability.category_id.in_(ids))
    asked = requirement_category.c
    requirements = select(func.count(asked.requirement_id.distinct())).where(asked.category_id.in_(ids))
    return Touched(len(ids) - 1, session.scalar(capabilities) or 0, session.scalar(requirements) or 0)


def require_place(tree: list[Category], category: Category | None, heading: Heading) -> Category | None:
    """The category above, None for a lot. `category` is None for a new one. Raises WrongPlaceError."""
    by_slug = {each.slug: each for each in tree}
    above = by_slug.get(heading.under)
    if heading.under and above is None:
        raise WrongPlaceError("Select where it stands from the list")
    moving = [category, *headings_below(category)] if category else []
    if above in moving:
        raise WrongPlaceError("It cannot stand under itself or under one below it")
    if above is not None and above.retired and not heading.retired:
        raise WrongPlaceError(f"“{above.name}” is not offered any more: select another, or offer that again")
    if _depth_of(above) + _height_of(category) > len(CATEGORY_LEVELS):
        raise WrongPlaceError("The list has three levels: with what is below it, it does not fit there")
    beside = [each for each in tree if each.parent is above and each is not category and not each.retired]
    if any(each.name.casefold() == heading.name.casefold() for each in beside):
        raise WrongPlaceError(f"“{heading.name}” stands there already: give it another name")
    return above


def _depth_of(category: Category | None) -> int:
    return 0 if category is None else CATEGORY_LEVELS.index(category.level) + 1


def _height_of(category: Category | None) -> int:
    """Levels that it takes, with those below it."""
    return 1 + max((_height_of(each) for each in category.children), default=0) if category else 1


def add_category(session: Session, heading: Heading) -> Category:
    """Last in its place. Raises WrongPlaceError."""
    tree = _read_anew(session)
    above = require_place(tree, None, heading)
    taken = {each.slug for each in tree}
    position = max((each.position for each in tree), default=0) + 1
    category = Category(slug=free_slug(heading.name, taken), name=heading.name, help=heading.help)
    category.parent, category.position, category.retired = above, position, heading.retired
    category.level = CATEGORY_LEVELS[_depth_of(above)]
    session.add(category)
    session.flush()
    return category


def change_category(session: Session, slug: str, heading: Heading) -> Category:
    """Those below move with it, and are retired with it. Raises WrongPlaceError, or KeyError for a slug."""
    tree = _read_anew(session)
    category = {each.slug: each for each in tree}[slug]
    above = require_place(tree, category, heading)
    below = headings_below(category)
    category.name, category.help, category.retired = heading.name, heading.help, heading.retired
    deeper = _depth_of(above) - CATEGORY_LEVELS.index(category.level)
    for each in (category, *below):
        each.level = CATEGORY_LEVELS[CATEGORY_LEVELS.index(each.level) + deeper]
        each.retired = each.retired or heading.retired
    if category.parent is not above:
        category.parent = above
    session.flush()
    return category


def _read_anew(session: Session) -> list[Category]:
    """The caller holds the turn: nobody else changes the list until this transaction ends."""
    session.expire_all()
    return all_categories(session, retired=True)


def free_slug(name: str, taken: set[str]) -> str:
    """Words of the name with hyphens; with a number after it where that is taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:100] or "category"
    return next(slug for slug in (plain, *(f"{plain}-{n}" for n in range(2, 10_000))) if slug not in taken)
