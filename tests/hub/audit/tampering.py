"""Ways to tamper with the record of what happened, each a few statements on an open session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from hub.audit.chain import hash_changes, hash_event
from hub.audit.models import Event, EventHead, EventSubject

Values = dict[str, Any]
EVENT, SUBJECT, HEAD = Event.__table__, EventSubject.__table__, EventHead.__table__
TEXTS = ("actor_role", "action", "changes_hash", "previous", "hash")


def read(session: Session) -> list[Values]:
    return [dict(row) for row in session.execute(select(EVENT).order_by(EVENT.c.number)).mappings()]


def write(session: Session, at: int, values: Values) -> None:
    session.execute(update(EVENT).where(EVENT.c.number == at).values(values))


def other_text(random: Random, text: str) -> str:
    """The text with one character another, one more or one fewer."""
    place = random.randrange(len(text) + (len(text) < 60))
    head, tail = text[:place], text[place:]
    if not tail or (len(text) < 60 and random.random() < 0.3):
        return f"{head}{random.choice('abc012')}{tail}"
    return random.choice([head + tail[1:], head + ("x" if tail[0] != "x" else "y") + tail[1:]])


def other_json(random: Random, value: Any) -> Any:
    """The value with one thing in it changed, at any depth."""
    if isinstance(value, dict) and value:
        key = random.choice(sorted(value))
        if random.random() < 0.3:
            return {name: each for name, each in value.items() if name != key}
        return value | {key: other_json(random, value[key])}
    if isinstance(value, list) and value:
        place = random.randrange(len(value))
        return [other_json(random, each) if at == place else each for at, each in enumerate(value)]
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + random.choice([-1, 1])
    return other_text(random, value) if isinstance(value, str) else ["planted"]


def edited(random: Random, event: Values) -> Values:
    """One column of the event with another value."""
    column = random.choice([*TEXTS, "at", "actor_id", "organisation_id", "subjects", "changes"])
    value = event[column]
    if column in TEXTS:
        return {column: other_text(random, value)}
    if column == "at":
        return {column: value + timedelta(microseconds=random.choice([-1, 1, 10**6, 10**10]))}
    if column.endswith("_id"):
        return {column: random.choice([(value or 0) + 1, None if value else 7])}
    if column == "changes" and value is not None and random.random() < 0.2:
        return {column: None}
    return {column: other_json(random, value)}


def edit(session: Session, random: Random) -> None:
    event = random.choice(read(session))
    write(session, event["number"], edited(random, event))


def edit_with_its_hash(session: Session, random: Random) -> None:
    """Somebody who knows the code makes the event itself whole again."""
    event = random.choice(read(session))
    column = random.choice(["at", "actor_id", "actor_role", "action", "changes"])
    while column not in (values := edited(random, event)):
        pass
    changed = event | values
    if changed["changes"] is not None and column == "changes":
        changed["changes_hash"] = hash_changes(changed["changes"])
    changed["hash"] = hash_event(Event(**changed))
    write(session, event["number"], changed)


def rewrite(session: Session, random: Random) -> None:
    """From one event on the whole chain is written anew, its head as well: only a sealed head can tell."""
    events = read(session)
    place = random.randrange(len(events))
    events[place] |= {"actor_role": other_text(random, events[place]["actor_role"])}
    previous = events[place]["previous"]
    for each in events[place:]:
        each["previous"] = previous
        each["hash"] = previous = hash_event(Event(**each))
        write(session, each["number"], each)
    session.execute(update(HEAD).values(hash=previous))


def delete_some(session: Session, random: Random) -> None:
    numbers = [event["number"] for event in read(session)]
    gone = random.sample(numbers, random.randint(1, 3))
    session.execute(delete(SUBJECT).where(SUBJECT.c.event_number.in_(gone)))
    session.execute(delete(EVENT).where(EVENT.c.number.in_(gone)))


def delete_last(session: Session, random: Random) -> None:
    """The last events go, and the head says that they never were."""
    events = read(session)
    kept = events[: -random.randint(1, 5)]
    session.execute(delete(SUBJECT).where(SUBJECT.c.event_number > kept[-1]["number"]))
    session.execute(delete(EVENT).where(EVENT.c.number > kept[-1]["number"]))
    if random.random() < 0.7:
        session.execute(update(HEAD).values(number=kept[-1]["number"], hash=kept[-1]["hash"]))


def move(session: Session, number: int, to: int) -> None:
    """Give an event another number, with the rows it is found by."""
    found = session.execute(select(SUBJECT).where(SUBJECT.c.event_number == number)).mappings().all()
    session.execute(delete(SUBJECT).where(SUBJECT.c.event_number == number))
    write(session, number, {"number": to})
    for row in found:
        session.execute(insert(SUBJECT).values(dict(row) | {"event_number": to}))


def reorder(session: Session, random: Random) -> None:
    one, two = random.sample([event["number"] for event in read(session)], 2)
    for number, to in ((one, 10**6), (two, one), (10**6, two)):
        move(session, number, to)


def renumber(session: Session, random: Random) -> None:
    numbers = [event["number"] for event in read(session)]
    move(session, random.choice(numbers), random.choice([-1, 0, max(numbers) + 1, max(numbers) + 9]))


def insert_event(session: Session, random: Random) -> None:
    """One more at the end that fits the chain, or one before the first; with the head or without."""
    events = read(session)
    like = random.choice(events)
    at_end = random.random() < 0.7
    number = events[-1]["number"] + 1 if at_end else random.choice([0, -3])
    values = like | {"number": number, "previous": events[-1]["hash"], "subjects": []}
    values["hash"] = hash_event(Event(**values))
    session.execute(insert(EVENT).values(values))
    if not at_end or random.random() < 0.5:
        session.execute(update(HEAD).values(number=number))


def tamper_with_subjects(session: Session, random: Random) -> None:
    rows = session.execute(select(SUBJECT).order_by(*SUBJECT.c)).mappings().all()
    row = dict(random.choice(rows))
    same = [column == row[column.name] for column in SUBJECT.c]
    way = random.choice(["delete", "insert", "edit"])
    if way == "delete":
        session.execute(delete(SUBJECT).where(*same))
    elif way == "insert":
        session.execute(insert(SUBJECT).values(row | {"public_id": "planted"}))
    else:
        column = random.choice(["kind", "public_id"])
        session.execute(update(SUBJECT).where(*same).values({column: other_text(random, row[column])}))


def tamper_with_head(session: Session, random: Random) -> None:
    head = dict(session.execute(select(HEAD)).mappings().one())
    way = random.choice(["delete", "insert", "id", "number", "hash"])
    if way == "delete":
        session.execute(delete(HEAD))
    elif way == "insert":
        session.execute(insert(HEAD).values(head | {"id": 2}))
    elif way == "hash":
        session.execute(update(HEAD).values(hash=other_text(random, head["hash"])))
    else:
        session.execute(update(HEAD).values({way: head[way] + random.choice([-1, 1, 5])}))


WAYS: tuple[Callable[[Session, Random], None], ...] = (
    edit,
    edit,
    edit,
    edit_with_its_hash,
    rewrite,
    delete_some,
    delete_last,
    reorder,
    renumber,
    insert_event,
    tamper_with_subjects,
    tamper_with_head,
)
