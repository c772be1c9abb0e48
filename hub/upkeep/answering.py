"""What people say of a profile: an adviser what the company register answers, the firm that it is right."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from hub.suppliers.models import GONE_STATUSES, Supplier
from hub.suppliers.naming import name_key
from hub.upkeep.marking import mark


class NewerAnswerError(ValueError):
    """A later answer of the company register is held; the message says of which day."""


def record_check(
    session: Session,
    supplier: Supplier,
    *,
    status: str,
    name: str,
    dissolved_on: date | None,
    checked_on: date | None,
    today: date,
) -> None:
    """An adviser's answer, in the place of the one held. An empty name says that it is the name held.

    Without ``checked_on`` the adviser looked today. Raises NewerAnswerError.
    """
    checked_on = checked_on or today
    if supplier.register_checked_on is not None and supplier.register_checked_on > checked_on:
        raise NewerAnswerError
    supplier.register_status = status
    supplier.register_name = name
    supplier.register_renamed = bool(name) and name_key(name) != supplier.name_key
    supplier.dissolved_on = dissolved_on if status in GONE_STATUSES else None
    supplier.register_checked_on, supplier.register_source = checked_on, "adviser"
    session.flush()
    mark(session, [supplier], today)


def confirm_profile(session: Session, supplier: Supplier, today: date) -> None:
    """The firm says that its profile is still right as it stands."""
    supplier.confirmed_on = today
    session.flush()
    mark(session, [supplier], today)
