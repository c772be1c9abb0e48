"""Keys for one purpose each, all made from the instance's own secret key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets


def derive_key(secret_key: str, purpose: str) -> str:
    """32 bytes in base64: the same every time, and of no use for any other purpose."""
    key = hmac.digest(secret_key.encode(), f"growth-hub-match {purpose}".encode(), "sha256")
    return base64.urlsafe_b64encode(key).decode()


def new_key() -> str:
    """A key that cannot be guessed: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_key(key: str) -> str:
    """What is kept of a key. The key has bits enough; a slow hash would add nothing."""
    return hashlib.sha256(key.encode()).hexdigest()
