"""Recording that a fact was checked, and taking a check back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.clients.models import FactCheck
from hub.database import utc_now
from hub.suppliers.models import Fact


@dataclass(frozen=True, slots=True)
class Checked:
    """What an adviser says of a check."""

    how: str
    checked_on: date
    note: str
    stood: str
    """The fingerprint of the fact that was seen."""
    form_key: str


def record_check(session: Session, fact: Fact, actor: Actor, said: Checked) -> None:
    """Keep a check of the fact as it stood when the adviser saw it. Raises IntegrityError where the form was
    used meanwhile."""
    session.add(
        FactCheck(
            supplier_id=fact.supplier_id,
            fact=fact.name,
            stood=said.stood,
            how=said.how,
            checked_on=said.checked_on,
            note=said.note,
            checked_by_id=actor.user_id,
            form_key=said.form_key,
        )
    )
    session.flush()


def take_back(check: FactCheck, actor: Actor, reason: str) -> None:
    """It counts no more. Taken back once, it stays as it was taken back."""
    if check.taken_back_at is None:
        check.taken_back_at, check.taken_back_by_id = utc_now(), actor.user_id
        check.taken_back_reason = reason
