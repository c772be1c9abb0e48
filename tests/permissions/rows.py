"""All rows of the database: seen as they are, held against what they were, and put back.

A look is cheap: both databases tell whether anything at all was written since the last one, and only then are
the tables read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, Table, and_, select

from hub.database import get_engine
from hub.models import Base
from hub.settings.held import forget_settings

TABLES = tuple(Base.metadata.sorted_tables)
IGNORED = frozenset({"limit_count", "look", "event", "event_head", "event_subject"})
"""Tables that a refused request or a read may write to: tries are counted, a look at private things and an
attempt are put on record, and none of it is anybody's thing."""

WRITTEN = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_wal_insert_lsn()"}
"""What a connection asks to learn whether another one wrote: it answers another value after each write."""

Key = tuple[Any, ...]
Rows = Mapping[str, Mapping[Key, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two looks: for each table the rows added, taken away and changed, by key."""

    added: dict[str, dict[Key, dict[str, Any]]] = field(default_factory=dict)
    gone: dict[str, dict[Key, dict[str, Any]]] = field(default_factory=dict)
    changed: dict[str, dict[Key, tuple[dict[str, Any], dict[str, Any]]]] = field(default_factory=dict)

    def touched(self) -> set[tuple[str, Key]]:
        """Table and key of each row that differs, without the tables that anybody's request may write to."""
        parts: tuple[Mapping[str, Mapping[Key, Any]], ...] = (self.added, self.gone, self.changed)
        return {
            (table, key)
            for part in parts
            for table, keys in part.items()
            for key in keys
            if table not in IGNORED
        }

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)

    def __str__(self) -> str:
        return ", ".join(sorted({table for table, _key in self.touched()})) or "nothing"


class Database:
    """The database of a site under test, with one look at it kept as the state to come back to."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._watch: Any = None
        self.kept: Rows = {}
        self._plain: dict[str, list[Any]] = {}
        self._mark: Any = None
        self._seen: tuple[Any, Change] | None = None

    def keep(self) -> None:
        """The rows as they are now are what `restore` brings back."""
        self.kept, self._mark = self.read(), self._written()
        with self._connect() as connection:
            self._plain = {table.name: _plain(connection, table) for table in TABLES}

    def read(self) -> Rows:
        with self._connect() as connection:
            return {table.name: dict(_keyed(connection, table)) for table in TABLES}

    def _read_changed(self) -> Rows:
        """All rows: typed where a table holds others than were kept, and as they were kept elsewhere."""
        with self._connect() as connection:
            return {
                table.name: self.kept[table.name]
                if _plain(connection, table) == self._plain[table.name]
                else dict(_keyed(connection, table))
                for table in TABLES
            }

    def change(self) -> Change:
        """What differs from the rows that were kept."""
        mark = self._written()
        if mark == self._mark:
            return Change()
        if self._seen is None or self._seen[0] != mark:
            self._seen = mark, difference(self.kept, self._read_changed())
        change = self._seen[1]
        if not change:
            self._mark = mark
        return change

    def restore(self) -> None:
        """Bring back the rows that were kept; whatever reads the register anew."""
        change = self.change()
        if not change:
            return
        with self._connect(writes=True) as connection:
            for table in reversed(TABLES):
                for key in change.added.get(table.name, ()):
                    connection.execute(table.delete().where(_is(table, key)))
            for table in TABLES:
                for row in change.gone.get(table.name, {}).values():
                    connection.execute(table.insert().values(row))
                for key, (before, _after) in change.changed.get(table.name, {}).items():
                    connection.execute(table.update().where(_is(table, key)).values(before))
        self.app.extensions.pop("index", None)
        forget_settings()
        self._mark = self._written()

    def close(self) -> None:
        if self._watch is not None:
            self._watch.close()

    def _connect(self, *, writes: bool = False) -> Any:
        with self.app.app_context():
            return get_engine().execution_options(writes=writes).begin()

    def _written(self) -> Any:
        """A number that moves whenever another connection writes."""
        if self._watch is None:
            with self.app.app_context():
                pooled = get_engine().raw_connection()
            self._watch = pooled.driver_connection
            pooled.detach()
            if get_dialect(self.app) == "postgresql":
                self._watch.autocommit = True
        return self._watch.execute(WRITTEN[get_dialect(self.app)]).fetchone()


def get_dialect(app: Flask) -> str:
    engine: Engine = app.extensions["engine"]
    return engine.dialect.name


def difference(before: Rows, after: Rows) -> Change:
    change = Change()
    for name in before.keys() | after.keys():
        old, new = before.get(name, {}), after.get(name, {})
        if old is new:
            continue
        added = {key: dict(new[key]) for key in new.keys() - old.keys()}
        gone = {key: dict(old[key]) for key in old.keys() - new.keys()}
        changed = {
            key: (dict(old[key]), dict(new[key])) for key in old.keys() & new.keys() if old[key] != new[key]
        }
        for part, rows in ((change.added, added), (change.gone, gone), (change.changed, changed)):
            if rows:
                part[name] = rows  # type: ignore[assignment]
    return change


def _keyed(connection: Connection, table: Table) -> Iterator[tuple[Key, Mapping[str, Any]]]:
    keys = [column.name for column in table.primary_key]
    for row in connection.execute(select(table)).mappings():
        yield tuple(row[name] for name in keys), dict(row)


def _plain(connection: Connection, table: Table) -> list[Any]:
    """A table's rows as the driver hands them over, which costs a tenth of reading them typed."""
    return list(connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').fetchall())  # noqa: S608


def _is(table: Table, key: Key) -> Any:
    return and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))
