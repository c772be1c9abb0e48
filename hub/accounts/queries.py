"""Reads of people and organisations."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from hub.accounts.models import Membership, Organisation, User


def find_user(session: Session, email: str) -> User | None:
    return session.scalars(select(User).where(User.email == email)).one_or_none()


def find_membership(session: Session, user: User, organisation: Organisation) -> Membership | None:
    if user.id is None or organisation.id is None:
        return None
    chosen = select(Membership).where(
        Membership.user_id == user.id, Membership.organisation_id == organisation.id
    )
    return session.scalars(chosen).one_or_none()


def find_own_buyer(session: Session, user: User) -> Organisation | None:
    """The buying organisation that this person belongs to, the first one where there are several."""
    chosen = (
        select(Organisation)
        .join(Membership)
        .where(Membership.user_id == user.id, Organisation.kind == "buyer")
        .order_by(Organisation.id)
    )
    return session.scalars(chosen).first()


def hold_standing(session: Session, organisation_id: int) -> Organisation | None:
    """An organisation that has not been merged into another, and will not be until the transaction ends."""
    chosen = select(Organisation).where(Organisation.id == organisation_id, Organisation.merged_at.is_(None))
    held = chosen.with_for_update(read=True).execution_options(populate_existing=True)
    return session.scalars(held).one_or_none()


def find_organisations(session: Session, kind: str, name: str) -> Sequence[Organisation]:
    """Organisations of a kind with this name or this public id; names need not be unique.

    One that was merged into another is none any more.
    """
    chosen = select(Organisation).where(
        Organisation.kind == kind,
        Organisation.merged_at.is_(None),
        or_(Organisation.name == name, Organisation.public_id == name),
    )
    return session.scalars(chosen.order_by(Organisation.id)).all()


def find_hub(session: Session) -> Organisation | None:
    return session.scalars(select(Organisation).where(Organisation.kind == "hub")).first()


def find_buyer(session: Session, public_id: str) -> Organisation | None:
    """A buying organisation by its id, for the advisers who confirm it."""
    chosen = select(Organisation).where(
        Organisation.kind == "buyer", Organisation.public_id == public_id, Organisation.merged_at.is_(None)
    )
    return session.scalars(chosen).one_or_none()


def list_unconfirmed_buyers(session: Session, limit: int = 100) -> Sequence[Organisation]:
    """Buying organisations that wait for the hub, longest first, with their members."""
    chosen = (
        select(Organisation)
        .where(
            Organisation.kind == "buyer",
            Organisation.confirmed_at.is_(None),
            Organisation.merged_at.is_(None),
        )
        .options(selectinload(Organisation.memberships).joinedload(Membership.user))
        .order_by(Organisation.created_at, Organisation.id)
        .limit(limit)
    )
    return session.scalars(chosen).all()
