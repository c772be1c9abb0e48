"""Keeping the queue in step with its sources, by statement: no event tells of what follows by itself.

What needs a person and has no open item gets one; an open item whose source needs nobody any more is settled.
What an adviser has finished by hand does not come again until its stamp is another. Doing it twice, or twice
at once, is doing it once: at most one item of a source is open.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from hub.database import in_batches, new_public_id, utc_now
from hub.queue.kinds import KINDS
from hub.queue.models import QueueItem
from hub.queue.sources import SOURCES, TOLD, Source

UNSEEN_BY_SESSION = {"synchronize_session": False}
Told = Mapping[int, Mapping[str, Any]]
"""For kinds whose source does not tell by itself: what each row's item says, by the row's number."""


@dataclass(slots=True)
class Followed:
    """How many items came and how many were settled."""

    come: int = 0
    settled: int = 0

    def add(self, other: Followed) -> None:
        self.come += other.come
        self.settled += other.settled


def follow(session: Session, kind: str, numbers: Collection[int]) -> Followed:
    """Bring the items of these rows of the kind's source in step with them."""
    followed = Followed()
    for batch in in_batches(sorted(numbers)):
        followed.settled += _settle(session, kind, QueueItem.source_id.in_(batch))
        if kind not in TOLD:
            followed.come += _bring(session, kind, SOURCES[kind].number.in_(batch))
    return followed


def follow_all(session: Session, kind: str) -> Followed:
    """The same of the whole source."""
    settled = _settle(session, kind)
    return Followed(0 if kind in TOLD else _bring(session, kind), settled)


def follow_supplier(session: Session, numbers: Collection[int]) -> Followed:
    """Settle what of these suppliers needs nobody any more: one that was withdrawn, say."""
    followed = Followed()
    for batch in in_batches(sorted(numbers)):
        about = QueueItem.supplier_id.in_(batch) | QueueItem.other_id.in_(batch)
        for kind in ("pair", "register", "certificate", "flagged", "profile"):
            followed.settled += _settle(session, kind, about)
    return followed


def bring_told(session: Session, kind: str, told: Told) -> int:
    """Bring items of rows that somebody names, where the source does not tell by itself. How many came."""
    come = 0
    for batch in in_batches(sorted(told)):
        come += _bring(session, kind, SOURCES[kind].number.in_(batch), told=told)
    return come


def settle_others(session: Session, kind: str, told: Told) -> int:
    """Settle the open items of a kind that nobody names any more. How many."""
    chosen = select(QueueItem.source_id).where(QueueItem.kind == kind, QueueItem.state == "open")
    over = [number for number in session.scalars(chosen) if number not in told]
    return sum(
        _end(session, QueueItem.kind == kind, QueueItem.source_id.in_(batch)) for batch in in_batches(over)
    )


def _settle(session: Session, kind: str, *where: Any) -> int:
    source = SOURCES[kind]
    needs = source.standing.where(source.number == QueueItem.source_id).correlate(QueueItem)
    return _end(session, QueueItem.kind == kind, ~needs.exists(), *where)


def _end(session: Session, *where: Any) -> int:
    values = {
        "state": "settled",
        "last_act": "settled",
        "last_by_id": None,
        "last_at": utc_now(),
        "version": QueueItem.version + 1,
    }
    ended = update(QueueItem).where(QueueItem.state == "open", *where).values(**values)
    result: Any = session.execute(ended, execution_options=UNSEEN_BY_SESSION)
    return int(result.rowcount)


def _bring(session: Session, kind: str, *where: Any, told: Told | None = None) -> int:
    source = SOURCES[kind]
    rows = session.execute(_without_open_item(kind, source).where(*where)).all()
    values = [_values(kind, source, row, told) for row in rows]
    done = _done_stamps(session, kind, [each["source_id"] for each in values])
    fresh = [each for each in values if (each["source_id"], each["stamp"]) not in done]
    _insert(session, fresh)
    return len(fresh)


def _without_open_item(kind: str, source: Source) -> Select[Any]:
    waiting = select(QueueItem.id).where(
        QueueItem.kind == kind, QueueItem.source_id == source.number, QueueItem.state == "open"
    )
    return source.standing.where(~waiting.exists())


def _values(kind: str, source: Source, row: Any, told: Told | None) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in _TAKEN}
    found |= {"about": ""} | source.read(row)
    if told is not None:
        found |= {"came_at": utc_now(), **told[row.source_id]}
    return found | {
        "public_id": new_public_id(),
        "kind": kind,
        "urgency": KINDS[kind].urgency,
        "state": "open",
        "version": 1,
        **dict.fromkeys(("snooze_reason", "note", "last_act"), ""),
    }


_TAKEN = (
    "source_id",
    "target",
    "came_at",
    "supplier_id",
    "other_id",
    "requirement_id",
    "organisation_id",
)


def _done_stamps(session: Session, kind: str, numbers: Collection[int]) -> set[tuple[int, str]]:
    """What an adviser finished by hand already. A claim has no stamp, and is never finished by hand."""
    found: set[tuple[int, str]] = set()
    if not KINDS[kind].by_hand:
        return found
    for batch in in_batches(sorted(numbers)):
        chosen = select(QueueItem.source_id, QueueItem.stamp).where(
            QueueItem.kind == kind, QueueItem.source_id.in_(batch), QueueItem.state == "done"
        )
        found.update((row[0], row[1]) for row in session.execute(chosen))
    return found


def _insert(session: Session, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    dialect = session.connection().dialect.name
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(QueueItem)
    for batch in in_batches(rows):
        session.execute(statement.on_conflict_do_nothing(), list(batch))
