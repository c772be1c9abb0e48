"""The daily look through the register, some suppliers at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hub.audit.collecting import note_fact, note_subject
from hub.suppliers.models import SHOWN_STATES, Supplier
from hub.upkeep.marking import mark
from hub.upkeep.models import Concern
from hub.upkeep.nudging import nudge

CHUNK = 1000
"""Suppliers that are looked at in one transaction."""


@dataclass(slots=True)
class Looked:
    """What a look through some suppliers found: counts, and the number to go on after."""

    last: int = 0
    suppliers: int = 0
    begun: int = 0
    ended: int = 0
    nudged: int = 0

    @property
    def changed(self) -> bool:
        return bool(self.begun or self.ended or self.nudged)

    def add(self, other: Looked) -> None:
        self.last = other.last
        self.suppliers += other.suppliers
        self.begun += other.begun
        self.ended += other.ended
        self.nudged += other.nudged


def look_through(session: Session, after: int, today: date, now: datetime, *, nudges: bool = True) -> Looked:
    """Look at the next suppliers after a row's number: mark what needs a look, and write to owners.

    One event tells of it where anything differs. Suppliers that are shown no more lose their marks.
    """
    marked_before = select(Concern.supplier_id).where(Concern.ended_on.is_(None))
    due = or_(Supplier.state.in_(SHOWN_STATES), Supplier.id.in_(marked_before))
    chosen = select(Supplier).where(Supplier.id > after, due).order_by(Supplier.id).limit(CHUNK)
    # None of them is erased before this is committed.
    suppliers = session.scalars(chosen.with_for_update(read=True, key_share=True, of=Supplier)).all()
    if not suppliers:
        return Looked(last=after)
    marked = mark(session, suppliers, today)
    nudged = nudge(session, suppliers, now) if nudges else set()
    looked = Looked(suppliers[-1].id, len(suppliers), marked.begun, marked.ended, len(nudged))
    if looked.changed:
        note_fact(session, begun=looked.begun, ended=looked.ended, nudged=looked.nudged)
        for public_id in sorted(marked.suppliers | nudged):
            note_subject(session, "supplier", public_id)
    return looked
