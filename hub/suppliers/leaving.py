"""A supplier leaves: its owner withdraws the profile, and may show it again."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership
from hub.suppliers.models import Contract, Supplier


class LeaveError(ValueError):
    """A profile that its owner cannot withdraw or show; the message says what to do instead."""


def withdraw_profile(supplier: Supplier) -> None:
    """No search finds it from the next one on, and its page is for its members and the hub's advisers.

    Raises LeaveError for a profile that the hub has suspended: it is out of sight already.
    """
    if supplier.state == "suspended":
        raise LeaveError("The hub has suspended this profile. Ask its advisers about it")
    supplier.state = "withdrawn"


def show_again(supplier: Supplier) -> None:
    """Raises LeaveError for a profile that the hub has suspended: its owner cannot undo that."""
    if supplier.state == "suspended":
        raise LeaveError("The hub has suspended this profile. Ask its advisers to show it again")
    supplier.state = "claimed"


CHANGES: dict[str, Callable[[Supplier], None]] = {"withdraw": withdraw_profile, "show": show_again}


def count_awards(session: Session, supplier: Supplier) -> int:
    """Published awards, which stay under the firm's name when its record is deleted."""
    published = select(func.count(Contract.id)).where(
        Contract.supplier_id == supplier.id, Contract.source != "own"
    )
    return session.scalar(published) or 0


def count_members(session: Session, supplier: Supplier) -> int:
    """The people of the firm, who all lose it when its record is deleted."""
    of_firm = Membership.organisation_id == supplier.organisation_id
    return session.scalar(select(func.count(Membership.id)).where(of_firm)) or 0
