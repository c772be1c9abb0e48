"""Reads of what was counted. Nothing is counted while a page is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from hub.categories.models import Category
from hub.insight.models import SupplyCount
from hub.paging import Page, cut_page
from hub.places.models import County, Place

FEW = 3
"""Fewer suppliers than that are no competition."""

ROWS = 25
KINDS = {
    "deserts": "Asked for, and fewer than three suppliers",
    "idle": "Suppliers, and nobody asked in a year",
    "all": "All of both",
}


@dataclass(frozen=True, slots=True)
class Balance:
    """A category and how it stood a year before; ``before`` is None where nothing was there."""

    now: SupplyCount
    before: SupplyCount | None

    @property
    def demand(self) -> int:
        return self.now.requirements + self.now.private

    @property
    def more_suppliers(self) -> int:
        return self.now.suppliers - (self.before.suppliers if self.before else 0)

    @property
    def is_desert(self) -> bool:
        return self.demand > 0 and self.now.suppliers < FEW


def last_month(session: Session) -> date | None:
    """The month that was counted last; None before anything was."""
    return session.scalar(select(func.max(SupplyCount.month)))


def page_balances(
    session: Session, month: date, county: County | None, kind: str, page: int
) -> Page[tuple[SupplyCount, SupplyCount | None]]:
    """A page of categories as they stand in a month, each with its count of a year before. Two statements."""
    before = aliased(SupplyCount)
    same = and_(
        before.month == month.replace(year=month.year - 1),
        before.category_id == SupplyCount.category_id,
        before.whole == SupplyCount.whole,
        before.county_id == SupplyCount.county_id if county else before.county_id.is_(None),
    )
    demand = SupplyCount.requirements + SupplyCount.private
    chosen: Any = (
        select(SupplyCount, before)
        .outerjoin(before, same)
        .join(Category, SupplyCount.category_id == Category.id)
        .where(SupplyCount.month == month, *_area(county))
        .options(joinedload(SupplyCount.category))
    )
    if kind == "deserts":
        chosen = chosen.where(demand > 0, SupplyCount.suppliers < FEW)
    elif kind == "idle":
        chosen = chosen.where(demand == 0, SupplyCount.suppliers > 0)
    order = (SupplyCount.suppliers.desc(),) if kind == "idle" else (demand.desc(), SupplyCount.suppliers)
    return cut_page(session, chosen.order_by(*order, Category.name, SupplyCount.id), page, ROWS)


def _area(county: County | None) -> tuple[ColumnElement[bool], ...]:
    if county is None:
        return (SupplyCount.whole.is_(True),)
    return (SupplyCount.whole.is_(False), SupplyCount.county_id == county.id)


def list_trend(
    session: Session, county: County | None, category: Category | None
) -> Sequence[tuple[date, int, int]]:
    """By month, oldest first: what was asked for in a year and, for one category, the suppliers.

    Without a category the suppliers are not told: one that offers two would count twice.
    """
    suppliers = func.sum(SupplyCount.suppliers)
    asked = func.sum(SupplyCount.requirements + SupplyCount.private)
    chosen = select(SupplyCount.month, asked, suppliers).where(*_area(county))
    if category is not None:
        chosen = chosen.where(SupplyCount.category_id == category.id)
    ordered = chosen.group_by(SupplyCount.month).order_by(SupplyCount.month)
    return [(month, int(a or 0), int(s or 0)) for month, a, s in session.execute(ordered)]


def list_old_deserts(session: Session, month: date, county: County | None) -> list[Balance]:
    """The deserts of a year before and what came of each, the most asked for first. One statement."""
    now = aliased(SupplyCount)
    same = and_(
        now.month == month,
        now.category_id == SupplyCount.category_id,
        now.whole == SupplyCount.whole,
        now.county_id == SupplyCount.county_id if county else now.county_id.is_(None),
    )
    demand = SupplyCount.requirements + SupplyCount.private
    chosen = (
        select(SupplyCount, now)
        .outerjoin(now, same)
        .where(
            SupplyCount.month == month.replace(year=month.year - 1),
            *_area(county),
            demand > 0,
            SupplyCount.suppliers < FEW,
        )
        .options(joinedload(SupplyCount.category))
        .order_by(demand.desc(), SupplyCount.suppliers, SupplyCount.id)
        .limit(ROWS)
    )
    none = SupplyCount(suppliers=0, requirements=0, private=0)
    return [Balance(after or none, before) for before, after in session.execute(chosen)]


@dataclass(frozen=True, slots=True)
class CountyBalance:
    """A county with its middle, what was asked for there and how many categories are deserts."""

    name: str
    slug: str
    latitude: float
    longitude: float
    requirements: int
    deserts: int


def list_counties_asked(session: Session, month: date, category: Category | None) -> list[CountyBalance]:
    """The counties that something was asked for in, those with most deserts first. One statement."""
    middle = (
        select(
            Place.county_id,
            func.avg(Place.latitude).label("latitude"),
            func.avg(Place.longitude).label("longitude"),
        )
        .group_by(Place.county_id)
        .subquery()
    )
    desert = and_(SupplyCount.requirements > 0, SupplyCount.suppliers < FEW)
    deserts = func.count().filter(desert)
    asked = func.sum(SupplyCount.requirements)
    chosen = (
        select(County.name, County.slug, middle.c.latitude, middle.c.longitude, asked, deserts)
        .join(County, SupplyCount.county_id == County.id)
        .join(middle, middle.c.county_id == County.id)
        .where(SupplyCount.month == month, SupplyCount.whole.is_(False), SupplyCount.requirements > 0)
        .group_by(County.id, County.name, County.slug, middle.c.latitude, middle.c.longitude)
        .order_by(deserts.desc(), asked.desc(), County.name)
    )
    if category is not None:
        chosen = chosen.where(SupplyCount.category_id == category.id)
    return [CountyBalance(*row) for row in session.execute(chosen)]
