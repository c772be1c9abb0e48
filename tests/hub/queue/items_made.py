"""Queue items to act on. What brings one is in each test."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.queue.models import QueueItem
from hub.suppliers.models import Supplier
from tests.hub.suppliers.suppliers_made import make_supplier


def items(session: Session, kind: str, state: str = "open") -> Sequence[QueueItem]:
    """Items of a kind, as they are now. Commits: whoever asks may write next."""
    chosen = select(QueueItem).where(QueueItem.kind == kind, QueueItem.state == state)
    ordered = chosen.order_by(QueueItem.id)
    found = session.scalars(ordered, execution_options={"populate_existing": True}).all()
    session.commit()
    return found


def make_item(session: Session, name: str = "Kestrel Drains Ltd") -> QueueItem:
    """A new firm's item, committed; beside it noise of another kind."""
    make_supplier(session, f"Noise beside {name}", state="unclaimed")
    supplier: Supplier = make_supplier(session, name)
    session.commit()
    chosen = select(QueueItem).where(QueueItem.supplier_id == supplier.id, QueueItem.kind == "profile")
    item = session.scalars(chosen).one()
    session.commit()
    return item
