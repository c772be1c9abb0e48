"""Finding a firm for its adviser: also suspended and withdrawn ones, by place, and those of one's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from hub.accounts.actors import Actor
from hub.audit.models import Look
from hub.paging import Page, cut_page
from hub.places.models import County, Place
from hub.queue.models import QueueItem
from hub.scoping import seen
from hub.suppliers.company_numbers import read_company_number
from hub.suppliers.finding_by_name import FIRMS_A_PAGE, SEARCH_LENGTH, closeness, named
from hub.suppliers.models import Supplier
from hub.suppliers.naming import name_key
from hub.unlocking.models import PlannedAction

POSTCODE_START = re.compile(r"[A-Z]{1,2}(\d[A-Z0-9]*)?\Z")
"""What a British postcode can start with; without a digit it may be a part of a name as well."""
RECENT = 25
"""Firms last looked at that are offered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What firms are asked for; empty for any. `whose` is `mine` or `recent`."""

    name: str = ""
    place: str = ""
    state: str = ""
    whose: str = ""


def page_firms(session: Session, actor: Actor, asked: Asked, page: int) -> Page[Supplier]:
    """A page of firms: by name, or those last looked at first. As many statements however many there are."""
    found = select(Supplier).where(seen(actor, Supplier))
    order: list[Any] = [Supplier.name_key, Supplier.id]
    key = name_key(asked.name[:SEARCH_LENGTH])
    if key:
        found = found.where(named(key, read_company_number(asked.name[:SEARCH_LENGTH])))
        order.insert(0, closeness(key))
    if asked.place:
        found = found.where(_placed(asked.place[:SEARCH_LENGTH]))
    if asked.state:
        found = found.where(Supplier.state == asked.state)
    if asked.whose == "mine":
        found = found.where(_mine(actor))
    elif asked.whose == "recent":
        recent = _recent(actor).subquery()
        found = found.join(recent, recent.c.public_id == Supplier.public_id)
        order.insert(0, recent.c.last.desc())
    placed = found.options(joinedload(Supplier.place).joinedload(Place.county))
    return cut_page(session, placed.order_by(*order), page, FIRMS_A_PAGE)


def _placed(place: str) -> ColumnElement[bool]:
    """The start of a postcode, or part of the name of a place or a county."""
    counties = select(County.id).where(County.name.icontains(place, autoescape=True))
    called = or_(Place.name.icontains(place, autoescape=True), Place.county_id.in_(counties))
    at = Supplier.place_id.in_(select(Place.id).where(called))
    start = "".join(place.split()).upper()
    if not POSTCODE_START.match(start):
        return at
    squeezed = func.replace(Supplier.postcode, " ", "")
    posted = squeezed.startswith(start, autoescape=True)
    return posted if any(each.isdigit() for each in start) else or_(at, posted)


def _mine(actor: Actor) -> ColumnElement[bool]:
    """Where an item of the queue is the adviser's, or an open action was agreed by them."""
    items = select(QueueItem.supplier_id).where(
        QueueItem.assigned_to_id == actor.user_id,
        QueueItem.state == "open",
        QueueItem.supplier_id.is_not(None),
    )
    agreed = select(PlannedAction.supplier_id).where(
        PlannedAction.agreed_by_id == actor.user_id, PlannedAction.state == "open"
    )
    return or_(Supplier.id.in_(items), Supplier.id.in_(agreed))


def _recent(actor: Actor) -> Any:
    last = func.max(Look.id).label("last")
    looks = select(Look.public_id, last).where(Look.user_id == actor.user_id, Look.kind == "firm")
    return looks.group_by(Look.public_id).order_by(last.desc()).limit(RECENT)
