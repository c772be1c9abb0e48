"""Whatever is tampered with is found, and a chain that nobody touched is never reported."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from flask import Flask
from sqlalchemy import null, select, text, update
from sqlalchemy.orm import Session

from hub.audit.collecting import note_fact, note_subject
from hub.audit.models import Event
from hub.audit.sealing import FILE
from hub.audit.verifying import MOST_PROBLEMS, verify_chain
from hub.suppliers.models import Capability
from tests.hub.audit.tampering import WAYS, rewrite
from tests.hub.suppliers.suppliers_made import make_supplier

EVENTS = 24
TRIES = {"sqlite": 1_000, "postgresql": 250}


@pytest.fixture
def chain(session: Session) -> dict[int, str]:
    """Events of every kind: about one thing, about many, about none, with erased changes. Returns hashes."""
    for number in range(EVENTS - 4):
        supplier = make_supplier(session, f"Kestrel {number} Drains Ltd", size="micro")
        if number % 3 == 0:
            supplier.capabilities = [Capability(title="Jetting", description="Zażółć gęślą jaźń 🦦")]
        if number % 5 == 0:
            note_subject(session, "requirement", f"one-{number}")
        session.commit()
    note_fact(session, file="awards.csv", counts={"new": 3, "value": 12.5})
    session.commit()
    session.execute(update(Event).where(Event.number.in_([2, 4])).values(changes=None))
    note_fact(session, erased_events=[2])
    session.commit()
    session.execute(update(Event).where(Event.number == 7).values(changes=null()))
    note_fact(session, erased_events=[7, 4])
    session.commit()
    make_supplier(session, "Merlin Drains Ltd")
    session.commit()
    return {event.number: event.hash for event in session.scalars(select(Event))}


def problems(session: Session, sealed: dict[int, str] | None = None) -> list[str]:
    return verify_chain(session, sealed).problems


def test_an_empty_hub_has_a_chain_that_holds(session: Session) -> None:
    assert (verify_chain(session).events, problems(session)) == (0, [])


def test_an_untouched_chain_is_never_reported(session: Session, chain: dict[int, str]) -> None:
    for sealed in ({}, chain):
        found = verify_chain(session, sealed)
        assert (found.events, found.head, found.problems) == (EVENTS, chain[EVENTS], [])


@pytest.mark.long
def test_a_thousand_tamperings_are_found(session: Session, chain: dict[int, str]) -> None:
    """Each in a savepoint that is rolled back; between them the chain holds again."""
    random, missed, tried = Random(11), [], Counter[str]()
    for number in range(TRIES[session.get_bind().dialect.name]):
        way = random.choice(WAYS)
        savepoint = session.begin_nested()
        way(session, random)
        if not problems(session, chain):
            missed.append(f"{number}: {way.__name__}")
        savepoint.rollback()
        tried[way.__name__] += 1
        if number % 50 == 0:
            assert problems(session, chain) == []
    assert missed == []
    assert set(tried) == {way.__name__ for way in WAYS}
    assert problems(session, chain) == []


def test_only_sealed_heads_tell_of_a_chain_written_anew(session: Session, chain: dict[int, str]) -> None:
    rewrite(session, Random(3))
    assert problems(session) == []
    assert "the chain was rewritten" in problems(session, {EVENTS: chain[EVENTS]})[0]


def test_changes_may_be_missing_only_where_a_later_event_says_that_they_were_erased(
    session: Session, chain: dict[int, str]
) -> None:
    session.execute(update(Event).where(Event.number == 9).values(changes=None))
    assert problems(session) == ["Event 9 has no changes, and no erasure says that it took them"]
    session.rollback()
    session.execute(update(Event).where(Event.number == EVENTS - 1).values(changes=None))
    assert len(problems(session)) == 3, "with the note of the erasure, what it told of events 4 and 7 is gone"


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("DELETE FROM event WHERE number = 5", "Event 5 is missing"),
        ("DELETE FROM event WHERE number IN (5, 6)", "Events 5 to 6 are missing"),
        ("DELETE FROM event WHERE number = 24", "The head says that event 24 is the last one"),
        ("UPDATE event SET action = 'x' WHERE number = 5", "Event 5 was edited: its hash is not"),
        ("DELETE FROM event_subject WHERE event_number = 5", "Event 5 was edited: its subjects are not"),
        ("DELETE FROM event_head", "The head says that event 0 is the last one"),
        ("UPDATE event_head SET hash = 'x'", "The head was edited"),
        ("UPDATE event SET changes = '[{}]' WHERE number = 5", "Event 5 was edited: its changes are not"),
    ],
)
def test_the_problem_is_named(session: Session, chain: dict[int, str], statement: str, problem: str) -> None:
    session.execute(text(statement))
    assert problems(session)[0].startswith(problem)


def test_what_cannot_be_read_is_reported_and_breaks_nothing(session: Session, chain: dict[int, str]) -> None:
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL takes no JSON that is none")
    session.execute(text("UPDATE event SET changes = '[{broken' WHERE number = 5"))
    assert "cannot be read" in problems(session)[-1]


def test_a_wholly_broken_chain_is_told_in_a_few_lines(session: Session, chain: dict[int, str]) -> None:
    session.execute(text("UPDATE event SET hash = 'x', previous = 'y'"))
    assert len(problems(session)) == MOST_PROBLEMS


def test_events_are_read_a_few_at_a_time(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """More events than are read at once, and never more in memory than that."""
    monkeypatch.setattr("hub.audit.verifying.AT_ONCE", 20)
    for _number in range(50):
        note_fact(session, file="awards.csv")
        session.commit()
    session.expunge_all()
    held: list[int] = []
    hashed = verify_chain.__globals__["hash_event"]

    def counting(event: Event) -> str:
        held.append(sum(isinstance(each, Event) for each in session.identity_map.values()))
        return str(hashed(event))

    monkeypatch.setitem(verify_chain.__globals__, "hash_event", counting)
    assert verify_chain(session).events == 50
    assert max(held) <= 20 + 1


@pytest.fixture
def instance(app: Flask, chain: dict[int, str], tmp_path, monkeypatch: pytest.MonkeyPatch):
    """A folder of its own for the sealed heads of this test."""
    monkeypatch.setitem(app.config, "INSTANCE", tmp_path)
    return tmp_path


def run(app: Flask, *words: str):
    return app.test_cli_runner().invoke(args=["audit", *words])


def test_the_command_tells_events_and_head(
    app: Flask, session: Session, chain: dict[int, str], instance
) -> None:
    session.rollback()
    done = run(app, "verify")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"The chain holds: {EVENTS} events, head {chain[EVENTS]}, 0 sealed.\n"


def test_a_broken_chain_is_told_and_cannot_be_sealed(app: Flask, session: Session, instance) -> None:
    session.execute(text("UPDATE event SET action = 'x' WHERE number = 5"))
    session.commit()
    done = run(app, "verify")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines() == ["Event 5 was edited: its hash is not that of its columns"]
    assert run(app, "seal").exit_code == 1
    assert not (instance / FILE).exists()


def test_a_sealed_head_finds_a_rewritten_chain(app: Flask, session: Session, instance) -> None:
    session.rollback()
    assert run(app, "seal").exit_code == 0
    assert "1 sealed" in run(app, "verify").stdout
    make_supplier(session, "Merlin Ltd")
    session.commit()
    assert run(app, "seal").exit_code == 0
    assert "2 sealed" in run(app, "verify").stdout
    rewrite(session, Random(3))
    session.commit()
    done = run(app, "verify")
    assert done.exit_code == 1
    assert "the chain was rewritten" in done.stderr


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda lines: [lines[0].replace('"number":24', '"number":23'), lines[1]], "Line 1"),
        (lambda lines: lines[1:], "Line 1"),
        (lambda lines: [lines[1], lines[0]], "Line 1"),
        (lambda lines: [lines[0], "{}"], "Line 2"),
        (lambda lines: [lines[0], lines[1][:40]], "Line 2"),
        (lambda lines: [lines[0].replace('"at":"2', '"at":"3'), lines[1]], "Line 1"),
    ],
)
def test_an_edited_file_of_heads_is_found(app: Flask, session: Session, instance, change, told: str) -> None:
    session.rollback()
    run(app, "seal")
    make_supplier(session, "Merlin Ltd")
    session.commit()
    run(app, "seal")
    file = instance / FILE
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    file.write_text("\n".join(change(file.read_text().splitlines())) + "\n")
    done = run(app, "verify")
    assert done.exit_code == 1
    assert told in done.stderr


def test_nothing_to_seal_is_said(app: Flask, session: Session, tmp_path, monkeypatch) -> None:
    session.rollback()
    monkeypatch.setitem(app.config, "INSTANCE", tmp_path)
    assert "there is no event yet" in run(app, "seal").stdout
    assert "0 events" in run(app, "verify").stdout


def test_the_chain_is_verified_while_others_write(app: Flask, session: Session, instance) -> None:
    """What is committed while the events are read neither belongs to that moment nor breaks it."""
    from hub.audit import verifying

    session.rollback()
    check = verifying._check_head

    def write_first(reading: Session, found: verifying.Verified) -> None:
        make_supplier(session, "Merlin Ltd")
        session.commit()
        check(reading, found)

    verifying._check_head = write_first
    try:
        done = run(app, "verify")
    finally:
        verifying._check_head = check
    assert (done.exit_code, done.stderr) == (0, "")
