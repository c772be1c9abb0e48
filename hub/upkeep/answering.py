"""What people say of a profile: an adviser what the company register answers, the firm that it is right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.suppliers.models import GONE_STATUSES, SHOWN_STATES, Supplier
from hub.suppliers.naming import name_key
from hub.upkeep.marking import mark
from hub.upkeep.statuses import Check


class NewerAnswerError(ValueError):
    """A later answer of the company register is held."""


def record_check(session: Session, supplier: Supplier, check: Check, today: date) -> int:
    """Put an adviser's answer in the place of the one held, for every record of the company that is shown.

    Returns how many other records with its number there are. Raises NewerAnswerError where a later answer
    is held of this one.
    """
    if not _is_newest(supplier, check):
        raise NewerAnswerError
    others = [each for each in _same_company(session, supplier) if _is_newest(each, check)]
    for each in (supplier, *others):
        _answer(each, check)
    session.flush()
    mark(session, [supplier, *others], today)
    return len(others)


def _is_newest(supplier: Supplier, check: Check) -> bool:
    return supplier.register_checked_on is None or supplier.register_checked_on <= check.checked_on


def _same_company(session: Session, supplier: Supplier) -> Sequence[Supplier]:
    """The other records with its number, such as one that published awards made."""
    if not supplier.company_number:
        return ()
    same = select(Supplier).where(
        Supplier.company_number == supplier.company_number,
        Supplier.id != supplier.id,
        Supplier.state.in_(SHOWN_STATES),
    )
    return session.scalars(same.order_by(Supplier.id)).all()


def _answer(supplier: Supplier, check: Check) -> None:
    supplier.register_status = check.status
    supplier.register_name = check.name
    supplier.register_renamed = bool(check.name) and name_key(check.name) != supplier.name_key
    supplier.dissolved_on = check.dissolved_on if check.status in GONE_STATUSES else None
    supplier.register_checked_on, supplier.register_source = check.checked_on, "adviser"


def confirm_profile(session: Session, supplier: Supplier, today: date) -> None:
    """The firm says that its profile is still right as it stands."""
    supplier.confirmed_on = today
    session.flush()
    mark(session, [supplier], today)
