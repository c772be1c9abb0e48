"""Counting for a report, by the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from operator import add
from statistics import median
from typing import Any

from sqlalchemy import Date, Select, Subquery, and_, case, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.functions import FunctionElement

from hub.contacts.models import INTENSITIES, FirmContact
from hub.endings.models import EndingAward
from hub.growth.models import FirmFigure, FirmOwnership
from hub.places.models import County, Place
from hub.reports.measures import SPAN
from hub.reports.periods import Period
from hub.reports.suppressing import LEAST
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import SHOWN_STATES, Supplier

Counts = dict[Any, tuple[Any, ...]]
"""By group: the values of a measure's columns."""


class half_a_year_after(FunctionElement[Any]):  # noqa: N801 - it reads as an SQL function
    """The day that is `SPAN` days after another."""

    type = Date()
    inherit_cache = True


@compiles(half_a_year_after, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)}, '+{SPAN} days')"


@compiles(half_a_year_after, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} + {SPAN})"


def list_counties(session: Session) -> dict[int, str]:
    """Counties that a report has rows of: where anybody finds ten suppliers or more. Names by number."""
    shown = (
        select(County.id, County.name)
        .join(Place, Place.county_id == County.id)
        .join(Supplier, Supplier.place_id == Place.id)
        .where(Supplier.state.in_(SHOWN_STATES))
        .group_by(County.id, County.name)
        .having(func.count() >= LEAST)
    )
    return {row[0]: row[1] for row in session.execute(shown.order_by(County.name, County.id))}


def count_all(session: Session, period: Period, counties: Sequence[int]) -> dict[str, dict[str, Counts]]:
    """By measure and by what firms are parted by. Nine statements, whatever the size."""
    helped, introduced, won = _helped(period), _introduced(period), _won(period)
    found = {
        "helped": _counted(
            session, helped, counties, (helped.c.contacts, helped.c.quarters), by=(helped.c.intensity,)
        ),
        "introduced": _counted(session, introduced, counties, (introduced.c.times,)),
        "won": _counted(session, won, counties, (won.c.awards, won.c.valued, won.c.value)),
    }
    said = defaultdict[int, list[str]](list)
    for supplier_id, kind in session.execute(select(FirmOwnership.supplier_id, FirmOwnership.kind)):
        said[supplier_id].append(kind)
    for key, column in (("jobs", FirmFigure.jobs_tenths), ("turnover", FirmFigure.turnover)):
        found[key] = _growth(session, _pairs(period, column), counties, said)
    awards = found["won"]
    found["valued"] = _columns(awards, (2, 3))
    found["won"] = _columns(awards, (0, 1))
    return found


def _columns(parts: dict[str, Counts], columns: tuple[int, ...]) -> dict[str, Counts]:
    return {
        part: {group: tuple(row[each] for each in columns) for group, row in rows.items()}
        for part, rows in parts.items()
    }


def _placed(firms: Subquery, counties: Sequence[int]) -> tuple[Any, Any, Select[Any]]:
    """County and size of each firm, and the statement that joins them."""
    joined = select().select_from(firms).join(Supplier, Supplier.id == firms.c.supplier_id)
    county = case((Place.county_id.in_(counties), Place.county_id), else_=None)
    return county, Supplier.size, joined.outerjoin(Place, Supplier.place_id == Place.id)


def _counted(
    session: Session, firms: Subquery, counties: Sequence[int], columns: Sequence[Any], by: Sequence[Any] = ()
) -> dict[str, Counts]:
    """Firms and sums, by the database for each county and size together. Two statements."""
    sums = (func.count(), *(func.coalesce(func.sum(column), 0) for column in columns))
    county, size, joined = _placed(firms, counties)
    keys = (county, size, *by)
    rows = session.execute(joined.add_columns(*keys, *sums).group_by(*keys)).all()
    said = select(FirmOwnership.kind, *sums).join(firms, FirmOwnership.supplier_id == firms.c.supplier_id)
    parts = dict(zip(("county", "size", "intensity"), range(len(keys)), strict=False))
    width = len(keys)
    return {
        "whole": _fold(((None, row[width:]) for row in rows), len(sums)),
        **{
            part: _fold(((row[place], row[width:]) for row in rows), len(sums))
            for part, place in parts.items()
        },
        "ownership": {row[0]: tuple(row[1:]) for row in session.execute(said.group_by(FirmOwnership.kind))},
    }


def _fold(rows: Iterable[tuple[Any, Sequence[Any]]], width: int) -> Counts:
    """The sums of the rows of each group. A whole of nothing is zeros."""
    found: Counts = {}
    for group, values in rows:
        found[group] = tuple(map(add, found.get(group, (0,) * width), values))
    return found


def _growth(
    session: Session, pairs: Subquery, counties: Sequence[int], said: Mapping[int, Sequence[str]]
) -> dict[str, Counts]:
    """Firms, sums before and after, their difference, and the median of the firms' changes. One statement:
    a median needs the firms themselves."""
    county, size, joined = _placed(pairs, counties)
    named = joined.add_columns(pairs.c.supplier_id, county, size, pairs.c.before, pairs.c.after)
    parts: dict[str, defaultdict[Any, list[tuple[int, int]]]] = {
        part: defaultdict(list) for part in ("whole", "county", "size", "ownership")
    }
    for supplier_id, in_county, of_size, before, after in session.execute(named):
        groups = (("whole", None), ("county", in_county), ("size", of_size))
        for part, group in (*groups, *(("ownership", kind) for kind in said.get(supplier_id, ()))):
            parts[part][group].append((before, after))
    return {
        part: {group: _tell_growth(found) for group, found in groups.items()}
        for part, groups in parts.items()
    }


def _tell_growth(pairs: Sequence[tuple[int, int]]) -> tuple[Any, ...]:
    before, after = (sum(each) for each in zip(*pairs, strict=True))
    return len(pairs), before, after, after - before, float(median(last - first for first, last in pairs))


def _helped(period: Period) -> Subquery:
    strength = case({name: number for number, name in enumerate(INTENSITIES)}, value=FirmContact.intensity)
    return (
        select(
            FirmContact.supplier_id,
            func.count().label("contacts"),
            func.sum(FirmContact.quarters).label("quarters"),
            func.max(strength).label("intensity"),
        )
        .where(FirmContact.struck_at.is_(None), FirmContact.day.between(period.since, period.until))
        .group_by(FirmContact.supplier_id)
        .subquery()
    )


def _pairs(period: Period, column: Any) -> Subquery:
    """Of each firm helped that has both: its figure before, and after."""
    helped, earliest = _helped(period), aliased(FirmContact)
    first = select(func.min(earliest.day)).where(
        earliest.supplier_id == helped.c.supplier_id, earliest.struck_at.is_(None)
    )
    firsts = select(helped.c.supplier_id, first.scalar_subquery().label("first_on")).subquery()
    given, first_on = column.is_not(None), firsts.c.first_on
    earlier = func.max(case((FirmFigure.as_at <= first_on, FirmFigure.as_at)))
    soon = and_(FirmFigure.as_at > first_on, FirmFigure.as_at <= half_a_year_after(first_on))
    befores = (
        select(
            firsts.c.supplier_id,
            first_on,
            func.coalesce(earlier, func.min(case((soon, FirmFigure.as_at)))).label("before_on"),
        )
        .join(FirmFigure, and_(FirmFigure.supplier_id == firsts.c.supplier_id, given))
        .group_by(firsts.c.supplier_id, first_on)
        .subquery()
    )
    before_on = befores.c.before_on
    start = case((before_on > befores.c.first_on, before_on), else_=befores.c.first_on)
    afters = (
        select(befores.c.supplier_id, before_on, func.max(FirmFigure.as_at).label("after_on"))
        .join(
            FirmFigure,
            and_(
                FirmFigure.supplier_id == befores.c.supplier_id,
                given,
                FirmFigure.as_at >= half_a_year_after(start),
            ),
        )
        .group_by(befores.c.supplier_id, before_on)
        .subquery()
    )
    before, after = aliased(FirmFigure), aliased(FirmFigure)
    firm = afters.c.supplier_id
    return (
        select(
            firm,
            getattr(before, column.key).label("before"),
            getattr(after, column.key).label("after"),
        )
        .join(before, and_(before.supplier_id == firm, before.as_at == afters.c.before_on))
        .join(after, and_(after.supplier_id == firm, after.as_at == afters.c.after_on))
        .subquery()
    )


def _introduced(period: Period) -> Subquery:
    shared, frozen = Shortlist.shared_at, Shortlist.frozen_at
    is_shared_first = or_(frozen.is_(None), shared < frozen)
    came = case((and_(shared.is_not(None), is_shared_first), shared), else_=frozen)
    since, until = (datetime.combine(day, time(), UTC) for day in (period.since, period.until))
    return (
        select(ShortlistEntry.supplier_id, func.count().label("times"))
        .join(Shortlist, ShortlistEntry.shortlist_id == Shortlist.id)
        .where(ShortlistEntry.supplier_id.is_not(None), came >= since, came < until + timedelta(days=1))
        .group_by(ShortlistEntry.supplier_id)
        .subquery()
    )


def _won(period: Period) -> Subquery:
    return (
        select(
            EndingAward.supplier_id,
            func.count().label("awards"),
            case((func.count(EndingAward.value) > 0, 1), else_=0).label("valued"),
            func.sum(EndingAward.value).label("value"),
        )
        .where(
            EndingAward.supplier_id.is_not(None),
            EndingAward.awarded_on.between(period.since, period.until),
        )
        .group_by(EndingAward.supplier_id)
        .subquery()
    )
