"""Logging a contact with a firm, correcting an entry and striking one out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.contacts.models import FirmContact
from hub.database import utc_now


class StruckError(ValueError):
    """The entry was struck out before. The message says so."""


@dataclass(frozen=True, slots=True)
class Told:
    """A contact as an adviser tells it; `quarters` of an hour."""

    day: date
    channel: str
    intensity: str
    quarters: int
    about: str
    next_step: str
    next_on: date | None
    form_key: str


def note_contact(
    session: Session, supplier_id: int, actor: Actor, told: Told, first_id: int | None = None
) -> FirmContact:
    """Log a contact. Raises IntegrityError where the form was used meanwhile."""
    contact = FirmContact(supplier_id=supplier_id, by_id=actor.user_id, first_id=first_id, **asdict(told))
    session.add(contact)
    session.flush()
    return contact


def correct_contact(
    session: Session, wrong: FirmContact, actor: Actor, told: Told, reason: str
) -> FirmContact:
    """Strike the entry out and put another in its place. The caller holds its row.

    Raises StruckError, and IntegrityError where the form was used meanwhile.
    """
    strike_contact(wrong, actor, reason)
    right = note_contact(session, wrong.supplier_id, actor, told, wrong.first_id or wrong.id)
    wrong.replaced_by_id = right.id
    return right


def strike_contact(contact: FirmContact, actor: Actor, reason: str) -> None:
    """Strike the entry out: it counts no more. The caller holds its row. Raises StruckError."""
    if contact.struck_at is not None:
        raise StruckError("This entry was struck out already, by you or by a colleague")
    contact.struck_at = utc_now()
    contact.struck_by_id = actor.user_id
    contact.struck_reason = reason
