"""Noticing what changes a supplier's name, numbers or whereabouts, and looking for its double at once.

As the session flushes, like the noting of changed profiles in `hub/matches/cataloguing.py`: whoever
registers, edits, claims or imports through the session need not know of it. Bulk statements call
`look_again`, or leave it to `find-duplicates`.
"""

from __future__ import annotations

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from hub.duplicates.finding import look_again
from hub.duplicates.reading import COMPARED
from hub.suppliers.models import Supplier

WATCHED = (*COMPARED, "state")


def listen_for_suppliers() -> None:
    if not event.contains(Session, "after_flush", _look_at_flushed):
        event.listen(Session, "after_flush", _look_at_flushed)


def _look_at_flushed(session: Session, _context: UOWTransaction) -> None:
    new = [thing for thing in session.new if isinstance(thing, Supplier)]
    changed = [thing for thing in session.dirty if isinstance(thing, Supplier) and _has_moved(thing)]
    ids = {supplier.id for supplier in (*new, *changed)}
    if ids:
        look_again(session, ids)


def _has_moved(supplier: Supplier) -> bool:
    attributes = inspect(supplier).attrs
    return any(attributes[name].history.has_changes() for name in WATCHED)
