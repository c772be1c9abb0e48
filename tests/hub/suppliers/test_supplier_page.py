"""What a supplier's page shows to whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.places.models import Place
from hub.suppliers.models import Contract, Fact, Supplier
from tests.hub.matches.catalogue_made import counted_statements
from tests.hub.suppliers.suppliers_made import (
    make_award,
    make_capability,
    make_list,
    make_owner,
    make_supplier,
)
from tests.page_client import PageClient
from tests.people import make_member

CONTACTS = {
    "contact_name": "Ada Sentinel",
    "contact_email": "ada@sentinel.example",
    "contact_phone": "01604 960777",
    "website": "https://www.sentinel.example",
}


@pytest.fixture
def supplier(session: Session) -> Supplier:
    make_list(session)
    place = session.query(Place).one()
    make_supplier(session, "Noise and Sons Ltd", postcode="NN1 9ZZ")
    supplier = make_supplier(
        session, "Kestrel Drains Ltd", kind="sole trader", postcode="NN1 1AA", place=place, **CONTACTS
    )
    session.commit()
    return supplier


def address(supplier: Supplier) -> str:
    return f"/suppliers/{supplier.public_id}"


def shows_contacts(client: PageClient, supplier: Supplier) -> bool:
    source = client.get(address(supplier)).source
    shown = {value in source for value in CONTACTS.values()}
    assert len(shown) == 1, "all contact details or none"
    return shown.pop()


@pytest.mark.parametrize(
    ("kind", "shown"), [("buyer", True), ("unconfirmed buyer", False), ("hub", True), ("supplier", False)]
)
def test_contacts_are_for_confirmed_buyers_and_advisers(
    page_client: PageClient, session: Session, supplier: Supplier, kind: str, shown: bool
) -> None:
    assert not shows_contacts(page_client, supplier)
    page_client.sign_in(make_member(session, kind.rsplit(maxsplit=1)[-1], confirmed=" " not in kind))
    assert shows_contacts(page_client, supplier) is shown


def test_a_member_sees_the_page_as_buyers_do(
    page_client: PageClient, session: Session, supplier: Supplier
) -> None:
    page_client.sign_in(make_owner(session, supplier))
    assert shows_contacts(page_client, supplier)
    assert "This is how buyers see your business" in page_client.get(address(supplier)).text


def test_everybody_sees_the_town_and_nobody_the_postcode(
    page_client: PageClient, session: Session, supplier: Supplier
) -> None:
    for kind in ("", "buyer", "hub"):
        if kind:
            page_client.sign_in(make_member(session, kind))
        page = page_client.get(address(supplier))
        assert "Northampton, West Northamptonshire" in page.text
        assert "1AA" not in page.source


@pytest.mark.parametrize("state", ["withdrawn", "suspended"])
def test_a_profile_out_of_sight_is_for_its_members_and_advisers(
    page_client: PageClient, session: Session, supplier: Supplier, state: str
) -> None:
    supplier.state = state
    session.commit()
    page_client.get(address(supplier), status=404)
    for kind, status in (("buyer", 404), ("supplier", 404), ("hub", 200)):
        page_client.sign_in(make_member(session, kind))
        page_client.get(address(supplier), status=status)
        page_client.sign_out()
    page_client.sign_in(make_owner(session, supplier))
    assert f"This profile is {state}" in page_client.get(address(supplier)).text


def test_only_what_is_published_is_shown(
    page_client: PageClient, session: Session, supplier: Supplier
) -> None:
    for state in ("draft", "published", "withdrawn"):
        make_capability(session, supplier, f"A {state} capability", state=state)
    session.commit()
    assert page_client.get(address(supplier)).texts(".hub-capability h3") == ["A published capability"]


def test_a_lapsed_certificate_is_marked(
    page_client: PageClient, session: Session, supplier: Supplier
) -> None:
    today = date.today()
    supplier.facts = [
        Fact(name="iso_9001", value=True, expires_on=today - timedelta(days=1)),
        Fact(name="iso_14001", value=True, expires_on=today + timedelta(days=1)),
        Fact(name="iso_27001", value=True),
    ]
    session.commit()
    lines = page_client.get(address(supplier)).texts("main li")
    assert [line.split()[1] for line in lines if " Lapsed" in line] == ["9001"]


def test_a_published_award_is_told_from_the_suppliers_own_word(
    page_client: PageClient, session: Session, supplier: Supplier
) -> None:
    make_award(session, supplier, 1, starts_on=date(2024, 4, 1), value=12500)
    session.add(Contract(supplier=supplier, title="Our own", buyer_name="Academy", ends_on=date(2023, 3, 31)))
    session.commit()
    rows = page_client.get(address(supplier)).texts("tbody tr")
    assert rows == [
        "Award 1 Harbour Council £12,500 From April 2024 Published award: contract notice",
        "Our own Academy Not given Until March 2023 The supplier’s own word",
    ]


@pytest.mark.parametrize(
    ("query", "first_and_rows"),
    [
        ("", ("Award 120", 50)),
        ("?page=3", ("Award 20", 20)),
        ("?page=99", ("Award 20", 20)),
        ("?page=x", ("Award 120", 50)),
    ],
)
def test_many_contracts_come_fifty_a_page_newest_first(
    page_client: PageClient, session: Session, supplier: Supplier, query: str, first_and_rows: tuple[str, int]
) -> None:
    for number in range(1, 121):
        make_award(session, supplier, number, starts_on=date(2010, 1, 1) + timedelta(days=number))
    session.commit()
    page = page_client.get(address(supplier) + query)
    assert (page.texts("tbody th")[0], len(page.select("tbody tr"))) == first_and_rows
    assert "120 contracts" in page.text


def test_a_page_with_much_on_it_sends_as_many_statements_as_one_with_little(
    page_client: PageClient, app: Flask, session: Session, supplier: Supplier
) -> None:
    sent = []
    for number in (1, 40):
        for each in range(number):
            make_award(session, supplier, number * 100 + each)
            make_capability(session, supplier, f"Capability {number} {each}")
        session.commit()
        with app.app_context(), counted_statements() as statements:
            page_client.get(address(supplier))
        sent.append(len([each for each in statements if each.startswith("SELECT")]))
    assert sent[0] == sent[1] <= 9


def test_what_a_supplier_writes_is_text_and_never_markup(
    page_client: PageClient, session: Session, supplier: Supplier
) -> None:
    supplier.name = "<script>alert(1)</script> & Sons"
    make_capability(session, supplier, "<b>Bold</b>", description='"><img src=x onerror=alert(1)>')
    session.commit()
    page = page_client.get(address(supplier))
    assert page.heading == "<script>alert(1)</script> & Sons"
    assert not page.select("main script, main img, main b")


def test_an_empty_profile_says_so(page_client: PageClient, session: Session, supplier: Supplier) -> None:
    text = page_client.get(address(supplier)).text
    for words in ("It has not described what it does yet", "Nothing stated", "No contracts known"):
        assert words in text


@pytest.mark.parametrize("path", ["/suppliers/nosuchthing", "/suppliers/%00", "/suppliers/%F0%9F%92%A9"])
def test_a_supplier_that_is_not_there_is_not_found(page_client: PageClient, path: str) -> None:
    page_client.get(path, status=404)
