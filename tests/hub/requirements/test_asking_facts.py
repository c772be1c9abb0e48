"""Asking for facts: which are offered to a buyer, how each is asked, and who meets the line."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.places.models import Place
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Fact
from tests.hub.matches.catalogue_made import make_categories, make_firm
from tests.hub.requirements.requirements_made import edit_values, make_places, make_requirement, see_again
from tests.page_client import Page, PageClient
from tests.people import make_member

Edited = tuple[Requirement, str, dict[str, Any]]
FIREWALL = "cloud-hosting-firewall"


@pytest.fixture
def edited(session: Session, page_client: PageClient) -> Edited:
    """A draft, the address that changes it, and what its page would send."""
    make_categories(session)
    make_places(session)
    hosting = Category(slug="cloud-hosting", name="Cloud hosting", level="lot")
    session.add_all([hosting, Category(slug=FIREWALL, name="Firewall", level="category", parent=hosting)])
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, state="draft", title="Drain clearance", criteria=[])
    page_client.sign_in(buyer)
    return requirement, f"/requirements/{requirement.public_id}/edit", edit_values(page_client, requirement)


def offered(page: Page) -> set[str]:
    boxes = page.select("select[name^=facts-][name$=-importance]")
    return {box.get("name").split("-")[1] for box in boxes}


def lines(requirement: Requirement) -> list[tuple[Any, ...]]:
    return [(line.fact, line.value, line.importance, line.text) for line in requirement.criteria]


def test_facts_of_a_category_are_offered_once_it_is_chosen(page_client: PageClient, edited: Edited) -> None:
    _requirement, address, values = edited
    general = offered(page_client.get(address))
    assert {"iso_9001", "iso_22301", "cyber_essentials", "public_liability"} <= general
    assert not {"scaling", "clearance", "serves", "price_guide", "social_value"} & general
    shown = page_client.post(address, values | {"other_category": FIREWALL, "choose": "category"})
    assert {"scaling", "clearance", "response_time"} <= offered(shown)
    assert "planning_service" not in offered(shown)
    page_client.submit(address, values | {"other_category": FIREWALL})
    assert "scaling" in offered(page_client.get(address))


def test_what_was_asked_for_stays_when_its_category_goes(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, values = edited
    asked = {"categories": [FIREWALL], "facts-scaling-importance": "must"}
    page_client.submit(address, values | asked)
    page_client.submit(address, edit_values(page_client, requirement) | {"categories": []})
    see_again(session, requirement)
    assert requirement.categories == []
    assert lines(requirement) == [("scaling", True, "must", "Scales with the load")]
    shown = offered(page_client.get(address))
    assert "scaling" in shown
    assert "backup" not in shown


def test_each_kind_of_fact_becomes_a_line_that_reads_well(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, values = edited
    asked = {
        "categories": [FIREWALL],
        "facts-backup-importance": "must",
        "facts-availability-importance": "should",
        "facts-availability-value": "99.9",
        "facts-response_time-importance": "must",
        "facts-response_time-value": "4",
        "facts-user_authentication-importance": "must",
        "facts-user_authentication-value": ["two_factor", "dedicated_link"],
        "facts-reselling-importance": "should",
        "facts-reselling-value": "not_reseller",
        "facts-penetration_testing-importance": "should",
        "facts-penetration_testing-value": "at_least_once_a_year",
        "serves": "must",
        "serves_remote": "y",
        "postcode": "DE1 2FS",
    }
    page_client.submit(address, values | asked)
    see_again(session, requirement)
    expected = [
        ("availability", 99.9, "should", "Guaranteed availability of 99.9 per cent a month, or more"),
        ("response_time", 4.0, "must", "First response within 4 hours, or sooner"),
        (
            "penetration_testing",
            "at_least_once_a_year",
            "should",
            "Penetration testing at least once a year, or better",
        ),
        ("reselling", "not_reseller", "should", "The supplier’s own service"),
        (
            "user_authentication",
            ["two_factor", "dedicated_link"],
            "must",
            "Users sign in by two-factor authentication and a dedicated link",
        ),
        ("backup", True, "must", "Backup and recovery"),
        ("serves", "remote", "must", "Works where the work is, DE1 2FS, or from afar"),
    ]
    assert sorted(lines(requirement), key=itemgetter(0)) == sorted(expected, key=itemgetter(0))
    ids = sorted(line.public_id for line in requirement.criteria)
    page_client.submit(address, edit_values(page_client, requirement))
    see_again(session, requirement)
    assert sorted(line.public_id for line in requirement.criteria) == ids
    assert sorted(lines(requirement), key=itemgetter(0)) == sorted(expected, key=itemgetter(0))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"facts-availability-importance": "must"}, "Enter how much guaranteed availability is needed"),
        (
            {"facts-availability-importance": "must", "facts-availability-value": "always"},
            "Guaranteed availability must be a number from 1 to 100",
        ),
        ({"facts-user_authentication-importance": "must"}, "Select what is needed: how users sign in"),
        (
            {"facts-user_authentication-importance": "must", "facts-user_authentication-value": "magic"},
            "Select from the listed answers only",
        ),
        ({"serves": "must"}, "Enter the postcode where the work is, to tell who works there"),
    ],
)
def test_a_fact_without_its_answer_is_told(
    page_client: PageClient, edited: Edited, asked: dict[str, str], message: str
) -> None:
    _requirement, address, values = edited
    page = page_client.post(address, values | {"categories": [FIREWALL]} | asked, status=400)
    assert page.errors == [message]


def test_who_works_where_the_work_is_is_found_by_what_each_states(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    """Stafford is 45 km from Derby."""
    requirement, _address, _values = edited
    stated = {"Near": {"within_km": 46}, "Far": {"within_km": 40}, "Remote": {"remote": True}}
    places = {place.name: place for place in session.scalars(select(Place))}
    for name, value in stated.items():
        firm = make_firm(session, f"{name} Drains", "Drain clearance", place=places["Stafford"])
        firm.facts = [Fact(name="serves", value=value)]
    make_firm(session, "Silent Drains", "Drain clearance", place=places["Stafford"])
    requirement.state, requirement.place, requirement.postcode = "open", places["Derby"], "DE1"
    requirement.criteria = [Criterion(text="Works there", importance="must", fact="serves", value=True)]
    session.commit()
    page = page_client.get(f"/requirements/{requirement.public_id}/matches")
    ranked = page.texts(".hub-match h2, .hub-match h3")
    assert any("Near Drains" in text for text in ranked[:1])
    assert any("Silent Drains" in text for text in ranked)
    assert not any("Far Drains" in text or "Remote Drains" in text for text in ranked)
    assert "Stated instead: Works within 40 km of its place" in page.text
