"""Collecting what a session changes, row by row, as it flushes: the raw material of one event.

Bulk statements pass by here. Who uses them says in one line what they did: `note_fact`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from hub.audit.subjects import RULES, about
from hub.privacy.labels import OPEN, label_of
from hub.suppliers.models import Capability

KEY = "changes"
MOST_ROWS = 200
"""A change of more rows than this stands in its event as counts for each table."""
UNTOLD = {"id", "version", "updated_at", "created_at"}
"""What follows by itself from any change."""


@dataclass(slots=True)
class Collected:
    """The changes of one transaction so far."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    subjects: dict[tuple[str, str], None] = field(default_factory=dict)
    organisation_id: int | None = None
    marks: dict[int, int] = field(default_factory=dict)
    """How many rows stood before each open savepoint."""


def collected(session: Session) -> Collected:
    """What this transaction changed so far. A new, empty one where nothing did."""
    found: Collected = session.info.setdefault(KEY, Collected())
    return found


def take_collected(session: Session) -> Collected | None:
    """The same, which is then forgotten; None where nothing was changed."""
    found: Collected | None = session.info.pop(KEY, None)
    return found if found and found.rows else None


def note_fact(session: Session, **facts: Any) -> None:
    """Add to the transaction's event what no flush shows: a file's hash and counts, rows erased in bulk."""
    collected(session).rows.append({"noted": as_json(facts)})


def note_subject(session: Session, kind: str, public_id: str) -> None:
    """Say that the transaction's event is about this thing as well."""
    collected(session).subjects[kind, public_id] = None


def listen_for_changes() -> None:
    if event.contains(Session, "after_flush", _collect):
        return
    event.listen(Session, "after_flush", _collect)
    event.listen(Session, "after_transaction_create", _mark_savepoint)
    event.listen(Session, "after_soft_rollback", _forget)


def _collect(session: Session, _context: UOWTransaction) -> None:
    new, deleted = set(session.new), set(session.deleted)
    changed = [row for row in session.dirty if row not in new and session.is_modified(row)]
    with session.no_autoflush:
        for word, rows in (("made", new), ("changed", changed), ("deleted", deleted)):
            for row in _in_order(rows):
                _add(session, word, row)


def _in_order(rows: Iterable[Any]) -> list[Any]:
    known = [row for row in rows if type(row) in RULES]
    return sorted(known, key=lambda row: (type(row).__tablename__, row.id))


def _add(session: Session, word: str, row: Any) -> None:
    columns = _columns(word, row)
    if word == "changed" and not columns:
        return
    found, into = about(session, row), collected(session)
    into.rows.append({word: type(row).__tablename__, "id": getattr(row, "public_id", row.id), **columns})
    into.subjects.update(dict.fromkeys(found.subjects))
    into.organisation_id = into.organisation_id or found.organisation_id


def _columns(word: str, row: Any) -> dict[str, Any]:
    """Before and after for open columns; the others by name alone."""
    told: dict[str, Any] = {}
    untold: list[str] = []
    state, public = inspect(row), _is_public(row)
    for attribute in state.mapper.column_attrs:
        column, history = attribute.columns[0], state.attrs[attribute.key].history
        if attribute.deferred and attribute.key in state.unloaded:
            continue  # too long to read for this alone, and its row is gone
        if column.name in UNTOLD or not _differs(word, state.attrs[attribute.key].value, history):
            continue
        if public and label_of(column) == OPEN:
            told[column.name] = _values(word, state.attrs[attribute.key].value, history)
        else:
            untold.append(column.name)
    found = {"columns": as_json(told)} if told else {}
    return found | ({"names": untold} if untold else {})


def _differs(word: str, value: Any, history: Any) -> bool:
    return history.has_changes() if word == "changed" else value not in (None, "", [])


def _values(word: str, value: Any, history: Any) -> list[Any]:
    if word == "changed":
        return [history.deleted[0] if history.deleted else None, value]
    return [None, value] if word == "made" else [value, None]


def _is_public(row: Any) -> bool:
    """A capability's words are anybody's to read while it is published, and neither before nor after."""
    if not isinstance(row, Capability):
        return True
    states = {row.state, *(inspect(row).attrs.state.history.deleted or ())}
    return "published" in states and "draft" not in states


def as_json(value: Any) -> Any:
    """The value as JSON gives it back: days and pounds as texts, tuples as lists."""
    return json.loads(json.dumps(value, default=str))


def _mark_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested and KEY in session.info:
        found = collected(session)
        found.marks[id(transaction)] = len(found.rows)


def _forget(session: Session, transaction: SessionTransaction) -> None:
    """What a rolled-back transaction changed did not happen; of a savepoint, what came after it."""
    if not transaction.nested:
        session.info.pop(KEY, None)
    elif KEY in session.info:
        found = collected(session)
        del found.rows[found.marks.pop(id(transaction), 0) :]
