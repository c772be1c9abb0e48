"""Removing an unclaimed record: anybody asks, an adviser decides, and no import brings it back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.database import utc_now
from hub.suppliers.models import Removal, Supplier
from hub.suppliers.queries import find_open_removal


class RemovalError(ValueError):
    """A removal that cannot be decided; the message says why and what to do instead."""


def ask_removal(session: Session, supplier: Supplier, *, reason: str, email: str) -> tuple[Removal, bool]:
    """The open request for this record, and whether it is new: while one is open, another changes nothing.

    The record's row is locked, so that two requests at once are one.
    """
    session.execute(select(Supplier.id).where(Supplier.id == supplier.id).with_for_update())
    removal = find_open_removal(session, supplier)
    if removal is not None:
        return removal, False
    removal = Removal(
        supplier=supplier,
        supplier_name=supplier.name,
        name_key=supplier.name_key,
        state="asked",
        reason=reason,
        email=email,
    )
    session.add(removal)
    return removal, True


def decide_removal(
    session: Session, removal: Removal, adviser: Actor, *, remove: bool, merged: Sequence[Supplier] = ()
) -> Removal:
    """Remove the record with its contracts, or keep it; either way forget who asked and why.

    The records `merged` into it go with it, and no import brings their names back either.
    A removed name stays in `Removal.name_key`, so that a later import leaves it out. Raises RemovalError
    where the request was decided already, or where a firm has claimed the record since.
    """
    if removal.state != "asked":
        raise RemovalError("This request was decided already. Reload the page to see how.")
    if remove and removal.supplier is not None:
        if removal.supplier.state != "unclaimed":
            raise RemovalError("A firm has claimed this record since. Decline the request and tell the firm.")
        for each in merged:
            session.add(_removed(each, adviser))
            session.delete(each)
        session.delete(removal.supplier)
        removal.supplier = None
    removal.state = "removed" if remove else "declined"
    removal.email = removal.reason = ""
    removal.decided_at = utc_now()
    removal.decided_by_id = adviser.user_id
    return removal


def _removed(supplier: Supplier, adviser: Actor) -> Removal:
    """A name that is never imported again, though nobody asked for it by that name."""
    return Removal(
        supplier_name=supplier.name,
        name_key=supplier.name_key,
        state="removed",
        decided_at=utc_now(),
        decided_by_id=adviser.user_id,
    )
