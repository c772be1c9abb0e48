"""Whether a password is somebody's, at the same cost for an account that does not exist."""

from __future__ import annotations

import unicodedata

from flask_security.utils import hash_password, verify_password


def is_password(password: str, kept: str | None) -> bool:
    """Whether `password` is the one that `kept` is the hash of; None is nobody's, and takes as long.

    Hold no transaction meanwhile: the hash is made to be slow.
    """
    plain = unicodedata.normalize("NFKD", password)
    if not kept:
        hash_nobodys(plain)
        return False
    try:
        return bool(verify_password(plain, kept))
    except ValueError:  # a text that the hash cannot take
        return False


def hash_nobodys(plain: str) -> None:
    """The work that a check would have been."""
    hash_password(plain)
