"""Reads of people and organisations."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.accounts.actors import Actor
from hub.accounts.models import Membership, Organisation, SignIn, User
from hub.scoping import own

SIGN_IN = (
    select(SignIn)
    .where(SignIn.key_hash == bindparam("key_hash"))
    .options(joinedload(SignIn.user, innerjoin=True).joinedload(User.memberships))
)
"""Of every request by somebody signed in, and so written once."""


def find_user(session: Session, email: str) -> User | None:
    return session.scalars(select(User).where(User.email == email)).one_or_none()


def find_person(session: Session, public_id: str) -> User | None:
    return session.scalars(select(User).where(User.public_id == public_id)).one_or_none()


def lock_person(session: Session, **by: object) -> User | None:
    """The person as they stand now, theirs alone to change until the transaction ends. `by` is a column."""
    chosen = select(User).filter_by(**by).with_for_update()
    return session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()


def find_sign_in(session: Session, key_hash: str) -> SignIn | None:
    """A sign-in with its person and where they are members, in one statement."""
    return session.scalars(SIGN_IN, {"key_hash": key_hash}).unique().one_or_none()


def find_own_sign_in(session: Session, actor: Actor, public_id: str) -> SignIn | None:
    chosen = select(SignIn).where(own(actor, SignIn), SignIn.public_id == public_id)
    return session.scalars(chosen).one_or_none()


def list_open_sign_ins(session: Session, user: User) -> Sequence[SignIn]:
    """Where a person is signed in, the latest first. Some may have run out of time."""
    chosen = select(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    return session.scalars(chosen.order_by(SignIn.started_at.desc(), SignIn.id.desc())).all()


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


def list_unconfirmed_buyers(session: Session, limit: int) -> Sequence[Organisation]:
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
