"""Asking for the password again where somebody signed in a while ago."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_security.utils import check_and_update_authn_fresh

FRESH = timedelta(minutes=10)


def page_to_confirm(endpoint: str) -> str | None:
    """The page that asks for the password and leads back to `endpoint`; None for who gave it just now."""
    if check_and_update_authn_fresh(FRESH, timedelta(0), "session"):
        return None
    return url_for("security.verify", next=url_for(endpoint))
