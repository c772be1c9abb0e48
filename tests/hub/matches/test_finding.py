"""Finding: the ranking of a requirement, its digest, and what it costs the database."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy.orm import Session

from hub.accounts.actors import NOBODY, actor_of
from hub.database import open_session
from hub.matches.finding import DEPTH, find_by_words, find_matches, read_words, suggest_categories
from hub.matches.models import Run
from hub.matches.recording import record_run
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Contract, Fact
from tests.hub.matches.catalogue_made import (
    counted_statements,
    make_catalogue,
    make_categories,
    make_firm,
    make_many,
)
from tests.people import make_member, make_organisation

TODAY = date(2026, 7, 1)


def make_requirement(session: Session, title: str = "Blocked drains", **columns: object) -> Requirement:
    requirement = Requirement(organisation=make_organisation(session, "buyer"), title=title, **columns)
    session.add(requirement)
    session.commit()
    return requirement


def test_the_likest_supplier_is_first_and_the_unlike_are_absent(session: Session) -> None:
    firms = make_catalogue(session)
    found = find_matches(session, make_requirement(session), today=TODAY)
    order = [match.profile for match in found.ranking.matches]
    assert order == [firms["swift"].public_id, firms["peak"].public_id]
    assert found.suppliers[order[0]].name == "Swift Drainage Ltd"


def test_a_must_that_is_not_met_excludes_and_silence_does_not(session: Session) -> None:
    firms = make_catalogue(session)
    firms["swift"].facts.append(Fact(name="iso_9001", value=True, expires_on=date(2026, 6, 30)))
    must = Criterion(text="ISO 9001 certificate, in date", importance="must", fact="iso_9001", value=True)
    requirement = make_requirement(session, criteria=[must])

    on_the_day_after = find_matches(session, requirement, today=date(2026, 7, 1))
    assert [each.profile for each in on_the_day_after.ranking.excluded] == [firms["swift"].public_id]
    assert on_the_day_after.ranking.excluded[0].near
    assert [match.profile for match in on_the_day_after.ranking.matches] == [firms["peak"].public_id]

    requirement.needed_on = date(2026, 6, 30)
    on_its_last_day = find_matches(session, requirement, today=date(2026, 6, 1))
    assert on_its_last_day.ranking.excluded == ()


def test_once_the_day_of_need_has_passed_certificates_must_be_in_date_today(session: Session) -> None:
    firms = make_catalogue(session)
    firms["swift"].facts.append(Fact(name="iso_9001", value=True, expires_on=date(2026, 6, 30)))
    must = Criterion(text="ISO 9001 certificate, in date", importance="must", fact="iso_9001", value=True)
    requirement = make_requirement(session, criteria=[must], needed_on=date(2026, 6, 1))
    assert find_matches(session, requirement, today=date(2026, 6, 30)).ranking.excluded == ()
    (excluded,) = find_matches(session, requirement, today=date(2026, 7, 1)).ranking.excluded
    assert excluded.profile == firms["swift"].public_id


def test_verdicts_stand_in_the_buyers_order_after_the_need(session: Session) -> None:
    make_catalogue(session)
    lines = [Criterion(text=f"Line {at}", position=at) for at in range(8)]
    found = find_matches(session, make_requirement(session, criteria=lines), today=TODAY)
    for match in found.ranking.matches:
        assert [verdict.text for verdict in match.verdicts] == [
            "Blocked drains",
            *(line.text for line in lines),
        ]


def test_the_digest_tells_orders_apart_and_not_page_lengths(session: Session) -> None:
    firms = make_catalogue(session)
    requirement = make_requirement(session)
    first = find_matches(session, requirement, 1, today=TODAY)
    assert find_matches(session, requirement, 90, today=TODAY).digest == first.digest

    make_firm(session, "Fir Catering", "School meals")
    session.commit()
    # The catalogue changed, and with it how rare each word is: scores follow, and the digest with them.
    same = find_matches(session, requirement, 1, today=TODAY)
    scores = [[round(match.score, 9) for match in each.ranking.matches] for each in (first, same)]
    assert (same.digest == first.digest) is (scores[0] == scores[1])

    firms["peak"].capabilities[0].title = "Blocked drains, blocked drains and gullies"
    session.commit()
    assert find_matches(session, requirement, 1, today=TODAY).digest != same.digest


def test_the_contracts_that_evidence_quotes_come_along(session: Session) -> None:
    firms = make_catalogue(session)
    firms["bright"].contracts = [
        Contract(
            title="Blocked drains at Moor School", buyer_name="Moor Council", source="ocds", source_key="1"
        ),
        Contract(title="Window blinds", buyer_name="Moor Council"),
    ]
    session.commit()
    found = find_by_words(session, "blocked drains")
    assert [contract.title for contract in found.contracts.values()] == ["Blocked drains at Moor School"]


def test_the_first_of_several_lines_is_the_need() -> None:
    assert read_words("Drains\nAt our schools\nweekly").title == "Drains"
    assert read_words("Drains\nAt our schools\nweekly").description == "At our schools\nweekly"
    assert read_words("  Drains at our schools ").description == ""


def test_categories_are_proposed_with_a_confidence(session: Session) -> None:
    make_categories(session)
    make_catalogue(session)
    proposed = suggest_categories(session, "drain clearance at a depot")
    assert proposed[0][0].slug == "drain-clearance"
    assert 0 < proposed[0][1] <= 1
    assert suggest_categories(session, "zzzz") == []


def test_a_search_sends_as_many_statements_for_fifty_suppliers_as_for_five(
    app: Flask, session: Session
) -> None:
    counts = []
    make_many(session, 5)
    for more in (0, 45):
        for at in range(more):
            make_firm(session, f"Late {at}", "Drains: Blocked drains cleared")
        session.commit()
        with open_session(writes=False) as reading:
            find_by_words(reading, "blocked drains")
        with counted_statements() as sent, open_session(writes=False) as reading:
            assert find_by_words(reading, "blocked drains", 50).ranking.considered == 5 + more
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_a_run_holds_the_whole_order_where_the_page_was_cut(session: Session) -> None:
    make_many(session, DEPTH + 15)
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, "Blocked drains")
    found = find_matches(session, requirement, today=TODAY)
    assert len(found.ranking.matches) == DEPTH

    recorded = record_run(session, requirement, actor_of(buyer), today=TODAY)
    session.commit()

    kept = session.get_one(Run, recorded.run.id)
    assert recorded.page_digest == found.digest
    assert kept.considered == len(kept.matches) == DEPTH + 15
    assert [match["score"] for match in kept.matches] == sorted(
        (m["score"] for m in kept.matches), reverse=True
    )
    assert kept.matches[0]["supplier"] == found.ranking.matches[0].profile
    assert kept.asked["title"] == "Blocked drains"
    assert kept.asked["on"] == "2026-07-01"
    assert kept.recorded_by_id == buyer.id


def test_a_run_holds_who_was_left_out_and_by_which_gate(session: Session) -> None:
    firms = make_catalogue(session)
    firms["swift"].facts.append(Fact(name="iso_9001", value=False))
    must = Criterion(text="ISO 9001 certificate, in date", importance="must", fact="iso_9001", value=True)
    requirement = make_requirement(session, criteria=[must])

    run = record_run(session, requirement, NOBODY, today=TODAY).run
    session.commit()

    (excluded,) = run.excluded
    assert excluded["name"] == "Swift Drainage Ltd"
    assert [gate["criterion"] for gate in excluded["gates"]] == [must.public_id]
    assert run.considered == 2
