"""Reads of what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from hub.audit.models import Event, EventSubject, Look
from hub.paging import Page, cut_page
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist
from hub.suppliers.models import Supplier

PAGE = 50


def page_events(session: Session, kind: str, public_id: str, page: int = 1) -> Page[Event]:
    """One page of the history of a thing that the caller may see, the latest first. Two statements."""
    chosen = select(Event).join(EventSubject, EventSubject.event_number == Event.number)
    about = chosen.where(EventSubject.kind == kind, EventSubject.public_id == public_id)
    return cut_page(session, about.order_by(Event.number.desc()), page, PAGE)


def page_events_about(session: Session, kind: str, page: int = 1) -> Page[tuple[Event, str]]:
    """The same of all things of a kind, each event with the public id of its thing. Two statements."""
    columns: tuple[Any, ...] = (Event, EventSubject.public_id)
    chosen = select(*columns).join(EventSubject, EventSubject.event_number == Event.number)
    about = chosen.where(EventSubject.kind == kind)
    return cut_page(session, about.order_by(Event.number.desc(), EventSubject.public_id), page, PAGE)


@dataclass(frozen=True, slots=True)
class Looked:
    """The latest looks at a thing, and how many there were in all."""

    looks: Sequence[Look]
    total: int


def list_looks_at_requirement(session: Session, requirement: Requirement) -> Looked:
    """Who of the hub looked at the requirement, its ranking or its shared shortlists, the latest first."""
    shortlists = select(Shortlist.public_id).where(Shortlist.requirement_id == requirement.id)
    return _list_looks(
        session,
        or_(
            and_(Look.kind == "requirement", Look.public_id == requirement.public_id),
            and_(Look.kind == "shortlist", Look.public_id.in_(shortlists)),
        ),
    )


def list_looks_at_supplier(session: Session, supplier: Supplier) -> Looked:
    """Who of the hub looked at what of the supplier isn't public, the latest first."""
    own = and_(Look.public_id == supplier.public_id, Look.organisation_id == supplier.organisation_id)
    return _list_looks(session, own)


def _list_looks(session: Session, chosen: ColumnElement[bool]) -> Looked:
    total = session.scalar(select(func.count()).select_from(Look).where(chosen)) or 0
    latest = select(Look).where(chosen).order_by(Look.id.desc()).limit(PAGE)
    return Looked(session.scalars(latest).all(), total)
