"""Names are looked up: the same name first, then names that hold it, then those spelled nearly like it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.suppliers.finding_by_name import find_firms, rank_alike
from tests.hub.matches.catalogue_made import counted_statements
from tests.hub.suppliers.suppliers_made import make_supplier
from tests.page_client import PageClient

NAMES = (
    "Kestrel Drains Ltd",
    "Kestrel Ltd",
    "Old Kestrel Ltd",
    "Brightwell Grounds Maintenance",
    "Café Noir",
)


@pytest.fixture
def register(session: Session) -> Session:
    for name in NAMES:
        make_supplier(session, name)
    make_supplier(session, "Kestrel Withdrawn Ltd", state="withdrawn")
    make_supplier(session, "Kestrel Suspended Ltd", state="suspended")
    make_supplier(session, "100% Kestrel_Ltd", company_number="SC123456", state="unclaimed")
    session.commit()
    return session


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("KESTREL LIMITED", ["Kestrel Ltd", "Kestrel Drains Ltd", "100% Kestrel_Ltd", "Old Kestrel Ltd"]),
        ("cafe", ["Café Noir"]),
        ("sc123456", ["100% Kestrel_Ltd"]),
        ("%", []),
        ("_", []),
        ("   ", []),
        ("x" * 5000, []),
    ],
)
def test_a_name_is_looked_up_without_case_legal_form_or_accents(
    register: Session, typed: str, found: list[str]
) -> None:
    assert [supplier.name for supplier in find_firms(register, typed).found] == found


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ("brihgtwell", ["Brightwell Grounds Maintenance"]),
        ("grounds maintenance brightwel", ["Brightwell Grounds Maintenance"]),
        ("kestral drains", ["Kestrel Drains Ltd"]),
        ("zebra crossing", []),
    ],
)
def test_a_misspelt_name_is_offered_as_nearly_alike(register: Session, typed: str, alike: list[str]) -> None:
    firms = find_firms(register, typed)
    assert firms.total == 0
    assert [supplier.name for supplier in firms.alike] == alike


def test_nearest_names_come_first_and_ties_by_id() -> None:
    names = {3: "kestrel drains", 1: "kestral drains", 2: "kestral drains", 9: "otter boats"}
    assert rank_alike("kestral drains", names) == [1, 2, 3]


def test_a_firm_that_is_found_is_not_offered_again_as_alike(register: Session) -> None:
    firms = find_firms(register, "kestrel drains")
    assert [supplier.name for supplier in firms.found] == ["Kestrel Drains Ltd"]
    assert "Kestrel Drains Ltd" not in [supplier.name for supplier in firms.alike]


def test_firms_come_twenty_five_a_page(session: Session, page_client: PageClient) -> None:
    for number in range(60):
        make_supplier(session, f"Harbour {number:02}", state="unclaimed")
    session.commit()
    page = page_client.get("/suppliers/find?name=harbour&page=3")
    assert page.texts(".hub-firms__name")[0] == "Harbour 50"
    assert len(page.select(".hub-firms__name")) == 10
    assert "60 firms" in page.text
    assert page_client.get("/suppliers/find?name=harbour&page=99999999999999999999").text == page.text


def test_a_search_that_finds_nothing_leads_to_search_by_what_firms_do(
    register: Session, page_client: PageClient
) -> None:
    page = page_client.get("/suppliers/find?name=zebra+crossing")
    assert "No firm found for “zebra crossing”" in page.text
    assert page.select("main a[href='/search?q=zebra+crossing']")


def test_the_page_is_there_before_anything_is_typed(page_client: PageClient) -> None:
    for query in ("", "?name=", "?name=%00", "?name=%ff&page=-1", "?page=x"):
        assert page_client.get(f"/suppliers/find{query}").heading == "Find a firm by name"


def test_what_was_typed_is_shown_as_text(page_client: PageClient) -> None:
    page = page_client.get("/suppliers/find?name=<b>None</b>")
    assert not page.select("main b")


def test_a_look_up_sends_as_many_statements_among_many_firms_as_among_few(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    sent = []
    for number in (6, 60):
        for each in range(number):
            make_supplier(session, f"Harbour {number} {each}")
        session.commit()
        with app.app_context(), counted_statements() as statements:
            page_client.get("/suppliers/find?name=harbour")
            page_client.get("/suppliers/find?name=harbuor")
        sent.append(len([each for each in statements if each.startswith("SELECT")]))
    assert sent[0] == sent[1] <= 2 + 4


def test_an_empty_name_is_told_what_to_enter(register: Session, page_client: PageClient) -> None:
    assert not page_client.get("/suppliers/find").errors
    for empty in ("", "%20", "%00", "%E2%80%8B"):
        page = page_client.get(f"/suppliers/find?name={empty}")
        assert page.errors == ["Enter part of a name, or a company number"]
        assert not page.select("h2.govuk-heading-m")


def test_a_name_longer_than_any_is_told_to_be_shortened(register: Session, page_client: PageClient) -> None:
    page = page_client.get(f"/suppliers/find?name={'x' * 201}")
    assert page.errors == ["Name must be 200 characters or fewer"]


def test_a_firm_is_found_by_what_its_customers_call_it(page_client: PageClient, session: Session) -> None:
    make_supplier(session, "Noise and Sons Ltd", trading_name="Loud Rooms")
    make_supplier(session, "Kestrel Drains Ltd", trading_name="Blue Heron")
    session.commit()
    page = page_client.get("/suppliers/find?name=blue+heron")
    assert "Kestrel Drains Ltd" in page.text
    assert "Noise and Sons" not in page.text
