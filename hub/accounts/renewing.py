"""A new password for a person who has lost the old one."""

from __future__ import annotations

import uuid

from hub.accounts.models import User


def renew_password(user: User, password_hash: str) -> User:
    """Set it, and end every sign-in that the old one opened."""
    user.password, user.fs_uniquifier = password_hash, uuid.uuid4().hex
    return user
