"""People to sign in as. Every test makes its own."""

from __future__ import annotations

from itertools import count
from uuid import uuid4

from flask_security.utils import hash_password
from sqlalchemy.orm import Session

from hub.accounts.models import Membership, Organisation, User
from hub.database import utc_now

PASSWORD = "seven wet otters sing"
_numbers = count(1)


def make_user(session: Session, name: str = "Sam Okafor") -> User:
    """A person who belongs to nothing yet."""
    user = User(
        email=f"person{next(_numbers)}@mail.example",
        name=name,
        password=hash_password(PASSWORD),
        fs_uniquifier=uuid4().hex,
    )
    session.add(user)
    return user


def make_organisation(session: Session, kind: str, name: str = "", *, confirmed: bool = True) -> Organisation:
    organisation = Organisation(
        kind=kind,
        name=name or f"Organisation {next(_numbers)}",
        confirmed_at=utc_now() if confirmed else None,
    )
    session.add(organisation)
    return organisation


def make_member(
    session: Session,
    kind: str,
    *,
    role: str = "owner",
    organisation: Organisation | None = None,
    confirmed: bool = True,
) -> User:
    """A person in an organisation of `kind` (supplier, buyer, hub), committed and ready to sign in."""
    user = make_user(session)
    organisation = organisation or make_organisation(session, kind, confirmed=confirmed)
    role = "adviser" if kind == "hub" and role == "owner" else role
    session.add(Membership(user=user, organisation=organisation, role=role))
    session.commit()
    return user
