"""Putting on record that a report was taken as a file, and reading which were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hub.audit.collecting import note_fact, note_subject
from hub.audit.models import Event, EventSubject
from hub.paging import Page, cut_page
from hub.reports.periods import Period, read_period

SUBJECT = ("report", "funders")
A_PAGE = 20
LOOKED_THROUGH = 500
"""Files back that are held against another period."""


@dataclass(frozen=True, slots=True)
class Taken:
    at: datetime
    period: Period
    form: str


def note_taken(session: Session, period: Period, form: str, digest: str) -> None:
    """The event says of which period, in which format, and the file's SHA-256; who, it says by itself."""
    note_subject(session, *SUBJECT)
    note_fact(session, report=period.code, form=form, sha256=digest)


def page_taken(session: Session, page: int) -> Page[Event]:
    """The events of files that were taken, the latest first. Two statements."""
    return cut_page(session, _taken(), page, A_PAGE)


def tell_taken(event: Event) -> Taken:
    noted = (event.changes or [{}])[0]["noted"]
    return Taken(event.at, read_period(noted["report"]), noted["form"])


def list_overlapping(session: Session, period: Period) -> Sequence[Period]:
    """Other periods that share quarters with this one and were taken as files. One statement."""
    events = session.scalars(_taken().limit(LOOKED_THROUGH))
    periods = {tell_taken(each).period for each in events}
    return sorted((each for each in periods if each.overlaps(period)), key=lambda each: each.code)


def _taken() -> Select[Event]:
    kind, public_id = SUBJECT
    about = select(EventSubject.event_number).where(
        EventSubject.public_id == public_id, EventSubject.kind == kind
    )
    return select(Event).where(Event.number.in_(about)).order_by(Event.number.desc())
