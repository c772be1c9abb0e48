"""Verifying the chain: every edit, deletion, insertion and change of order shows.

The events are read once, in order, a few hundred at a time, however many there are. What a chain can't show
by itself, that all of it was written anew, shows against the heads that were sealed outside the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.audit.chain import FIRST, hash_changes, hash_event
from hub.audit.models import Event, EventHead, EventSubject

AT_ONCE = 500
"""Events read at a time."""
MOST_PROBLEMS = 20
ERASED = "erased_events"
"""An erasure notes under this name the numbers of the events whose changes it took."""

Subjects = Iterator[tuple[int, list[tuple[str, str]]]]


@dataclass(slots=True)
class Verified:
    """What was found: how many events there are, the last hash, and what is wrong, first things first."""

    events: int = 0
    head: str = FIRST
    problems: list[str] = field(default_factory=list)

    @property
    def has_enough(self) -> bool:
        return len(self.problems) >= MOST_PROBLEMS


def verify_chain(session: Session, sealed: Mapping[int, str] | None = None) -> Verified:
    """Read the whole chain and hold it against itself, its subjects, its head and the sealed heads.

    `sealed` are hashes by the number of their event. Stops after `MOST_PROBLEMS`. Give it a session that sees
    one moment of the database. Raises nothing for a chain that is broken, however it is broken.
    """
    found = Verified()
    try:
        _walk(session, found, dict(sealed or {}))
        if not found.has_enough:
            _check_head(session, found)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        found.problems.append(f"An event after number {found.events} cannot be read ({type(error).__name__})")
    del found.problems[MOST_PROBLEMS:]
    return found


def _walk(session: Session, found: Verified, sealed: dict[int, str]) -> None:
    events = select(Event).order_by(Event.number).execution_options(populate_existing=True)
    columns = (EventSubject.event_number, EventSubject.kind, EventSubject.public_id)
    rows = select(*columns).order_by(*columns)
    with (
        closing(session.scalars(events.execution_options(yield_per=AT_ONCE))) as in_order,
        closing(session.execute(rows.execution_options(yield_per=AT_ONCE))) as subjects,
    ):
        _compare(in_order, _by_event(subjects), found, sealed)


def _compare(events: Iterable[Event], subjects: Subjects, found: Verified, sealed: dict[int, str]) -> None:
    waiting = next(subjects, None)
    without_changes: set[int] = set()
    for event in events:
        while waiting is not None and waiting[0] < event.number:
            found.problems.append(f"Subjects stand for event {waiting[0]}, which is not there")
            waiting = next(subjects, None)
        own: Sequence[tuple[str, str]] = ()
        if waiting is not None and waiting[0] == event.number:
            own = waiting[1]
            waiting = next(subjects, None)
        _check_event(event, own, found)
        _check_erased(event, without_changes, found)
        _check_sealed(event, sealed, found)
        found.events, found.head = event.number, event.hash
        if found.has_enough:
            return
    if waiting is not None:
        found.problems.append(f"Subjects stand for event {waiting[0]}, which is not there")
    for number in sorted(without_changes):
        found.problems.append(f"Event {number} has no changes, and no erasure says that it took them")
    for number in sorted(sealed):
        found.problems.append(f"Event {number} was sealed, and is not there")


def _by_event(rows: Iterable[Any]) -> Subjects:
    for number, group in groupby(rows, key=lambda row: row[0]):
        yield number, [(kind, public_id) for _number, kind, public_id in group]


def _check_event(event: Event, subjects: Sequence[tuple[str, str]], found: Verified) -> None:
    number = event.number
    if number != found.events + 1:
        found.problems.append(_gap(found.events + 1, number))
    if event.previous != found.head:
        found.problems.append(f"Event {number} does not follow the event before it")
    if hash_event(event) != event.hash:
        found.problems.append(f"Event {number} was edited: its hash is not that of its columns")
    if event.changes is not None and hash_changes(event.changes) != event.changes_hash:
        found.problems.append(f"Event {number} was edited: its changes are not those that were written")
    if sorted((kind, public_id) for kind, public_id in event.subjects) != sorted(subjects):
        found.problems.append(f"Event {number} was edited: its subjects are not those that it is found by")


def _gap(first: int, found: int) -> str:
    if found < first:
        return f"Event {found} stands where no event can"
    return f"Event {first} is missing" if found == first + 1 else f"Events {first} to {found - 1} are missing"


def _check_erased(event: Event, without_changes: set[int], found: Verified) -> None:
    """An event may lack its changes where a later one says that an erasure took them."""
    for number in _erased_by(event):
        if isinstance(number, int) and number < event.number:
            without_changes.discard(number)
    if event.changes is None:
        without_changes.add(event.number)


def _erased_by(event: Event) -> Iterator[Any]:
    for row in event.changes or ():
        noted = row.get("noted")
        if isinstance(noted, dict):
            yield from noted.get(ERASED, ())


def _check_sealed(event: Event, sealed: dict[int, str], found: Verified) -> None:
    if sealed.pop(event.number, event.hash) != event.hash:
        found.problems.append(f"Event {event.number} is not the one that was sealed: the chain was rewritten")


def _check_head(session: Session, found: Verified) -> None:
    heads = session.execute(select(EventHead.id, EventHead.number, EventHead.hash)).all()
    if not heads and found.events == 0:
        return
    if [tuple(head) for head in heads] != [(1, found.events, found.head if found.events else "")]:
        last = heads[0].number if heads else 0
        found.problems.append(
            f"The head says that event {last} is the last one, and the chain ends with event {found.events}"
            if last != found.events
            else "The head was edited: it is not that of the last event"
        )
