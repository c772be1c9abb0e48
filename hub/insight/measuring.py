"""Counting supply and demand for one month, by category and county. Four statements, whatever the size.

A category counts with what stands under it; a lot only for itself. Demand is what was described in the twelve
months before; supply is who may be ranked now and had come into the register by then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import case, delete, distinct, func, insert, null, select
from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.insight.models import SupplyCount
from hub.places.models import Place
from hub.requirements.models import Requirement, requirement_category
from hub.suppliers.models import Capability, Supplier, may_be_ranked

KEPT_MONTHS = 36
LEAST_PRIVATE, LEAST_BUYERS = 3, 2
"""Fewer private requirements, or of fewer organisations, are not told: it would be about somebody."""

WHOLE = "whole"
Area = int | None | str
"""A county by number, None for no county, `WHOLE` for all together."""


@dataclass(slots=True)
class Count:
    """What a row of the table will say."""

    suppliers: int = 0
    requirements: int = 0
    private: int = 0
    value: Decimal = field(default_factory=Decimal)


Counts = dict[tuple[int, Area], Count]


def measure(session: Session, month: date, *, reckoned: bool = False) -> int:
    """Count a month, given by its first day, in place of what was counted before. Returns the rows."""
    until = _end_of(month)
    counts: Counts = {}
    for row in session.execute(_supply(until)):
        counts.setdefault((row.category, row.county), Count()).suppliers = row.suppliers
    for row in session.execute(_whole_supply(until)):
        counts.setdefault((row.category, WHOLE), Count()).suppliers = row.suppliers
    for area in (False, True):
        for row in session.execute(_demand(_before(month, 11), until, whole=area)):
            _add_demand(counts.setdefault((row.category, WHOLE if area else row.county), Count()), row)
    counts = {key: count for key, count in counts.items() if count != Count()}
    session.execute(delete(SupplyCount).where(SupplyCount.month == month))
    rows = [_row(month, key, count, reckoned) for key, count in counts.items()]
    if rows:
        session.execute(insert(SupplyCount), rows)
    return len(rows)


def months_to_measure(today: date, known: Iterable[date]) -> list[date]:
    """This month, and those of the last two years that nobody counted, oldest first.

    >>> [str(month) for month in months_to_measure(date(2026, 3, 5), [])][-2:]
    ['2026-02-01', '2026-03-01']
    """
    now = today.replace(day=1)
    back = [_before(now, number) for number in range(24, 0, -1)]
    return [*(month for month in back if month not in set(known)), now]


def forget_old(session: Session, today: date) -> None:
    """Counts are kept three years."""
    oldest = _before(today.replace(day=1), KEPT_MONTHS)
    session.execute(delete(SupplyCount).where(SupplyCount.month < oldest))


def _rolled() -> Any:
    """The category that a thing counts for: that above it, for a subcategory."""
    return case((Category.level == "subcategory", Category.parent_id), else_=Category.id)


def _offers(until: datetime) -> Any:
    return (
        select()
        .join_from(Capability, Supplier, Capability.supplier_id == Supplier.id)
        .join(Category, Capability.category_id == Category.id)
        .where(Capability.state == "published", may_be_ranked(), Supplier.created_at < until)
    )


def _supply(until: datetime) -> Any:
    by = _rolled()
    offers = _offers(until).outerjoin(Place, Supplier.place_id == Place.id)
    counted = offers.add_columns(
        by.label("category"),
        Place.county_id.label("county"),
        func.count(distinct(Supplier.id)).label("suppliers"),
    )
    return counted.group_by(by, Place.county_id)


def _whole_supply(until: datetime) -> Any:
    by = _rolled()
    counted = _offers(until).add_columns(
        by.label("category"), func.count(distinct(Supplier.id)).label("suppliers")
    )
    return counted.group_by(by)


def _demand(since: date, until: datetime, *, whole: bool) -> Any:
    """Public and private apart. A requirement under two headings of one category is one."""
    asked = (
        select(
            _rolled().label("category"),
            (null() if whole else Place.county_id).label("county"),
            (Requirement.visibility == "public").label("public"),
            Requirement.id,
            Requirement.organisation_id,
            Requirement.estimated_value,
        )
        .join(requirement_category, requirement_category.c.requirement_id == Requirement.id)
        .join(Category, requirement_category.c.category_id == Category.id)
        .outerjoin(Place, Requirement.place_id == Place.id)
        .where(
            Requirement.state != "draft",
            Requirement.created_at >= _start_of(since),
            Requirement.created_at < until,
        )
        .distinct()
        .subquery()
    )
    return select(
        asked.c.category,
        asked.c.county,
        asked.c.public,
        func.count().label("requirements"),
        func.count(distinct(asked.c.organisation_id)).label("buyers"),
        func.coalesce(func.sum(asked.c.estimated_value), 0).label("value"),
    ).group_by(asked.c.category, asked.c.county, asked.c.public)


def _add_demand(count: Count, row: Any) -> None:
    if row.public:
        count.requirements, count.value = row.requirements, Decimal(row.value)
    elif row.county is None and row.requirements >= LEAST_PRIVATE and row.buyers >= LEAST_BUYERS:
        count.private = row.requirements


def _row(month: date, key: tuple[int, Area], count: Count, reckoned: bool) -> dict[str, Any]:
    category, area = key
    return {
        "month": month,
        "category_id": category,
        "county_id": area if isinstance(area, int) else None,
        "whole": area == WHOLE,
        "suppliers": count.suppliers,
        "requirements": count.requirements,
        "private": count.private if area == WHOLE else 0,
        "value": count.value,
        "reckoned": reckoned,
    }


def _before(month: date, number: int) -> date:
    """The first day of the month so many months before."""
    months = month.year * 12 + month.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def _start_of(month: date) -> datetime:
    return datetime.combine(month, time(), UTC)


def _end_of(month: date) -> datetime:
    return _start_of(_before(month, -1))
