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
    assert "3 suppliers whose words or category are like your need; 2 of them left out" in page.text
    assert page.texts(".hub-excluded h3") == [
        "Near misses: one must not met (1)",
        "More than one must not met (1)",
    ]
    near, far = page.texts(".hub-excluded__item")
    assert "Swift Drainage Ltd" in near
    assert "it ran out on" in near
    assert far.count("Not met") == 2


def test_who_may_supply_is_told_without_points(session: Session, page_client: PageClient) -> None:
    firms = make_catalogue(session)
    firms["swift"].size, firms["peak"].size = "small", "large"
    buyer = make_member(session, "buyer")
    line = Criterion(
        importance="must", text="Only small businesses", fact="size", value=["small"], reason="A rule"
    )
    requirement = make_requirement(session, buyer, criteria=[line])
    page_client.sign_in(buyer)
    page = page_client.get(address(requirement))
    assert "Must: Only small businesses No points" in " ".join(page.text.split())
    assert "Stated instead: large" in page.text
    assert "Stated: small" in page.text


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
    keys = [
        p.one("#choose input[name=form_key]").get("value")
        for p in (page, page_client.get(address(requirement)))
    ]
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


def test_showing_more_keeps_the_ticks(session: Session, page_client: PageClient) -> None:
    make_many(session, 45)
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, criteria=[])
    page_client.sign_in(buyer)
    page = page_client.get(address(requirement))
    boxes = [box.get("value") for box in page.select("input[name=supplier]")]
    assert len(boxes) == 20
    more = page.one("button[formaction*=page]")
    assert (more.get("form"), more.text) == ("choose", "Show more suppliers")
    ticked = [boxes[0], boxes[7]]
    there = page_client.submit(
        more.get("formaction"), {more.get("name"): more.get("value"), "supplier": ticked}
    )
    assert there.endswith("#match-21")
    page = page_client.get(there)
    assert len(page.select("input[name=supplier]")) == 40
    assert [box.get("value") for box in page.select("input[name=supplier][checked]")] == ticked


def test_a_supplier_ticked_further_down_is_shown_and_one_that_is_gone_is_told(
    session: Session, page_client: PageClient
) -> None:
    make_many(session, 45)
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, criteria=[])
    page_client.sign_in(buyer)
    boxes = page_client.get(f"{address(requirement)}?page=3").select("input[name=supplier]")
    last = boxes[-1].get("value")
    page = page_client.get(f"{address(requirement)}?supplier={last}&supplier=nosuchfirm22")
    # Number 45 is on the third twenty.
    assert len(boxes) == len(page.select("input[name=supplier]")) == 45
    assert [box.get("value") for box in page.select("input[name=supplier][checked]")] == [last]
    assert "1 supplier that you ticked is not among the first hundred any more" in page.text


def test_listing_all_that_were_left_out_keeps_page_and_ticks(
    session: Session, page_client: PageClient
) -> None:
    make_many(session, 60)  # every second one states that it has no ISO 9001 certificate
    buyer = make_member(session, "buyer")
    must = Criterion(text="ISO 9001", importance="must", fact="iso_9001", value=True)
    requirement = make_requirement(session, buyer, criteria=[must])
    page_client.sign_in(buyer)
    page = page_client.get(f"{address(requirement)}?page=2")
    ticked = page.select("input[name=supplier]")[25].get("value")
    button = page.one(".hub-excluded button")
    there = page_client.submit(button.get("formaction"), {"show": button.get("value"), "supplier": ticked})
    assert there.endswith("#left-out")
    page = page_client.get(there)
    assert len(page.select(".hub-excluded__item")) == 30
    assert [box.get("value") for box in page.select("input[name=supplier][checked]")] == [ticked]


def test_odd_answers_to_showing_more_do_no_harm(session: Session, page_client: PageClient) -> None:
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, criteria=[])
    page_client.sign_in(buyer)
    sent = {"show": "x\nSet-Cookie: a=b", "supplier": ["<b>", "\x00", "y" * 5000]}
    there = page_client.submit(f"{address(requirement)}?page=x&excluded=x", sent)
    assert there.startswith(f"{address(requirement)}?page=1&supplier=")
    assert "#" not in there
    page_client.get(there)
    page_client.post("/requirements/nosuchone222/matches", {}, 404)


def test_a_closed_requirement_says_so_beside_its_ranking(session: Session, page_client: PageClient) -> None:
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, state="closed")
    page_client.sign_in(buyer)
    assert "This requirement is closed" in page_client.get(address(requirement)).text
