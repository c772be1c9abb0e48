"""Recording: each transaction that changes something ends with one event about it, in itself.

The head's row is locked by whoever writes an event until the transaction ends, so numbers have no gap and
the chain has no fork.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, insert, text, update
from sqlalchemy.orm import Session

from hub.accounts.actors import NOBODY, Actor
from hub.audit.chain import FIRST, hash_changes, hash_event
from hub.audit.collecting import MOST_ROWS, Collected, listen_for_changes, take_collected
from hub.audit.models import Event, EventHead, EventSubject
from hub.database import utc_now

FIRST_HEAD = text("INSERT INTO event_head (id, number, hash) VALUES (1, 0, '') ON CONFLICT (id) DO NOTHING")


@dataclass(frozen=True, slots=True)
class Acting:
    """Who does it, and which page or command it is done by."""

    actor: Actor = NOBODY
    role: str = "outside the site"
    action: str = "by hand"


def record_changes(who: Callable[[], Acting]) -> None:
    """From now on every commit that changes something writes its event; `who` tells whose it is."""
    listen_for_changes()

    def before_commit(session: Session) -> None:
        if session.in_nested_transaction():
            return
        session.flush()
        changes = take_collected(session)
        if changes is not None:
            write_event(session, who(), changes)

    earlier = _recorders.pop("before_commit", None)
    if earlier is not None:
        event.remove(Session, "before_commit", earlier)
    event.listen(Session, "before_commit", before_commit)
    _recorders["before_commit"] = before_commit


_recorders: dict[str, Callable[[Session], None]] = {}


def write_event(session: Session, acting: Acting, changes: Collected) -> Event:
    """Add the next event of the chain. It is written at once, past the unit of work."""
    number, previous = _raise_head(session)
    rows = changes.rows if len(changes.rows) <= MOST_ROWS else _counts(changes.rows)
    found = Event(
        number=number,
        at=utc_now(),
        actor_id=acting.actor.user_id,
        actor_role=_role(acting, changes.organisation_id),
        organisation_id=changes.organisation_id,
        action=acting.action[:80],
        subjects=[list(each) for each in changes.subjects],
        changes=rows,
        changes_hash=hash_changes(rows),
        previous=previous,
    )
    found.hash = hash_event(found)
    values = {column.key: getattr(found, column.key) for column in Event.__table__.columns}
    session.execute(insert(Event.__table__), values)  # type: ignore[arg-type]
    if changes.subjects:
        session.execute(
            insert(EventSubject.__table__),  # type: ignore[arg-type]
            [{"event_number": number, "kind": kind, "public_id": one} for kind, one in changes.subjects],
        )
    session.execute(update(EventHead).values(hash=found.hash))
    return found


def _raise_head(session: Session) -> tuple[int, str]:
    """The next number, and the hash it follows; the head stays locked until the transaction ends."""
    raised = update(EventHead).values(number=EventHead.number + 1).returning(EventHead.number, EventHead.hash)
    row = session.execute(raised).one_or_none()
    if row is None:
        # Two first writers must not make two heads: the second waits here for the first.
        session.execute(FIRST_HEAD)
        row = session.execute(raised).one()
    return row.number, row.hash or FIRST


def _role(acting: Acting, organisation_id: int | None) -> str:
    """What the actor was to the thing: a member of its organisation, somebody of the hub, somebody else."""
    standings = acting.actor.standings
    own = [each for each in standings if each.organisation_id == organisation_id]
    for standing in own or [each for each in standings if each.kind == "hub"]:
        return standing.role
    return "signed in" if acting.actor.signed_in else acting.role


def _counts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Many rows as the number of each kind; what was noted stays as it is."""
    numbers: dict[tuple[str, str], int] = {}
    noted = [row for row in rows if "noted" in row]
    for row in rows:
        for word in ("made", "changed", "deleted"):
            if word in row:
                numbers[word, row[word]] = numbers.get((word, row[word]), 0) + 1
    return noted + [{word: table, "rows": number} for (word, table), number in sorted(numbers.items())]
