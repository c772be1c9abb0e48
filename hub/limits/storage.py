"""Where the rate limits are counted unless RATE_LIMITS_URL says otherwise: the hub's own database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, g
from limits.storage import Storage
from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from hub.database import get_engine
from hub.limits.counting import clear_count, clear_counts, count_try, read_count, sweep
from hub.limits.models import LimitCount

SWEEP_SECONDS = 600
"""How often, at most, one process deletes the rows whose window is over."""


def current_moment() -> float:
    """Seconds since 1970, by the site's clock (`app.extensions["clock"]`), which a test may move."""
    clock: Callable[[], float] = current_app.extensions["clock"]
    return clock()


@contextmanager
def counting() -> Iterator[Connection]:
    """A connection of its own, in a transaction that writes and ends with the block.

    Never inside a request's own transaction: on SQLite that may hold the one lock for writing, and this would
    wait for it in vain. Every now and then the rows that are over are swept, in another transaction.
    Raises RuntimeError where the request's session has begun.
    """
    if "session" in g and g.session.in_transaction():
        raise RuntimeError("Count before the request's session begins, or close it first (close_session)")
    engine = get_engine().execution_options(writes=True)
    with engine.begin() as connection:
        yield connection
    now = current_moment()
    if now >= current_app.extensions.get("next_sweep", 0.0):
        current_app.extensions["next_sweep"] = now + SWEEP_SECONDS
        with engine.begin() as connection:
            sweep(connection, now=now)


class DatabaseStorage(Storage):
    """The storage that the library `limits` asks for; it finds the engine through the application."""

    STORAGE_SCHEME = ["hub+database"]  # noqa: RUF012

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        with counting() as connection:
            return count_try(connection, key, now=current_moment(), window=expiry, tries=amount).tries

    def get(self, key: str) -> int:
        with get_engine().connect() as connection:
            return read_count(connection, key, now=current_moment()).tries

    def get_expiry(self, key: str) -> float:
        with get_engine().connect() as connection:
            return read_count(connection, key, now=current_moment()).expires_at

    def check(self) -> bool:
        try:
            with get_engine().connect() as connection:
                connection.execute(select(LimitCount.key).limit(1))
        except SQLAlchemyError:
            return False
        return True

    def reset(self) -> int:
        with counting() as connection:
            return clear_counts(connection)

    def clear(self, key: str) -> None:
        with counting() as connection:
            clear_count(connection, key)
