"""Loading the hub's marketplace list: checked whole, then laid over what is there by slug."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.categories.models import CATEGORY_LEVELS, Category
from hub.categories.reading import CategoryRow, read_json

OWN_FILES = ("marketplace.json", "local.json")
"""The national marketplace's names with their source, and the lots of local trade that it lacks."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many categories an import added, changed and retired."""

    added: int = 0
    changed: int = 0
    retired: int = 0


def own_categories() -> tuple[CategoryRow, ...]:
    """The list that comes with the hub, lots first to last, each before its children."""
    texts = (resources.files(__package__).joinpath(name).read_bytes() for name in OWN_FILES)
    return tuple(row for text in texts for row in read_json(text))


def load_own_categories(session: Session) -> Loaded:
    return load_categories(session, own_categories())


def load_categories(session: Session, rows: Sequence[CategoryRow]) -> Loaded:
    """Lay checked rows over the hub's list. A slug that is missing is retired, never deleted.

    Rows come parents first, as `hub.categories.reading` gives them. Running twice changes nothing.
    """
    held = {category.slug: category for category in session.scalars(select(Category))}
    added = changed = 0
    for position, row in enumerate(rows):
        category = held.get(row.slug)
        if category is None:
            category = held[row.slug] = Category(slug=row.slug)
            session.add(category)
            added += 1
        elif _differs(category, _values(row, position, held)):
            changed += 1
        _apply(category, _values(row, position, held))
    retired = _retire(held.values(), {row.slug for row in rows})
    session.flush()
    return Loaded(added, changed, retired)


def _values(row: CategoryRow, position: int, held: dict[str, Category]) -> dict[str, Any]:
    parent = held[row.parent] if row.parent else None
    depth = 0 if parent is None else CATEGORY_LEVELS.index(parent.level) + 1
    return {
        "name": row.name,
        "level": CATEGORY_LEVELS[depth],
        "parent": parent,
        "position": position,
        "help": row.help,
        "cpv": row.cpv,
        "source": row.source,
        "retired": False,
    }


def _differs(category: Category, values: dict[str, Any]) -> bool:
    return any(getattr(category, name) != value for name, value in values.items())


def _apply(category: Category, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(category, name, value)


def _retire(categories: Iterable[Category], listed: set[str]) -> int:
    missing = [each for each in categories if each.slug not in listed and not each.retired]
    for category in missing:
        category.retired = True
    return len(missing)
