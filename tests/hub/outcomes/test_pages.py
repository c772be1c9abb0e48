"""What a supplier sees of public requirements: its own answers while they are open, its rank afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.requirements.models import Criterion
from hub.suppliers.models import Capability, Fact
from tests.hub.matches.catalogue_made import counted_statements, make_firm
from tests.hub.outcomes.outcomes_made import (
    PAST,
    PROVED,
    Made,
    ask,
    certificate,
    close,
    make_all,
    owner_of,
)
from tests.page_client import Page, PageClient
from tests.people import make_member

LEAKS = ("Rival", "point", "out of 100", "score", "DE1", "2FS")


@pytest.fixture
def made(session: Session) -> Made:
    return make_all(session)


@pytest.fixture
def owner_client(page_client: PageClient, made: Made) -> PageClient:
    page_client.sign_in(made.owner)
    return page_client


def listed(client: PageClient, made: Made, query: str = "") -> Page:
    return client.get(f"/business/{made.firm.public_id}/requirements{query}")


def shown(client: PageClient, made: Made, requirement: object, status: int = 200) -> Page:
    return client.get(f"/business/{made.firm.public_id}/requirements/{requirement.public_id}", status)  # type: ignore[attr-defined]


def test_the_desk_leads_to_the_requirements(owner_client: PageClient, made: Made) -> None:
    desk = owner_client.get("/business")
    (link,) = [each for each in desk.select("a") if each.text == "Requirements in your categories"]
    assert "No buyer has made a requirement public" in owner_client.get(link.get("href")).text


def test_an_open_one_shows_answers_and_neither_rank_nor_points(
    session: Session, owner_client: PageClient, made: Made
) -> None:
    requirement = ask(
        session,
        made,
        certificate("must"),
        Criterion(text="Jetting with high pressure", importance="must"),
        Criterion(text="Opera singing for weddings", importance="should"),
        Criterion(text="Within 20 km of DE1 2FS", importance="should", fact="area", value=20.0),
    )
    page = shown(owner_client, made, requirement)
    assert page.heading == "Blocked drains"
    assert "1 of 2 musts met, 1 not stated. 0 of 2 shoulds met, 2 not stated." in page.text
    assert "No passage of yours speaks about this line." in page.text
    assert "Within 20 km of Derby" in page.text
    assert page.select("mark")
    assert "Where your business came" not in page.text
    for text in (page.text, listed(owner_client, made).text):
        assert not [each for each in (*LEAKS, "rank", "band") if each in text]
    assert "1 of 2 musts met" in listed(owner_client, made).text


def test_a_closed_one_shows_rank_band_and_the_change_with_its_form(
    session: Session, owner_client: PageClient, made: Made
) -> None:
    requirement = ask(session, made, certificate(weight=3.0))
    close(session, requirement)
    page = shown(owner_client, made, requirement)
    assert "5th of 5, band 2" in page.text
    assert "If you hold an ISO 9001 certificate: state it, with who certified it" in page.text
    assert "in band 1, instead of 5th, in band 2." in page.text
    (link,) = [each for each in page.select("main a") if each.text and each.text.startswith("State it")]
    assert owner_client.get(link.get("href")).heading == "ISO 9001 certificate"
    assert "5th of 5, band 2" in listed(owner_client, made).text
    assert not [each for each in LEAKS if each in page.text]


def test_who_was_left_out_reads_the_gate(session: Session, owner_client: PageClient, made: Made) -> None:
    made.firm.facts.append(Fact(name="iso_9001", value=True, **PROVED | {"expires_on": PAST}))
    session.commit()
    requirement = ask(session, made, certificate("must"))
    close(session, requirement)
    page = shown(owner_client, made, requirement)
    assert "Left out by a must" in page.text
    assert "Stated, but it ran out on" in page.text
    assert "With that must met, and nothing else changed, you would have been" in page.text
    assert "If it is renewed: state that, with its last day" in page.text
    assert "instead of left out." in page.text
    assert "Left out by a must" in listed(owner_client, made).text


def test_who_is_first_has_nothing_to_change(session: Session, owner_client: PageClient, made: Made) -> None:
    made.firm.facts.append(Fact(name="iso_9001", value=True, **PROVED))
    session.commit()
    requirement = ask(session, made, certificate())
    close(session, requirement)
    assert "Nothing: you were in the first band" in shown(owner_client, made, requirement).text


def test_where_only_words_are_missing_none_are_written(
    session: Session, owner_client: PageClient, made: Made
) -> None:
    for rival in range(3):
        other = Capability(title="Blocked drains", description=f"Survey cameras in sewers, team {rival}")
        other.category = made.categories["drain-clearance"]
        firm = make_firm(session, f"Surveyor {rival}")
        firm.capabilities.append(other)
    session.commit()
    requirement = ask(session, made, Criterion(text="Survey cameras", importance="should", weight=3.0))
    close(session, requirement)
    page = shown(owner_client, made, requirement)
    assert "No certificate or insurance, no category and no capability" in page.text
    assert "No passage of yours speaks about this line." in page.text
    assert "You would have been" not in page.text


def test_a_viewer_reads_it_and_is_led_to_no_form(
    session: Session, page_client: PageClient, made: Made
) -> None:
    requirement = ask(session, made, certificate(weight=3.0))
    close(session, requirement)
    page_client.sign_in(make_member(session, "supplier", role="viewer", organisation=owner_of(made.owner)))
    page = shown(page_client, made, requirement)
    assert "If you hold an ISO 9001 certificate" in page.text
    assert "State it" not in page.text


def test_one_that_is_opened_again_or_changed_shows_no_rank(
    session: Session, owner_client: PageClient, made: Made
) -> None:
    requirement = ask(session, made, certificate(weight=3.0))
    close(session, requirement)
    requirement.title = "Blocked gullies"
    session.commit()
    assert "It is being worked out" in shown(owner_client, made, requirement).text
    assert "Being worked out" in listed(owner_client, made).text
    requirement.state = "open"
    session.commit()
    assert "Where your business came" not in shown(owner_client, made, requirement).text


def test_who_came_to_the_category_later_has_no_rank(
    session: Session, owner_client: PageClient, made: Made
) -> None:
    made.firm.capabilities[0].category = None
    session.commit()
    requirement = ask(session, made)
    close(session, requirement)
    shown(owner_client, made, requirement, 404)
    made.firm.capabilities[0].category = made.categories["drain-clearance"]
    session.commit()
    assert "did not stand in these categories when" in shown(owner_client, made, requirement).text


def test_who_has_left_the_category_still_sees_where_it_came(
    session: Session, owner_client: PageClient, made: Made
) -> None:
    requirement = ask(session, made)
    close(session, requirement)
    made.firm.capabilities[0].category = made.categories["office-cleaning"]
    session.commit()
    assert "band" in shown(owner_client, made, requirement).text


@pytest.mark.parametrize(
    ("slug", "seen"), [("drain-clearance", True), ("facilities", True), ("office-cleaning", False)]
)
def test_a_category_and_the_one_above_count_and_the_one_beside_does_not(
    session: Session, owner_client: PageClient, made: Made, slug: str, seen: bool
) -> None:
    requirement = ask(session, made, categories=[made.categories[slug]])
    assert (requirement.title in listed(owner_client, made).text) is seen
    shown(owner_client, made, requirement, 200 if seen else 404)


@pytest.mark.parametrize("columns", [{"visibility": "private"}, {"state": "draft"}, {"categories": []}])
def test_what_is_not_public_or_is_no_requirement_yet_does_not_exist(
    session: Session, owner_client: PageClient, made: Made, columns: dict[str, object]
) -> None:
    requirement = ask(session, made, **columns)
    assert requirement.title not in listed(owner_client, made).text
    shown(owner_client, made, requirement, 404)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_capability_that_is_not_published_puts_nothing_before_its_supplier(
    session: Session, owner_client: PageClient, made: Made, state: str
) -> None:
    requirement = ask(session, made)
    made.firm.capabilities[0].state = state
    session.commit()
    shown(owner_client, made, requirement, 404)


def test_a_suspended_supplier_is_told_why_nothing_is_held_against_it(
    session: Session, owner_client: PageClient, made: Made
) -> None:
    requirement = ask(session, made)
    made.firm.state = "suspended"
    session.commit()
    assert "Your profile is not shown in the register now" in shown(owner_client, made, requirement).text
    assert "No search finds your profile now" in listed(owner_client, made).text


def test_the_form_says_who_sees_a_public_requirement(
    session: Session, page_client: PageClient, made: Made
) -> None:
    requirement = ask(session, made)
    page_client.sign_in(made.buyer)
    for page in ("", "/edit"):
        text = page_client.get(f"/requirements/{requirement.public_id}{page}").text
        assert "Public: the hub’s advisers and the businesses in its categories see it" in text
    assert "They never see the full postcode" in text


def test_the_open_ones_come_first_and_a_page_holds_ten(
    session: Session, owner_client: PageClient, made: Made
) -> None:
    closed = ask(session, made, title="Closed drains")
    close(session, closed)
    for at in range(10):
        ask(session, made, title=f"Open drains {at}", place=None)
    first, second = listed(owner_client, made), listed(owner_client, made, "?page=2")
    assert len(first.select("tbody tr")) == 10
    assert second.texts("tbody th") == ["Closed drains"]
    assert "Closed drains" not in first.text


def test_as_many_statements_for_ten_requirements_as_for_two(
    app: Flask, session: Session, owner_client: PageClient, made: Made
) -> None:
    def count() -> int:
        listed(owner_client, made)
        with counted_statements() as sent:
            listed(owner_client, made)
        return len(sent)

    for at in range(2):
        close(session, ask(session, made, certificate(), title=f"Closed {at}", place=None))
        ask(session, made, certificate(), title=f"Open {at}", place=None)
    few = count()
    for at in range(8):
        ask(session, made, certificate("must"), title=f"More {at}", place=None, needed_on=date(2030, 1, 1))
    assert count() == few
