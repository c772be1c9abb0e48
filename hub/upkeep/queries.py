"""Reads for the upkeep of profiles: what needs a look now, and the adviser's list of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, load_only

from hub.accounts.models import Organisation
from hub.audit.models import Event, EventSubject
from hub.paging import Page, cut_page
from hub.suppliers.models import SHOWN_STATES, Fact, Supplier
from hub.upkeep.models import CONCERN_KINDS, Concern
from hub.upkeep.noticing import NOTICES, Noticed, notice

TOUCHING = ("owner", "editor")
"""What somebody must be to the supplier for a change of theirs to be the firm's own."""
NO_TOUCH = "upkeep.switch_nudges"
"""What they may do without a look at what the profile says."""
FIRMS_A_PAGE = 25


class Listed(NamedTuple):
    """A firm of the adviser's list with what needs a look, the gravest first."""

    supplier: Supplier
    concerns: Sequence[Concern]


def notice_now(session: Session, suppliers: Collection[Supplier], today: date) -> dict[str, list[Noticed]]:
    """What of each needs a look as its profile stands, by public id; nothing for who has nothing.

    Two statements, however many suppliers there are.
    """
    ids = [supplier.id for supplier in suppliers]
    facts = _expiring_facts(session, ids, today + timedelta(days=max(NOTICES)))
    touched = _last_touches(session, ids)
    found = {
        supplier.public_id: notice(supplier, facts[supplier.id], _touched_on(supplier, touched), today)
        for supplier in suppliers
        if supplier.state in SHOWN_STATES
    }
    return {public_id: noticed for public_id, noticed in found.items() if noticed}


def notice_one(session: Session, supplier: Supplier, today: date) -> list[Noticed]:
    """The same of one supplier whose facts are at hand. One statement."""
    touched = _last_touches(session, [supplier.id])
    return notice(supplier, supplier.facts, _touched_on(supplier, touched), today)


def _expiring_facts(session: Session, ids: Collection[int], until: date) -> Mapping[int, list[Any]]:
    columns = (Fact.supplier_id, Fact.name, Fact.value, Fact.expires_on)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(select(*columns).where(Fact.supplier_id.in_(ids), Fact.expires_on <= until)):
        found[row.supplier_id].append(row)
    return found


def _last_touches(session: Session, ids: Collection[int]) -> dict[int, date]:
    """The day on which a firm's own people last changed something of its profile, or took it over."""
    changed = (
        select(func.max(Event.at))
        .join(EventSubject, EventSubject.event_number == Event.number)
        .where(
            EventSubject.kind == "supplier",
            EventSubject.public_id == Supplier.public_id,
            Event.actor_role.in_(TOUCHING),
            Event.action != NO_TOUCH,
        )
        .correlate(Supplier)
        .scalar_subquery()
    )
    joined = select(Supplier.id, Organisation.created_at, changed.label("changed_at")).join(
        Organisation, Supplier.organisation_id == Organisation.id
    )
    rows = session.execute(joined.where(Supplier.id.in_(ids), Supplier.state == "claimed"))
    return {row.id: max(row.created_at, row.changed_at or row.created_at).date() for row in rows}


def _touched_on(supplier: Supplier, touched: Mapping[int, date]) -> date | None:
    """A firm that has not joined has touched nothing."""
    last = touched.get(supplier.id)
    if last is None:
        return None
    return max(last, supplier.confirmed_on or last)


def page_concerns(session: Session, kind: str = "", page: int = 1) -> Page[Listed]:
    """A page of the firms with something that needs a look, by name; with `kind` only those with that.

    Three statements.
    """
    lasts = [Concern.ended_on.is_(None), *([Concern.kind == kind] if kind else [])]
    total = session.scalar(select(func.count(Concern.supplier_id.distinct())).where(*lasts)) or 0
    firms = (
        select(Supplier)
        .where(Supplier.id.in_(select(Concern.supplier_id).where(*lasts)))
        .order_by(Supplier.name_key, Supplier.id)
        .options(load_only(Supplier.public_id, Supplier.name, Supplier.state))
    )
    found: Page[Supplier] = cut_page(session, firms, page, FIRMS_A_PAGE, total=total)
    of: dict[int, list[Concern]] = defaultdict(list)
    ids = [supplier.id for supplier in found.rows]
    lasting = select(Concern).where(Concern.supplier_id.in_(ids), Concern.ended_on.is_(None))
    for concern in session.scalars(lasting.order_by(Concern.day, Concern.about)):
        of[concern.supplier_id].append(concern)
    rows = [Listed(each, sorted(of[each.id], key=_gravity)) for each in found.rows]
    return Page(rows, found.total, found.number, found.pages)


def _gravity(concern: Concern) -> int:
    return CONCERN_KINDS.index(concern.kind)


def count_concerns(session: Session) -> dict[str, int]:
    """How many firms have a concern of each kind. One statement."""
    firms = func.count(Concern.supplier_id.distinct())
    counted = select(Concern.kind, firms).where(Concern.ended_on.is_(None)).group_by(Concern.kind)
    return {row[0]: row[1] for row in session.execute(counted)}
