"""The database: one engine, one session a request, reads that cannot write.

SQLite runs with WAL, `synchronous=FULL` and foreign keys. pysqlite's own transaction handling is off: a
session that may write starts with `BEGIN IMMEDIATE`, because a deferred transaction that reads and then
writes fails at once under load whatever the timeout; those of one process queue for it (`hub/turns.py`). A
session for a safe request is read-only.
"""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import DateTime, Engine, LargeBinary, MetaData, create_engine, event, func, select
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator
from werkzeug.local import LocalProxy

from hub.turns import Turns

BUSY_SECONDS = 5
PUBLIC_ID_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
"""No vowels and no look-alikes: an id can be read out on the telephone and never spells a word."""


Item = TypeVar("Item")


def in_batches(items: Sequence[Item], size: int = 500) -> Iterator[Sequence[Item]]:
    """The items, so many at once: a statement takes no more than some thousands of values."""
    return (items[start : start + size] for start in range(0, len(items), size))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC on every database; SQLite keeps no zone of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class PackedJSON(TypeDecorator[Any]):
    """What JSON knows, compressed: for what is kept long and read seldom. Keys in their order."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else pack(json.dumps(value, separators=(",", ":")).encode())

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(zlib.decompress(value))


def pack(content: bytes) -> bytes:
    """Compressed as every database of the hub keeps it."""
    return zlib.compress(content, 6)


class Base(DeclarativeBase):
    """The parent of every table. Constraints are named, so that a migration can drop them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012


def utc_now() -> datetime:
    return datetime.now(UTC)


def new_public_id() -> str:
    """A random id for addresses: 12 of 28 characters, 57 bits, never the row number."""
    return "".join(secrets.choice(PUBLIC_ID_ALPHABET) for _ in range(12))


def create_database_engine(url: str) -> Engine:
    """An engine for `url` (SQLite or PostgreSQL) that tells sessions that write from those that read.

    Its errors leave out what was to be stored: they go into logs, where no person's words belong.
    """
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", partial(_begin_sqlite, Turns()))
        event.listen(engine, "commit", _end_sqlite)
        event.listen(engine, "rollback", _end_sqlite)
    else:
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(turns: Turns, connection: Connection) -> None:
    """Writers of this process queue; those of other processes are waited for by SQLite."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    if not writes:
        connection.exec_driver_sql("BEGIN")
        return
    if turns.take(BUSY_SECONDS):
        connection.info["turns"] = turns
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        _end_sqlite(connection)
        raise


def _end_sqlite(connection: Connection) -> None:
    turns = connection.info.pop("turns", None)
    if turns is not None:
        turns.give_back()


def _begin_postgresql(connection: Connection) -> None:
    if not connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


class HubSession(Session):
    """A session that keeps its objects alive while it lets go of them.

    Objects that know each other both ways are garbage once a page is made. Python 3.11 frees memory twice,
    and the process dies, where it collects such an object at the moment its session writes a note on it.
    """

    def expunge_all(self) -> None:
        kept = list(self.identity_map.values())
        super().expunge_all()
        del kept

    def rollback(self) -> None:
        kept = list(self.identity_map.values())
        super().rollback()
        del kept


def init_database(app: Flask) -> None:
    app.extensions["engine"] = create_database_engine(app.config["DATABASE_URL"])
    app.teardown_appcontext(close_session)


def get_engine() -> Engine:
    engine: Engine = current_app.extensions["engine"]
    return engine


def wait_for_turn(session: Session, key: int) -> None:
    """Hold the turn that `key` stands for until the transaction ends: who asks for the same waits.

    On PostgreSQL alone; SQLite has one writer anyway.
    """
    if session.connection().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(key)))


def open_session(*, writes: bool) -> Session:
    """A new session; the caller closes it. Use it as a context manager."""
    return HubSession(get_engine().execution_options(writes=writes), expire_on_commit=False)


def get_session() -> Session:
    """The session of this request or command. A safe request gets one that refuses to write."""
    if "session" not in g:
        safe = has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"}
        g.session = open_session(writes=not safe)
    current: Session = g.session
    return current


def close_session(_error: BaseException | None = None) -> None:
    """Close the session of this request. What was not committed is dropped, and its locks with it."""
    current = g.pop("session", None)
    if current is not None:
        current.close()


session: Session = LocalProxy(get_session)  # type: ignore[assignment]
