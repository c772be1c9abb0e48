"""People to sign in as. Every test makes its own."""

from __future__ import annotations

from itertools import count
from uuid import uuid4

from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy.orm import Session

from hub.accounts.models import Membership, Organisation, User
from hub.accounts.second_factor import WINDOW, new_secret, turn_on
from hub.database import open_session, utc_now

PASSWORD = "seven wet otters sing"
CHEAP = {
    "HUB_PACE": 0,
    "SECURITY_PASSWORD_HASH": "plaintext",
    "SECURITY_PASSWORD_SCHEMES": ["plaintext"],
    "SECURITY_PASSWORD_SINGLE_HASH": {"plaintext"},
}
"""Settings under which signing in costs a test nothing."""
_numbers = count(1)


def make_user(session: Session, name: str = "Sam Okafor") -> User:
    """A person who belongs to nothing yet."""
    user = User(
        email=f"person{next(_numbers)}@mail.example",
        name=name,
        password=hash_password(PASSWORD),
        fs_uniquifier=uuid4().hex,
        confirmed_at=utc_now(),
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


def give_second_factor(session: Session, user: User) -> list[str]:
    """Turn the person's second factor on; the caller commits. Returns the recovery codes."""
    return turn_on(session, user, new_secret())


def next_code(app: Flask, user: User) -> str:
    """A code that the person's app shows about now and that was not used yet."""
    with app.app_context(), open_session(writes=False) as session:
        kept = session.get_one(User, user.id)
        codes = app.extensions["security"].totp_factory._totp.from_source(kept.tf_totp_secret)
        now = int(utc_now().timestamp())
        steps = [moment // WINDOW for moment in (now - WINDOW, now, now + WINDOW)]
        step = next(each for each in steps if each > (kept.tf_last_step or 0))
        return str(codes.generate(time=step * WINDOW).token)
