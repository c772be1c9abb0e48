"""What is past its time goes, a day before it stays; a dry run says the same and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from hub.accounts.models import Invitation, SignIn, User
from hub.audit.models import Event
from hub.contacts.models import FirmContact
from hub.exports.models import Export
from hub.growth.models import FirmFigure
from hub.imports.models import FirmImport, FirmImportRow
from hub.mail.models import Message
from hub.models import Base
from hub.privacy.retention import FINDERS, count, due, let_go, rules_with_an_end
from hub.privacy.retention_rules import RULES, Rule, rule_named
from hub.queue.models import QueueItem
from hub.requirements.models import Criterion, Requirement
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import Claim, Registration, Supplier
from tests.hub.privacy.people_made import Made, make_everything
from tests.people import make_member, make_organisation, make_user

DAY = timedelta(days=1)
THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""When what a rule counts from happened."""


def invitation(session: Session, **columns: Any) -> Invitation:
    values = {"email": "g@mail.example", "role": "viewer", "expires_at": THEN, "token_hash": "t" * 64}
    organisation = make_organisation(session, "buyer")
    made = Invitation(organisation=organisation, **(values | columns))
    session.add(made)
    return made


def used_invitation(session: Session) -> Invitation:
    return invitation(session, expires_at=THEN + 2 * DAY, accepted_at=THEN)


def withdrawn_invitation(session: Session) -> Invitation:
    return invitation(session, expires_at=THEN + 2 * DAY, withdrawn_at=THEN)


def ended_sign_in(session: Session) -> SignIn:
    user = make_member(session, "buyer")
    made = SignIn(user=user, key_hash="k" * 64, started_at=THEN - DAY, ended_at=THEN)
    session.add(made)
    return made


def forgotten_sign_in(session: Session) -> SignIn:
    """Nobody ended it: it counts from a day after it began."""
    made = SignIn(user=make_member(session, "buyer"), key_hash="k" * 64, started_at=THEN - DAY)
    session.add(made)
    return made


def registration(session: Session) -> Registration:
    made = Registration(user_id=make_member(session, "buyer").id, answers={}, updated_at=THEN)
    session.add(made)
    return made


def message(session: Session) -> Message:
    made = Message(recipient="g@mail.example", subject="s", body="b", queued_at=THEN)
    session.add(made)
    return made


def claim(session: Session, state: str = "declined") -> Claim:
    made = Claim(
        user=make_member(session, "buyer"),
        supplier_name="Elm",
        state=state,
        asked_at=THEN - DAY,
        decided_at=None if state == "asked" else THEN,
    )
    session.add(made)
    return made


def account(session: Session) -> User:
    made = make_user(session)
    made.created_at, made.confirmed_at = THEN, None
    return made


def firm_import(session: Session) -> FirmImport:
    """With a row, which goes with it."""
    made = FirmImport(file_name="firms.csv", sha256="h", headings=["Name"], changed_at=THEN)
    session.add(made)
    session.flush()
    session.add(FirmImportRow(import_id=made.id, position=1, number=2, cells=["Elm"]))
    return made


def queue_item(session: Session) -> QueueItem:
    """Beside it one that is still to do, which stays."""
    made, waiting = (
        QueueItem(kind="flagged", source_id=number, urgency=2, last_act="done", last_at=THEN)
        for number in (1, 2)
    )
    made.state = "done"
    session.add_all([made, waiting])
    return made


def export(session: Session) -> Export:
    made = Export(format="csv", shortlists=1, taken_at=THEN)
    session.add(made)
    return made


CASES: list[tuple[str, int, Callable[[Session], Any]]] = [
    ("invitations", 30, invitation),
    ("invitations", 30, used_invitation),
    ("invitations", 30, withdrawn_invitation),
    ("ended sign-ins", 30, ended_sign_in),
    ("ended sign-ins", 30, forgotten_sign_in),
    ("abandoned registrations", 90, registration),
    ("undelivered mail", 7, message),
    ("decided claims", 365, claim),
    ("unconfirmed accounts", 30, account),
    ("imports", 30, firm_import),
    ("finished queue items", 365, queue_item),
    ("exports", 3 * 365 + 1, export),
]


@pytest.mark.parametrize(("name", "days", "make"), CASES)
def test_a_thing_stays_to_its_day_and_goes_on_it(
    session: Session, name: str, days: int, make: Callable[[Session], Any]
) -> None:
    made = make(session)
    session.commit()
    model, number, rule = type(made), made.id, rule_named(name)
    run(session, rule, THEN + days * DAY - timedelta(seconds=1))
    assert session.scalar(select(model.id).where(model.id == number)) == number
    run(session, rule, THEN + days * DAY)
    assert session.scalar(select(model.id).where(model.id == number)) is None


def run(session: Session, rule: Rule, now: datetime) -> int:
    found = due(session, rule, now)
    let_go(session, rule, found)
    session.commit()
    return count(found)


def in_a_hundred_years(session: Session, name: str) -> int:
    return run(session, rule_named(name), THEN + 36525 * DAY)


def test_an_open_claim_and_a_confirmed_account_have_no_day(session: Session) -> None:
    claim(session, "asked")
    account(session).confirmed_at = THEN
    make_member(session, "buyer").created_at = THEN
    session.commit()
    assert in_a_hundred_years(session, "decided claims") == 0
    assert in_a_hundred_years(session, "unconfirmed accounts") == 0


@pytest.fixture
def decided(session: Session) -> Made:
    """A requirement, its run and its shortlist, all of the same moment."""
    made = make_everything(session)
    made.run.recorded_at = made.shortlist.created_at = THEN
    session.commit()
    _close(session, made, THEN)
    return made


def _close(session: Session, made: Made, at: datetime) -> None:
    session.execute(
        update(Requirement).where(Requirement.id == made.requirement.id).values(state="closed", updated_at=at)
    )
    session.commit()


def count_decisions(session: Session) -> tuple[int, ...]:
    models = (Requirement, Criterion, Shortlist, ShortlistEntry)
    return tuple(session.scalar(select(func.count()).select_from(model)) or 0 for model in models)


THREE_YEARS = timedelta(days=3 * 365 + 1)


def test_decision_records_stay_three_years_and_go_whole(session: Session, decided: Made) -> None:
    rule = rule_named("decision records")
    assert run(session, rule, THEN + THREE_YEARS - timedelta(seconds=1)) == 0
    assert count_decisions(session) == (1, 1, 1, 2)
    assert run(session, rule, THEN + THREE_YEARS) == 3, "a requirement, a run and a shortlist"
    assert count_decisions(session) == (0, 0, 0, 0)


def test_an_open_requirement_has_no_day(session: Session, decided: Made) -> None:
    session.execute(update(Requirement).values(state="open", updated_at=THEN))
    session.commit()
    assert in_a_hundred_years(session, "decision records") == 0


@pytest.mark.parametrize("later", ["run", "shortlist", "sharing"])
def test_the_three_years_count_from_the_last_record(session: Session, decided: Made, later: str) -> None:
    if later == "run":
        decided.run.recorded_at = THEN + DAY
    elif later == "shortlist":
        decided.shortlist.created_at = THEN + DAY
    else:
        decided.shortlist.shared_at = THEN + DAY
    session.commit()
    rule = rule_named("decision records")
    assert run(session, rule, THEN + THREE_YEARS) == 0
    assert run(session, rule, THEN + THREE_YEARS + DAY) == 3


def test_contacts_and_figures_go_six_years_after_their_day(session: Session) -> None:
    """Logged for 1 March 2026: six years with two leap days are 2,192 days, which end on 1 March 2032."""
    supplier = Supplier(name="Elm", name_key="elm", state="unclaimed")
    session.add(supplier)
    session.flush()
    told = {"channel": "call", "intensity": "light", "quarters": 1, "about": "Peat"}
    session.add(FirmContact(supplier_id=supplier.id, day=THEN.date(), **told))
    session.add(FirmFigure(supplier_id=supplier.id, as_at=THEN.date(), turnover=1, given="firm"))
    session.commit()
    rule = rule_named("contacts and figures")
    assert run(session, rule, datetime(2032, 2, 29, 23, 59, tzinfo=UTC)) == 0
    assert run(session, rule, datetime(2032, 3, 1, tzinfo=UTC)) == 2


def test_each_rule_leaves_one_event_with_counts(session: Session) -> None:
    message(session)
    message(session)
    session.commit()
    before = session.scalar(select(func.count()).select_from(Event))
    run(session, rule_named("undelivered mail"), THEN + 7 * DAY)
    run(session, rule_named("undelivered mail"), THEN + 7 * DAY)  # nothing to do is no event
    events = session.scalars(select(Event).order_by(Event.number)).all()
    assert len(events) == (before or 0) + 1
    assert events[-1].changes == [
        {"noted": {"retention": "undelivered mail", "kept": "7 days", "rows": {"message": 2}}}
    ]


def whole_database(session: Session) -> dict[str, list[Any]]:
    tables = Base.metadata.sorted_tables
    return {
        table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
        for table in tables
    }


def test_a_dry_run_tells_the_numbers_of_the_real_one_and_changes_nothing(
    app: Flask, session: Session
) -> None:
    """Everything is long past: it happened in March, and the command asks the clock."""
    for _name, _days, make in CASES:
        made = make(session)
        if isinstance(made, Invitation | SignIn):
            setattr(made, "token_hash" if isinstance(made, Invitation) else "key_hash", os.urandom(8).hex())
        for column in ("expires_at", "accepted_at", "withdrawn_at", "started_at", "ended_at", "updated_at"):
            if getattr(made, column, None):
                setattr(made, column, getattr(made, column) - 1000 * DAY)
        asked = ("queued_at", "asked_at", "decided_at", "created_at", "changed_at", "last_at", "taken_at")
        for column in asked:
            if getattr(made, column, None):
                setattr(made, column, getattr(made, column) - 1000 * DAY)
    session.commit()
    before = whole_database(session)
    session.rollback()
    dry = app.test_cli_runner().invoke(args=["retention", "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert whole_database(session) == before
    session.rollback()
    real = app.test_cli_runner().invoke(args=["retention"])
    assert real.exit_code == 0, real.output
    assert _numbers(dry.output) == _numbers(real.output)
    assert _numbers(real.output) == {
        "decision records": 0,
        "exports": 1,
        "invitations": 3,
        "ended sign-ins": 2,
        "abandoned registrations": 1,
        "undelivered mail": 1,
        "decided claims": 1,
        "unconfirmed accounts": 1,
        "imports": 2,
        "finished queue items": 1,
        "contacts and figures": 0,
        "outbox files": 0,
    }
    assert whole_database(session) != before


def _numbers(output: str) -> dict[str, int]:
    lines = [line.partition(": ") for line in output.splitlines()]
    return {name: int(rest.split()[0]) for name, _, rest in lines}


def test_kept_mail_goes_after_thirty_days(app: Flask) -> None:
    outbox = app.config["INSTANCE"] / "outbox"
    outbox.mkdir(exist_ok=True)
    old, new = outbox / "old.eml", outbox / "new.eml"
    now = datetime.now(UTC).timestamp()
    for path, days in ((old, 30), (new, 29)):
        path.write_text("To: g@mail.example\n\nHello\n")
        os.utime(path, (now - days * 86400 - 60,) * 2)
    runner = app.test_cli_runner()
    assert _numbers(runner.invoke(args=["retention", "--dry-run"]).output)["outbox files"] == 1
    assert old.exists()
    assert _numbers(runner.invoke(args=["retention"]).output)["outbox files"] == 1
    assert (old.exists(), new.exists()) == (False, True)
    new.unlink()


def test_every_rule_with_an_end_is_carried_out() -> None:
    assert {rule.name for rule in rules_with_an_end()} == {*FINDERS, "outbox files"}
    assert all(rule.source and rule.since for rule in RULES)
