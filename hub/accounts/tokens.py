"""Tokens in mailed links: signed, for one purpose and a short time, dead once the account has changed.

None is kept. A token carries a fingerprint of the account as it stood when the mail was written: its
address, its password, whether it is confirmed. Using a token changes one of these, so that it works once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from flask import current_app
from itsdangerous import BadData

from hub.accounts.models import User

Purpose = Literal["confirm", "reset", "change_email"]
WITHIN: dict[Purpose, timedelta] = {
    "confirm": timedelta(days=2),
    "reset": timedelta(minutes=30),
    "change_email": timedelta(hours=2),
}


@dataclass(frozen=True, slots=True)
class Token:
    """What a link of ours says: whose account, how it stood, and the rest by purpose."""

    public_id: str
    fingerprint: str
    more: str

    def is_for(self, user: User | None) -> bool:
        """Whether the account still stands as it did when the mail was written."""
        return user is not None and user.active and self.fingerprint == fingerprint(user)


def make_token(purpose: Purpose, user: User, more: str = "") -> str:
    text: str = _serializer(purpose).dumps([user.public_id, fingerprint(user), more])
    return text


def read_token(purpose: Purpose, text: str) -> Token | None:
    """The token, or None for one that is not ours, for something else, or too old."""
    try:
        values = _serializer(purpose).loads(text, max_age=WITHIN[purpose].total_seconds())
        return Token(*values)
    except (BadData, TypeError):
        return None


def fingerprint(user: User) -> str:
    parts = (user.fs_uniquifier, user.password or "", user.email, str(user.confirmed_at is not None))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _serializer(purpose: Purpose) -> Any:
    """Flask-Security keeps one for each purpose, each with a salt of its own."""
    return getattr(current_app.extensions["security"], f"{purpose}_serializer")
