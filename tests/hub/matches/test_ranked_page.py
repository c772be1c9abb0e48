"""The ranked page of a saved requirement."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from hub.database import open_session
from hub.matches.finding import find_matches
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Fact
from tests.hub.matches.catalogue_made import counted_statements, make_catalogue, make_firm, make_many
from tests.hub.requirements.requirements_made import make_requirement
from tests.page_client import PageClient
from tests.people import make_member


def address(requirement: Requirement) -> str:
    return f"/requirements/{requirement.public_id}/matches"


def test_each_line_has_a_verdict_with_its_proof_or_is_to_be_asked(
    session: Session, page_client: PageClient
) -> None:
    make_catalogue(session)
    buyer = make_member(session, "buyer")
    lines = [
        Criterion(text="High-pressure jetting", importance="must", position=0),
        Criterion(text="Fluent Welsh speakers", position=1),
        Criterion(
            text="ISO 9001 certificate, in date", importance="must", fact="iso_9001", value=True, position=2
        ),
    ]
    requirement = make_requirement(session, buyer, criteria=lines)
    page_client.sign_in(buyer)
    page = page_client.get(address(requirement))
    assert page.heading == "Suppliers for “Blocked drains”"
    assert page.texts("#match-1-name") == ["1. Swift Drainage Ltd"]
    assert page.texts("#match-1 .govuk-tag") == ["Met", "Met", "Not stated: ask", "Not stated: ask"]
    assert "Fluent Welsh speakers" in page.texts("#match-1 .hub-match__line")[2]


def test_figures_add_up_over_lines_and_proofs(session: Session, page_client: PageClient) -> None:
    make_many(session, 20)
    buyer = make_member(session, "buyer")
    lines = [
        Criterion(text="Drains at a school", weight=2.0),
        Criterion(text="ISO 9001", fact="iso_9001", value=True),
    ]
    requirement = make_requirement(session, buyer, criteria=lines)
    page_client.sign_in(buyer)
    for card in page_client.get(address(requirement)).select(".hub-match"):
        score = card.cssselect(".hub-match__score strong")[0].text_content()
        proofs = [float(each.text_content()[1:]) for each in card.cssselect(".hub-proof .hub-match__points")]
        parts = [
            each.text_content().split() for each in card.cssselect(".hub-match__criterion .hub-match__points")
        ]
        assert f"{sum(proofs):.1f}" == f"{sum(float(part[0]) for part in parts):.1f}" == score
        assert all(float(part[0]) <= float(part[2]) for part in parts)


def test_who_is_left_out_is_listed_with_the_gate(session: Session, page_client: PageClient) -> None:
    firms = make_catalogue(session)
    yesterday = date.today() - timedelta(days=1)
    firms["swift"].facts = [Fact(name="iso_9001", value=True, expires_on=yesterday)]
    firms["peak"].facts = [Fact(name="iso_9001", value=False), Fact(name="clearance", value="none")]
    make_firm(session, "Elm Drains", "Blocked drains cleared")
    buyer = make_member(session, "buyer")
    lines = [
        Criterion(text="ISO 9001 certificate, in date", importance="must", fact="iso_9001", value=True),
        Criterion(text="Staff cleared to SC", importance="must", fact="clearance", value="sc"),
    ]
    requirement = make_requirement(session, buyer, criteria=lines)
    page_client.sign_in(buyer)
    page = page_client.get(address(requirement))
    assert page.texts(".hub-match__name") == ["1. Elm Drains"]
    assert "3 suppliers with any evidence, 2 of them left out by a must" in page.text
    assert page.texts(".hub-excluded h3") == [
        "Near misses: one must not met (1)",
        "More than one must not met (1)",
    ]
    near, far = page.texts(".hub-excluded__item")
    assert "Swift Drainage Ltd" in near
    assert "it ran out on" in near
    assert far.count("Not met") == 2


def test_one_form_chooses_suppliers_for_a_shortlist(session: Session, page_client: PageClient) -> None:
    make_catalogue(session)
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, criteria=[])
    page_client.sign_in(buyer)
    page = page_client.get(address(requirement))
    form = page.one(f"form[action='/requirements/{requirement.public_id}/shortlists']")
    with open_session(writes=False) as reading:
        found = find_matches(reading, reading.get_one(Requirement, requirement.id))
    assert [box.get("value") for box in form.cssselect("input[name=supplier]")] == [
        match.profile for match in found.ranking.matches
    ]
    assert form.cssselect("input[name=digest]")[0].get("value") == found.digest
    keys = [p.one("input[name=form_key]").get("value") for p in (page, page_client.get(address(requirement)))]
    assert keys[0] != keys[1]


def test_a_requirement_nobody_answers_says_so(session: Session, page_client: PageClient) -> None:
    make_catalogue(session)
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, title="Zzzz", criteria=[])
    page_client.sign_in(buyer)
    page = page_client.get(address(requirement))
    assert "No supplier’s words agree with this requirement" in page.text
    assert page.select("main form") == []


def test_a_withdrawn_supplier_is_on_no_page(session: Session, page_client: PageClient) -> None:
    firms = make_catalogue(session)
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, criteria=[])
    page_client.sign_in(buyer)
    assert "Swift Drainage Ltd" in page_client.get(address(requirement)).text
    firms["swift"].state = "withdrawn"
    session.commit()
    for page in (address(requirement), "/search?q=blocked+drains"):
        assert "Swift Drainage Ltd" not in page_client.get(page).source


def test_the_page_sends_as_many_statements_for_fifty_suppliers_as_for_five(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    buyer = make_member(session, "buyer")
    must = Criterion(text="ISO 9001", importance="must", fact="iso_9001", value=True)
    requirement = make_requirement(session, buyer, criteria=[must, Criterion(text="At a school")])
    page_client.sign_in(buyer)
    make_many(session, 5)
    counts = []
    for more in (0, 45):
        for at in range(more):
            make_firm(session, f"Late {at}", "Drains: Blocked drains cleared")
        session.commit()
        page_client.get(address(requirement))
        with counted_statements() as sent:
            shown = page_client.get(f"{address(requirement)}?page=3").select(
                ".hub-match, .hub-excluded__item"
            )
        assert len(shown) == 5 + more
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_all_that_were_left_out_can_be_listed(session: Session, page_client: PageClient) -> None:
    for at in range(12):
        firm = make_firm(session, f"Firm {at:02}", "Blocked drains cleared")
        firm.facts.append(Fact(name="iso_9001", value=False))
    buyer = make_member(session, "buyer")
    must = Criterion(text="ISO 9001", importance="must", fact="iso_9001", value=True)
    requirement = make_requirement(session, buyer, criteria=[must])
    page_client.sign_in(buyer)
    page = page_client.get(address(requirement))
    assert len(page.select(".hub-excluded__item")) == 10
    assert "that its musts do not leave out" in page.text
    every = page_client.get(f"{address(requirement)}?excluded=all")
    assert len(every.select(".hub-excluded__item")) == 12
