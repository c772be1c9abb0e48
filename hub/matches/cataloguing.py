"""Noting which profiles and other words changed, in the transaction that changes them.

Every index, in every process, asks one question before it searches: what changed after my version? The
version's row is locked by whoever raises it, so versions follow the order of commits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import delete, event, insert, select, text, update
from sqlalchemy.orm import Session, UOWTransaction

from hub.categories.models import Category
from hub.database import in_batches
from hub.matches.models import CatalogueChange, CatalogueVersion
from hub.suppliers.models import Capability, Contract, Fact, Supplier
from hub.synonyms.models import Synonym

FIRST_VERSION = text("INSERT INTO catalogue_version (id, number) VALUES (1, 0) ON CONFLICT (id) DO NOTHING")
PARTS = (Capability, Contract, Fact)


def note_changes(session: Session, suppliers: Collection[str]) -> int:
    """Raise the catalogue version and note the suppliers, by public id, that changed. Returns the version."""
    raised = update(CatalogueVersion).values(number=CatalogueVersion.number + 1)
    number = session.execute(raised.returning(CatalogueVersion.number)).scalar_one_or_none()
    if number is None:
        # Two first writers must not make two rows: the second waits here for the first, then raises its row.
        session.execute(FIRST_VERSION)
        number = session.execute(raised.returning(CatalogueVersion.number)).scalar_one()
    for batch in in_batches(sorted(suppliers)):
        session.execute(delete(CatalogueChange).where(CatalogueChange.supplier.in_(batch)))
        session.execute(insert(CatalogueChange), [{"supplier": one, "version": number} for one in batch])
    return number


def listen_for_changes() -> None:
    """Note what a session flushes of profiles, other words and categories. Bulk ones call `note_changes`."""
    if not event.contains(Session, "after_flush", _note_flushed):
        event.listen(Session, "after_flush", _note_flushed)


def _note_flushed(session: Session, _context: UOWTransaction) -> None:
    touched: set[str] = set()
    owners: set[int] = set()
    other_words = False  # or categories
    for thing in _touched_things(session):
        if isinstance(thing, Supplier):
            touched.add(thing.public_id)
        elif isinstance(thing, (Synonym, Category)):
            other_words = True
        else:
            owners.add(thing.supplier_id)
    for batch in in_batches(sorted(owners)):
        touched.update(session.scalars(select(Supplier.public_id).where(Supplier.id.in_(batch))))
    if touched or other_words:
        note_changes(session, touched)


def _touched_things(session: Session) -> Iterable[Any]:
    changed = (thing for thing in session.dirty if session.is_modified(thing))
    for thing in (*session.new, *changed, *session.deleted):
        if isinstance(thing, (Supplier, Synonym, Category, *PARTS)):
            yield thing
