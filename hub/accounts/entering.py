"""Signing in opens a row, whose key the browser's cookie holds. Ending the row ends the sign-in at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from hub.accounts.keys import hash_key, new_key
from hub.accounts.models import SignIn, User
from hub.accounts.queries import list_open_sign_ins
from hub.database import utc_now

LONGEST = timedelta(hours=12)
IDLE = timedelta(hours=2)
STAFF_IDLE = timedelta(minutes=30)
"""How long a browser may rest before the person has to sign in again."""


def open_sign_in(session: Session, user: User, browser: str, now: datetime) -> tuple[SignIn, str]:
    """A new sign-in of `user`, and the key that its browser is to keep."""
    key = new_key()
    sign_in = SignIn(user=user, key_hash=hash_key(key), browser=browser[:200], started_at=now)
    session.add(sign_in)
    return sign_in, key


def renew_key(sign_in: SignIn) -> str:
    """A new key for the same sign-in: the old one is worth nothing from the commit on."""
    key = new_key()
    sign_in.key_hash = hash_key(key)
    return key


def end_sign_ins(session: Session, user: User, *, but: SignIn | None = None) -> int:
    """End every open sign-in of `user`, `but` one. Returns how many were ended."""
    ended = [each for each in list_open_sign_ins(session, user) if but is None or each.id != but.id]
    for sign_in in ended:
        end_sign_in(sign_in)
    return len(ended)


def end_sign_in(sign_in: SignIn) -> None:
    sign_in.ended_at = sign_in.ended_at or utc_now()


def is_open(sign_in: SignIn, last_used: datetime, now: datetime) -> bool:
    """Whether it still counts: not ended, its person not disabled, not too old, not left alone too long."""
    user = sign_in.user
    if sign_in.ended_at is not None or not user.active or now - sign_in.started_at >= LONGEST:
        return False
    return now - last_used < idle_limit(user)


def idle_limit(user: User) -> timedelta:
    staff = any(membership.organisation.kind == "hub" for membership in user.memberships)
    return STAFF_IDLE if staff else IDLE
