"""Finding a firm by its name. Names are looked up, never ranked for what the firm can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session, joinedload

from hub.paging import cut_page
from hub.places.models import Place
from hub.suppliers.company_numbers import read_company_number
from hub.suppliers.models import SHOWN_STATES, Supplier
from hub.suppliers.naming import name_key

FIRMS_A_PAGE = 25
FEW = 5
"""Fewer names than this that hold what was typed, and names spelled nearly like it are offered too."""
MOST_NAMES = 100_000
"""Names compared with a misspelling at most: about a tenth of a second."""
MOST_ALIKE = 10
ALIKE_WHOLE = 80.0
"""Points of 100 from which two whole names count as alike: one slip in a word of eight letters is 87."""
ALIKE_PART = 84.0
"""The same for a name that is part of a longer one, where chance agreement is commoner."""
SHORTEST_PART = 5
SEARCH_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Firms:
    """A page of firms whose name holds what was typed, and those spelled nearly like it."""

    found: Sequence[Supplier]
    alike: Sequence[Supplier]
    total: int
    number: int
    pages: int


def find_firms(session: Session, name: str, page: int = 1) -> Firms:
    """Firms by name or company number: the same name first, then names that begin with it or hold it.

    At most four statements, however many firms there are. A page past the end is the last one.
    """
    key = name_key(name[:SEARCH_LENGTH])
    if not key:
        return Firms((), (), 0, 1, 1)
    is_named = named(key, read_company_number(name[:SEARCH_LENGTH]))
    shown = select(Supplier).where(is_named, Supplier.state.in_(SHOWN_STATES))
    ordered = shown.options(joinedload(Supplier.place).joinedload(Place.county)).order_by(
        closeness(key), Supplier.name, Supplier.id
    )
    found = cut_page(session, ordered, page, FIRMS_A_PAGE)
    alike = _find_alike(session, key, is_named) if found.total < FEW else ()
    return Firms(found.rows, alike, found.total, found.number, found.pages)


def named(key: str, number: str | None) -> ColumnElement[bool]:
    """Whose name, trading name or company number it is, or holds it."""
    called = Supplier.trading_name.icontains(key, autoescape=True)
    held = or_(Supplier.name_key.contains(key, autoescape=True), called)
    return or_(held, Supplier.company_number == number) if number else held


def closeness(key: str) -> ColumnElement[int]:
    """0 for the same name, 1 for one that begins with it, 2 for all others."""
    return case(
        (Supplier.name_key == key, 0),
        (Supplier.name_key.startswith(key, autoescape=True), 1),
        else_=2,
    )


def _find_alike(session: Session, key: str, named: ColumnElement[bool]) -> Sequence[Supplier]:
    others = select(Supplier.id, Supplier.name_key).where(~named, Supplier.state.in_(SHOWN_STATES))
    names = {row.id: row.name_key for row in session.execute(others.order_by(Supplier.id).limit(MOST_NAMES))}
    ids = rank_alike(key, names)
    held = (
        select(Supplier)
        .where(Supplier.id.in_(ids))
        .options(joinedload(Supplier.place).joinedload(Place.county))
    )
    by_id = {supplier.id: supplier for supplier in session.scalars(held)}
    return [by_id[each] for each in ids]


def rank_alike(key: str, names: Mapping[int, str]) -> list[int]:
    """Ids of the names spelled nearly like `key`, nearest first, ties by id; at most `MOST_ALIKE`.

    Whole names are compared word by word in any order; a name longer than the key also by its likest part.
    """
    points: dict[int, float] = {}
    for _name, score, each in process.extract(
        key, names, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE_WHOLE, limit=MOST_ALIKE
    ):
        points[each] = score
    if len(key) >= SHORTEST_PART:
        longer = {each: name for each, name in names.items() if len(name) > len(key)}
        for _name, score, each in process.extract(
            key, longer, scorer=fuzz.partial_ratio, score_cutoff=ALIKE_PART, limit=MOST_ALIKE
        ):
            points[each] = max(score, points.get(each, 0.0))
    return sorted(points, key=lambda each: (-points[each], each))[:MOST_ALIKE]
