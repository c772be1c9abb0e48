"""Telling the owners of records that they are one now, or two again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership, User
from hub.mail.queueing import queue_mail
from hub.suppliers.models import Supplier


def tell_owners(session: Session, mail: str, kept: Supplier, merged: Supplier) -> None:
    """A mail to everybody who owns one of the records at this moment; each person gets one."""
    organisations = [each.organisation_id for each in (kept, merged) if each.organisation_id]
    owning = select(Membership.user_id).where(
        Membership.organisation_id.in_(organisations), Membership.role == "owner"
    )
    owners = select(User).where(User.id.in_(owning), User.active).order_by(User.id)
    for user in session.scalars(owners):
        queue_mail(
            session,
            user.email,
            mail,
            person=user.name,
            kept=kept.name,
            merged=merged.name,
            supplier_id=kept.public_id,
        )
