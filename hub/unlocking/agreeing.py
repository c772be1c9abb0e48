"""Agreeing with a firm what it gains by when, and saying what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.database import utc_now
from hub.suppliers.models import Supplier
from hub.unlocking.models import PlannedAction, Unlock
from hub.unlocking.wording import tell_brought


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed of it."""

    due_on: date
    steps: str
    checker: str
    form_key: str


def agree(session: Session, supplier: Supplier, unlock: Unlock, actor: Actor, terms: Terms) -> PlannedAction:
    """Put an action into the firm's plan. Raises IntegrityError where the form was used meanwhile."""
    planned = PlannedAction(
        supplier_id=supplier.id,
        fact=unlock.fact,
        value=unlock.value,
        told=tell_brought(unlock.public, unlock.private_from),
        steps=terms.steps,
        checker=terms.checker,
        due_on=terms.due_on,
        agreed_by_id=actor.user_id,
        form_key=terms.form_key,
    )
    session.add(planned)
    session.flush()
    return planned


def settle(planned: PlannedAction, actor: Actor, state: str) -> None:
    """Say that it is done or dropped, or open again."""
    if planned.state == state:
        return
    is_over = state != "open"
    planned.state = state
    planned.settled_by_id = actor.user_id if is_over else None
    planned.settled_at = utc_now() if is_over else None
