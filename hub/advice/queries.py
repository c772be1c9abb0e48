"""What waits for an adviser."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub.suppliers.models import Removal

SHOWN = 100
"""Requests on one page; deciding the first makes room for the next."""


def list_open_removals(session: Session) -> Sequence[Removal]:
    """Requests to remove a record that nobody has decided, the longest waiting first."""
    waiting = select(Removal).where(Removal.state == "asked").options(joinedload(Removal.supplier))
    return session.scalars(waiting.order_by(Removal.asked_at, Removal.id).limit(SHOWN)).all()


def find_removal(session: Session, public_id: str) -> Removal | None:
    """A request, its row locked until it is decided: two advisers at once decide it once."""
    chosen = select(Removal).where(Removal.public_id == public_id).with_for_update()
    return session.scalars(chosen).one_or_none()
