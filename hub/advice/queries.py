"""What waits for an adviser."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub.accounts.actors import Actor
from hub.suppliers.claim_queries import list_open_claims
from hub.suppliers.models import Claim, Removal

SHOWN = 25
"""Of each kind on the page; deciding the first makes room for the next, and Today lists them all."""


def list_open_removals(session: Session) -> Sequence[Removal]:
    """Requests to remove a record that nobody has decided, the longest waiting first."""
    waiting = select(Removal).where(Removal.state == "asked").options(joinedload(Removal.supplier))
    return session.scalars(waiting.order_by(Removal.asked_at, Removal.id).limit(SHOWN)).all()


def find_removal(session: Session, public_id: str) -> Removal | None:
    """A request, its row locked until it is decided: two advisers at once decide it once."""
    chosen = select(Removal).where(Removal.public_id == public_id).with_for_update()
    return session.scalars(chosen).one_or_none()


def group_open_claims(session: Session, actor: Actor) -> list[list[Claim]]:
    """Claims that nobody has decided, those on one record together; the longest waiting record first."""
    records: dict[int, list[Claim]] = {}
    for claim in list_open_claims(session, actor, SHOWN):
        records.setdefault(claim.supplier_id or -claim.id, []).append(claim)
    return list(records.values())


def find_removal_of(session: Session, supplier_id: int | None) -> Removal | None:
    """The open request to remove this record, for whoever decides a claim on it."""
    asked = select(Removal).where(Removal.supplier_id == supplier_id, Removal.state == "asked")
    return session.scalars(asked.order_by(Removal.id)).first()
