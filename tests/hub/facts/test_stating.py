"""Facts on a supplier's own pages: which are asked, how each is answered, and what everybody reads."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from hub.categories.models import Category
from hub.suppliers.models import Fact, Supplier
from tests.hub.matches.catalogue_made import counted_statements
from tests.hub.suppliers.suppliers_made import make_capability
from tests.page_client import PageClient


def values(session: Session) -> dict[str, Any]:
    session.commit()
    found = {row.name: row.value for row in session.execute(select(Fact.name, Fact.value))}
    session.commit()
    return found


def day(name: str, text: str) -> dict[str, str]:
    """The three boxes of a day, from `1 3 2025`."""
    return dict(zip((f"{name}-{part}" for part in ("day", "month", "year")), text.split(), strict=True))


def asked(client: PageClient, desk: str, where: str) -> set[str]:
    links = client.get(f"{desk}/facts").select(f"main {where} a[href*='/facts/']")
    return {link.get("href").rpartition("/")[2] for link in links}


def test_facts_that_matter_to_what_a_firm_does_come_first_and_all_others_stay_in_reach(
    client: PageClient, session: Session, supplier: Supplier, desk: str
) -> None:
    first, others = asked(client, desk, "> dl"), asked(client, desk, "#others")
    assert {"iso_9001", "public_liability", "serves"} <= first
    assert {"scaling", "planning_service"} <= others
    assert not first & others
    hosting = Category(slug="cloud-hosting", name="Cloud hosting", level="lot")
    below = Category(slug="cloud-hosting-firewall", name="Firewall", level="category", parent=hosting)
    session.add_all([hosting, below])
    make_capability(session, supplier, "Firewalls", category=below, state="draft")
    session.commit()
    assert "scaling" in asked(client, desk, "> dl")
    assert "planning_service" in asked(client, desk, "#others")


def test_a_withdrawn_capability_asks_for_nothing_and_a_stated_fact_stays_in_sight(
    client: PageClient, session: Session, supplier: Supplier, desk: str
) -> None:
    lot = Category(slug="cloud-hosting", name="Cloud hosting", level="lot")
    session.add(lot)
    make_capability(session, supplier, "Servers", category=lot, state="withdrawn")
    session.commit()
    client.submit(f"{desk}/facts/backup", {"value": "no"})
    first = asked(client, desk, "> dl")
    assert "backup" in first
    assert "scaling" not in first


@pytest.mark.parametrize(
    ("name", "answers", "value"),
    [
        ("backup", {"value": "yes"}, True),
        ("backup", {"value": "no"}, False),
        ("deployment_model", {"value": ["public", "hybrid"]}, ["public", "hybrid"]),
        ("availability", {"value": "99.95"}, 99.95),
        ("response_time", {"value": "0.5"}, 0.5),
        ("reselling", {"value": "not_reseller"}, "not_reseller"),
        ("social_value_words", {"value": "3 apprentices a year"}, "3 apprentices a year"),
        (
            "price_guide",
            {"least": "£450", "most": "650", "per": "day", "covers": "travel"},
            {"from": 450.0, "to": 650.0, "per": "day", "covers": "travel"},
        ),
        (
            "price_guide",
            {"least": "12.50", "most": "", "per": "user", "covers": ""},
            {"from": 12.5, "per": "user", "covers": ""},
        ),
        ("serves", {"widely": ["remote"], "within_km": "1,000"}, {"remote": True, "within_km": 1000}),
        (
            "serves",
            {"regions": ["Wales"], "counties": ["West Northamptonshire"]},
            {"regions": ["Wales"], "counties": ["West Northamptonshire"]},
        ),
    ],
)
def test_a_fact_of_each_kind_is_stated_and_its_form_shows_it_again(
    client: PageClient, session: Session, *, desk: str, name: str, answers: dict[str, Any], value: Any
) -> None:
    address = f"{desk}/facts/{name}"
    client.submit(address, answers)
    assert values(session)[name] == value
    shown = client.get(address).one("main form").form_values()
    client.submit(address, MultiDict(shown))
    assert values(session)[name] == value


@pytest.mark.parametrize(
    ("name", "answers", "message"),
    [
        ("backup", {}, "Select yes or no"),
        ("backup", {"value": "perhaps"}, "Select yes or no"),
        ("deployment_model", {}, "Select at least one answer, or go back if none fits"),
        ("deployment_model", {"value": ["public", "lunar"]}, "Select from the listed answers only"),
        ("availability", {"value": ""}, "Guaranteed availability must be a number from 1 to 100"),
        ("availability", {"value": "101"}, "Guaranteed availability must be a number from 1 to 100"),
        ("availability", {"value": "1e1"}, "Guaranteed availability must be a number from 1 to 100"),
        ("availability", {"value": "NaN"}, "Guaranteed availability must be a number from 1 to 100"),
        ("response_time", {"value": "soon"}, "Response time must be a number from 0.1 to 720"),
        ("social_value_words", {"value": "  "}, "Enter what you do"),
        ("price_guide", {"least": "", "per": "day"}, "Enter what it costs, in pounds"),
        (
            "price_guide",
            {"least": "10", "most": "9", "per": "day"},
            "To must be the same as the first amount",
        ),
        ("price_guide", {"least": "10"}, "Select what the price is for"),
        ("serves", {}, "Say where you work: tick a box, or enter a distance"),
        ("serves", {"within_km": "far"}, "The distance must be a whole number from 1 to 1,500"),
        ("serves", {"counties": ["Atlantis"]}, "Select from the listed answers only"),
        (
            "iso_9001",
            day("issued_on", "2 3 2025") | day("expires_on", "1 3 2025"),
            "Expiry date must be the same day as the issue date or later",
        ),
        (
            "iso_9001",
            day("issued_on", "1 1 2099"),
            "Issue date must be today or in the past",
        ),
    ],
)
def test_a_wrong_answer_is_told_how_to_mend_it_and_nothing_is_kept(
    client: PageClient, session: Session, *, desk: str, name: str, answers: dict[str, Any], message: str
) -> None:
    page = client.post(f"{desk}/facts/{name}", answers)
    assert page.errors[0].startswith(message)
    assert values(session) == {}


def test_everybody_reads_facts_under_their_headings(
    client: PageClient, session: Session, supplier: Supplier, desk: str
) -> None:
    client.submit(f"{desk}/facts/serves", {"within_km": "40"})
    client.submit(f"{desk}/facts/iso_9001", {"body": "BSI"})
    client.sign_out()
    page = client.get(f"/suppliers/{supplier.public_id}")
    assert page.texts("h3")[-2:] == ["Quality and environment", "Area served"]
    assert "Works within 40 km of its place" in page.text


def test_pages_of_facts_send_as_many_statements_however_many_there_are(
    client: PageClient, app: Flask, session: Session, supplier: Supplier, desk: str
) -> None:
    sent = []
    for names in (("backup",), ("scaling", "training_service", "planning_service", "free_trial")):
        for name in names:
            client.submit(f"{desk}/facts/{name}", {"value": "yes"})
            make_capability(session, supplier, f"Does {name}")
        session.commit()
        for address in (f"{desk}/facts", desk, f"/suppliers/{supplier.public_id}"):
            with app.app_context(), counted_statements() as statements:
                client.get(address)
            sent.append(len(statements))
    assert sent[:3] == sent[3:]
