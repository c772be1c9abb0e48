"""New passwords and new addresses, and what they end."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from hub.accounts.entering import end_sign_ins
from hub.accounts.models import SignIn, User
from hub.database import utc_now


def renew_password(session: Session, user: User, password_hash: str, *, but: SignIn | None = None) -> User:
    """Set it, and end every sign-in (`but` one) and every mailed link that the old one opened."""
    user.password, user.fs_uniquifier = password_hash, uuid.uuid4().hex
    end_sign_ins(session, user, but=but)
    return user


def take_over(session: Session, user: User, password_hash: str) -> User:
    """Set the password of who has shown that mail to the address reaches them.

    That confirms the account, whoever opened it: nobody keeps an address that is not theirs.
    """
    confirm_address(user)
    return renew_password(session, user, password_hash)


def confirm_address(user: User) -> None:
    """Mail reaches the person. The day of the first confirmation stands."""
    user.confirmed_at = user.confirmed_at or utc_now()


def change_address(session: Session, user: User, email: str) -> User:
    """The person signs in with `email`, which mail reached them by. Raises IntegrityError for one in use."""
    user.email = email
    session.flush()
    return user
