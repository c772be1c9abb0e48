"""Where suppliers came is worked out once, when a requirement has closed, and stays as it was."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hub.matches.finding import find_matches
from hub.outcomes import recording
from hub.outcomes.models import Closing, Outcome
from hub.outcomes.recording import due_closings, judged_on, keep, work_out
from hub.requirements.editing import close_requirement, open_requirement
from hub.requirements.models import Requirement
from hub.suppliers.models import Fact, Supplier
from tests.hub.outcomes.outcomes_made import (
    PAST,
    PROVED,
    ask,
    certificate,
    close,
    make_all,
    outcome_of,
    owner_of,
)
from tests.page_client import PageClient
from tests.people import make_member


def count(session: Session, model: type) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_rank_and_band_are_those_of_the_ranking(session: Session) -> None:
    made = make_all(session)
    requirement = ask(session, made, certificate(weight=3.0))
    found = find_matches(session, requirement)
    close(session, requirement)
    kept = outcome_of(session, requirement, made.firm)
    ranked = {match.profile: (at, match.band) for at, match in enumerate(found.ranking.matches, 1)}
    assert kept is not None
    assert (kept.position, kept.band) == ranked[made.firm.public_id] == (5, 2)
    closing = session.get_one(Closing, requirement.id)
    assert (closing.considered, closing.left_out) == (found.ranking.considered, 0)


def test_a_firm_that_is_gone_from_the_company_register_came_nowhere(session: Session) -> None:
    made = make_all(session)
    made.firm.register_status = "dissolved"
    requirement = ask(session, made, certificate())
    close(session, requirement)
    assert outcome_of(session, requirement, made.firm) is None


def test_once_the_day_of_need_had_passed_the_day_of_closing_counts() -> None:
    closed = datetime(2026, 6, 10, tzinfo=UTC)
    assert judged_on(Requirement(closed_at=closed, needed_on=date(2026, 6, 1))) == date(2026, 6, 10)
    assert judged_on(Requirement(closed_at=closed, needed_on=date(2026, 7, 1))) == date(2026, 7, 1)
    assert judged_on(Requirement(closed_at=closed)) == date(2026, 6, 10)
    assert judged_on(Requirement(needed_on=date(2026, 6, 1))) == date.today()


def test_who_states_a_missing_certificate_is_told_the_rank_it_would_have_had(session: Session) -> None:
    made = make_all(session)
    requirement = ask(session, made, certificate(weight=3.0))
    close(session, requirement)
    kept = outcome_of(session, requirement, made.firm)
    assert kept is not None
    assert kept.advice is not None
    (change,) = kept.advice["changes"]
    assert (change["name"], change["why"]) == ("iso_9001", "state")
    assert change["fields"] == ["body", "number", "expires_on"]
    made.firm.facts.append(Fact(name="iso_9001", value=True, **PROVED))
    session.commit()
    again = find_matches(session, requirement).ranking.matches
    came = {match.profile: (at, match.band) for at, match in enumerate(again, 1)}
    assert came[made.firm.public_id] == (kept.advice["position"], kept.advice["band"])


def test_who_was_left_out_is_told_the_gate_and_the_rank_with_it_met(session: Session) -> None:
    made = make_all(session)
    made.firm.facts.append(Fact(name="iso_9001", value=True, **PROVED | {"expires_on": PAST}))
    session.commit()
    requirement = ask(session, made, certificate("must"))
    close(session, requirement)
    kept = outcome_of(session, requirement, made.firm)
    assert kept is not None
    assert (kept.position, kept.band) == (None, None)
    assert kept.if_met in range(1, 6)
    (gate,) = kept.gates
    assert gate["criterion"] == requirement.criteria[0].public_id
    assert gate["reason"].startswith("Stated, but it ran out on")
    assert kept.advice is not None
    assert [(each["why"], each["fields"]) for each in kept.advice["changes"]] == [("renew", ["expires_on"])]
    assert kept.advice["position"] == kept.if_met


def test_what_changes_in_the_register_afterwards_changes_no_outcome(app: Flask, session: Session) -> None:
    made = make_all(session)
    requirement = ask(session, made, certificate(weight=3.0))
    close(session, requirement)
    before = outcome_of(session, requirement, made.firm)
    assert before is not None
    position, advice = before.position, before.advice
    made.firm.facts.append(Fact(name="iso_9001", value=True, **PROVED))
    session.execute(delete(Supplier).where(Supplier.name == "Rival 0"))
    session.commit()
    app.test_cli_runner().invoke(args=["record-outcomes"])
    after = outcome_of(session, requirement, made.firm)
    assert after is not None
    assert (after.position, after.advice) == (position, advice)


def test_certificates_are_judged_on_the_day_of_need_or_of_closing(session: Session) -> None:
    made = make_all(session)
    soon, later = date.today() + timedelta(days=5), date.today() + timedelta(days=9)
    made.firm.facts.append(Fact(name="iso_9001", value=True, **PROVED | {"expires_on": soon}))
    session.commit()
    in_time = ask(session, made, certificate("must"))
    late = ask(session, made, certificate("must"), needed_on=later, place=None, title="Drains again")
    close(session, in_time)
    close(session, late)
    assert session.get_one(Closing, in_time.id).judged_on == date.today()
    assert session.get_one(Closing, late.id).judged_on == later
    kept = [outcome_of(session, each, made.firm) for each in (in_time, late)]
    assert [each is not None and each.position is not None for each in kept] == [True, False]


def test_only_claimed_suppliers_of_the_categories_have_an_outcome(session: Session) -> None:
    made = make_all(session)
    requirement = ask(session, made)
    close(session, requirement)
    assert list(session.scalars(select(Outcome.supplier_id))) == [made.firm.id]


@pytest.mark.parametrize(
    ("columns", "due"),
    [({}, True), ({"visibility": "private"}, False), ({"state": "open"}, False), ({"state": "draft"}, False)],
)
def test_a_closed_and_public_requirement_is_worked_out_and_no_other(
    session: Session, columns: dict[str, str], due: bool
) -> None:
    requirement = ask(session, make_all(session, 1), **{"state": "closed"} | columns)
    assert (due_closings(session) == [requirement.id]) is due
    assert (work_out(session, requirement.id) is not None) is due


def test_closing_on_the_page_works_it_out_and_opening_takes_it_back(
    session: Session, page_client: PageClient
) -> None:
    made = make_all(session)
    requirement = ask(session, made, certificate())
    page_client.sign_in(made.buyer)
    shown = f"/requirements/{requirement.public_id}"
    page_client.submit(f"{shown}/close")
    assert outcome_of(session, requirement, made.firm) is not None
    assert session.get_one(type(requirement), requirement.id).closed_at is not None
    session.commit()
    page_client.submit(f"{shown}/open")
    assert (count(session, Closing), count(session, Outcome)) == (0, 0)
    assert session.get_one(type(requirement), requirement.id).closed_at is None


def test_a_private_requirement_that_is_closed_leaves_nothing(
    session: Session, page_client: PageClient
) -> None:
    made = make_all(session, 1)
    requirement = ask(session, made, visibility="private")
    page_client.sign_in(made.buyer)
    page_client.submit(f"/requirements/{requirement.public_id}/close")
    assert count(session, Closing) == 0


def test_what_cannot_be_worked_out_at_closing_is_logged_and_done_by_the_command(
    app: Flask, session: Session, page_client: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    made = make_all(session, 1)
    requirement = ask(session, made, certificate())
    page_client.sign_in(made.buyer)
    with patch.object(recording, "place_all", side_effect=RuntimeError), caplog.at_level(logging.ERROR):
        page_client.submit(f"/requirements/{requirement.public_id}/close")
    assert "were not worked out" in caplog.text
    assert count(session, Closing) == 0
    session.commit()
    result = app.test_cli_runner().invoke(args=["record-outcomes"])
    assert result.stdout == "Closed requirements worked out: 1.\n"
    assert outcome_of(session, requirement, made.firm) is not None
    session.commit()
    assert app.test_cli_runner().invoke(args=["record-outcomes"]).stdout.endswith("out: 0.\n")


def test_where_many_suppliers_are_to_be_seen_to_the_command_does_it(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    made = make_all(session, 1)
    requirement = ask(session, made, certificate())
    page_client.sign_in(made.buyer)
    with patch.object(recording, "AT_ONCE", 0):
        page_client.submit(f"/requirements/{requirement.public_id}/close")
    assert count(session, Closing) == 0
    session.commit()
    app.test_cli_runner().invoke(args=["record-outcomes"])
    assert outcome_of(session, requirement, made.firm) is not None


def test_a_requirement_changed_while_it_is_worked_out_keeps_nothing(session: Session) -> None:
    made = make_all(session, 1)
    requirement = ask(session, made, certificate())
    close_requirement(requirement)
    session.commit()
    worked_out = work_out(session, requirement.id)
    assert worked_out is not None
    requirement.title = "Something else"
    session.commit()
    assert keep(session, worked_out) is False
    assert count(session, Closing) == 0
    assert due_closings(session) == [requirement.id]


def test_a_supplier_erased_while_it_is_worked_out_has_no_outcome(session: Session) -> None:
    made = make_all(session, 1)
    requirement = ask(session, made, certificate())
    close_requirement(requirement)
    session.commit()
    worked_out = work_out(session, requirement.id)
    assert worked_out is not None
    session.execute(delete(Supplier).where(Supplier.id == made.firm.id))
    assert keep(session, worked_out) is True
    assert (count(session, Closing), count(session, Outcome)) == (1, 0)


def test_the_command_forgets_what_was_opened_again_behind_its_back(app: Flask, session: Session) -> None:
    made = make_all(session, 1)
    requirement = ask(session, made, certificate())
    close(session, requirement)
    open_requirement(requirement)
    session.commit()
    app.test_cli_runner().invoke(args=["record-outcomes"])
    assert count(session, Closing) == 0


def test_a_closing_leaves_the_index_as_it_was(app: Flask, session: Session) -> None:
    made = make_all(session)
    requirement = ask(session, made, certificate(weight=3.0), certificate("must", "iso_14001"))
    before = find_matches(session, requirement)
    close(session, requirement)
    after = find_matches(session, requirement)
    assert (after.ranking, after.digest) == (before.ranking, before.digest)


def test_suppliers_are_read_in_batches(session: Session) -> None:
    made = make_all(session)
    for name in ("Rival 0", "Rival 1", "Rival 2"):
        rival = session.scalars(select(Supplier).where(Supplier.name == name)).one()
        rival.organisation = owner_of(make_member(session, "supplier"))
    session.commit()
    requirement = ask(session, made, certificate())
    with patch.object(recording, "BATCH", 2):
        close(session, requirement)
    assert count(session, Outcome) == 4
