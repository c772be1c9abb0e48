"""Reads of what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.audit.models import Event, EventSubject

PAGE = 50


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events of one thing, the latest first. Pages count from 1; no events are one empty page."""

    events: Sequence[Event]
    total: int
    number: int
    pages: int


def page_events(session: Session, kind: str, public_id: str, page: int = 1) -> EventPage:
    """One page of the history of a thing that the caller may see. Two statements."""
    about = (EventSubject.kind == kind, EventSubject.public_id == public_id)
    total = session.scalar(select(func.count()).select_from(EventSubject).where(*about)) or 0
    pages = max(1, ceil(total / PAGE))
    number = min(max(1, page), pages)
    chosen = select(Event).join(EventSubject, EventSubject.event_number == Event.number).where(*about)
    chosen = chosen.order_by(Event.number.desc()).limit(PAGE).offset((number - 1) * PAGE)
    return EventPage(session.scalars(chosen).all(), total, number, pages)
