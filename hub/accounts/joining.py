"""People join: an account is made, an organisation is registered, a membership ties the two."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.accounts.models import Membership, Organisation, User
from hub.accounts.queries import find_membership, find_own_buyer
from hub.database import utc_now


def create_account(
    session: Session, *, name: str, email: str, password_hash: str, confirmed: bool = False
) -> User:
    """A person who is nobody's member yet, and signs in once the address is confirmed.

    `confirmed` is for who makes accounts for people they know. Raises IntegrityError for an address in use.
    """
    user = User(
        name=name,
        email=email,
        password=password_hash,
        fs_uniquifier=uuid.uuid4().hex,
        confirmed_at=utc_now() if confirmed else None,
    )
    session.add(user)
    session.flush()  # an address in use is told here, where the page can answer it
    return user


def join(session: Session, user: User, organisation: Organisation, role: str) -> Membership:
    """Make `user` a member; whoever is one already keeps the role they have."""
    membership = find_membership(session, user, organisation)
    if membership is None:
        membership = Membership(user=user, organisation=organisation, role=role)
        session.add(membership)
        session.flush()
    return membership


def register_buyer(session: Session, actor: Actor, *, name: str, body: str) -> Organisation:
    """A buying organisation with its first owner. It sees contact details once an adviser has confirmed it.

    A person registers one: the form sent twice finds the organisation that the first one made.
    """
    user = session.scalars(select(User).where(User.id == actor.user_id).with_for_update()).one()
    organisation = find_own_buyer(session, user)
    if organisation is None:
        organisation = Organisation(kind="buyer", name=name, body=body)
        session.add(organisation)
        join(session, user, organisation, "owner")
    return organisation


def open_organisation(session: Session, kind: str, name: str) -> Organisation:
    """An organisation that the hub's operator vouches for: it is confirmed from the start."""
    organisation = Organisation(kind=kind, name=name, confirmed_at=utc_now())
    session.add(organisation)
    session.flush()
    return organisation


def confirm(organisation: Organisation) -> None:
    """The hub knows this organisation. The day of the first confirmation stands."""
    organisation.confirmed_at = organisation.confirmed_at or utc_now()
