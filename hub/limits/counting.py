"""Counting tries: a row for each key, one atomic statement for each try.

These take the caller's connection and moment, and leave the transaction to the caller: it must be a short one
of its own (see `hub/limits/checking.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, case, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hub.limits.models import LimitCount


@dataclass(frozen=True, slots=True)
class Count:
    """The tries of one key, and the moment (seconds since 1970) from which they no longer count."""

    tries: int
    expires_at: float


def count_try(
    connection: Connection, key: str, *, now: float, window: float, tries: int = 1, most: int | None = None
) -> Count:
    """Add to the key's tries and return them, this one included.

    The window of `window` seconds starts at the first try. Where the caller allows `most` tries and says so,
    each of those starts it again: the count then falls only after `window` seconds without an allowed try,
    so that no `window` seconds anywhere, not even across two windows, hold more than `most` of them.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    over = LimitCount.expires_at <= now
    starts = over if most is None else or_(over, LimitCount.tries < most)
    end = now + window
    statement = insert(LimitCount).values(key=key, tries=tries, expires_at=end)
    counted = statement.on_conflict_do_update(
        index_elements=[LimitCount.key],
        set_={
            "tries": case((over, tries), else_=LimitCount.tries + tries),
            "expires_at": case((starts, end), else_=LimitCount.expires_at),
        },
    ).returning(LimitCount.tries, LimitCount.expires_at)
    row = connection.execute(counted).one()
    return Count(row.tries, row.expires_at)


def give_back(connection: Connection, key: str) -> None:
    """Take one try of the key back."""
    row = update(LimitCount).where(LimitCount.key == key, LimitCount.tries > 0)
    connection.execute(row.values(tries=LimitCount.tries - 1))


def read_count(connection: Connection, key: str, *, now: float) -> Count:
    """The key's tries as they stand; none where the window is over."""
    columns = select(LimitCount.tries, LimitCount.expires_at)
    row = connection.execute(columns.where(LimitCount.key == key, LimitCount.expires_at > now)).one_or_none()
    return Count(row.tries, row.expires_at) if row else Count(0, now)


def clear_count(connection: Connection, key: str) -> None:
    connection.execute(delete(LimitCount).where(LimitCount.key == key))


def clear_counts(connection: Connection) -> int:
    """Forget every key; the number of them."""
    return connection.execute(delete(LimitCount)).rowcount


def sweep(connection: Connection, *, now: float) -> int:
    """Delete the rows whose window is over; the number of them.

    A row that somebody counts on at this moment is left for the next time: two transactions that each wait
    for a row of the other's would end one of them.
    """
    over = select(LimitCount.key).where(LimitCount.expires_at <= now).with_for_update(skip_locked=True)
    return connection.execute(delete(LimitCount).where(LimitCount.key.in_(over))).rowcount
