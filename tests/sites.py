"""More sites on the one database of the tests: what several processes do, or other settings."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import create_app
from hub.limits.models import LimitCount

Site = Callable[..., Flask]
KEPT = (
    "INSTANCE",
    "ASSETS",
    "DATABASE_URL",
    "SECRET_KEY",
    "SERVER_NAME",
    "TESTING",
    "WTF_CSRF_ENABLED",
    "HUB_PACE",
    "SECURITY_PASSWORD_HASH",
    "SECURITY_PASSWORD_SCHEMES",
    "SECURITY_PASSWORD_SINGLE_HASH",
)
"""Settings that another site shares; the limits are on, as they are by default."""


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += seconds


def make_site(app: Flask, **settings: object) -> Flask:
    """Another site on the database of `app`, which keeps its limits."""
    return create_app({key: app.config[key] for key in KEPT} | settings)


def counts(session: Session) -> dict[str, int]:
    """Tries by key, as they stand; the session keeps no lock."""
    session.rollback()
    found = {row.key: row.tries for row in session.execute(select(LimitCount.key, LimitCount.tries))}
    session.rollback()
    return found
