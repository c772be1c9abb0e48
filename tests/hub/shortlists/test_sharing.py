"""Whose shortlist is whose: a buyer's own until it is shared, and never another buyer's."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.hub.shortlists.shortlists_made import Desk, choose, make_requirement
from tests.page_client import PageClient
from tests.people import make_member

PLACES = ("", ".csv")
ACTIONS = ("", "/share", "/stop-sharing")


@pytest.fixture
def desk(page_client: PageClient, session: Session) -> Desk:
    desk = Desk(page_client, session)
    desk.requirement.title = "Sentinel requirement of Ashby"
    session.commit()
    desk.choose("@UK Plc", "Elm Cloud")
    return desk


def signed_in(app: Flask, session: Session, kind: str) -> PageClient:
    client = PageClient(app)
    client.sign_in(make_member(session, kind))
    return client


def test_another_buyer_finds_no_part_of_it(app: Flask, desk: Desk, session: Session) -> None:
    address, values = f"/shortlists/{desk.shortlist().public_id}", desk.values()
    other = signed_in(app, session, "buyer")
    pages = [other.get(address + place, status=404) for place in PLACES]
    pages += [other.post(address + action, values, status=404) for action in ACTIONS]
    pages.append(other.get("/shortlists"))
    assert [page.address for page in pages if "Sentinel" in page.source or "@UK Plc" in page.source] == []
    assert (desk.shortlist().state, desk.shortlist().version) == ("draft", 1)


@pytest.mark.parametrize("state", ["draft", "shared"])
def test_a_supplier_is_refused_whatever_the_state(
    app: Flask, desk: Desk, session: Session, state: str
) -> None:
    address, values = f"/shortlists/{desk.shortlist().public_id}", desk.values()
    if state == "shared":
        desk.client.submit(f"{address}/share")
    supplier = signed_in(app, session, "supplier")
    pages = [supplier.get(address + place, status=403) for place in PLACES]
    pages += [supplier.post(address + action, values, status=403) for action in ACTIONS]
    assert [page.address for page in pages if "Sentinel" in page.source] == []


def test_nobody_signed_in_is_asked_to_sign_in(app: Flask, desk: Desk) -> None:
    address, nobody = f"/shortlists/{desk.shortlist().public_id}", PageClient(app)
    for place in PLACES:
        assert nobody.redirect(address + place).startswith("/sign-in")
    for action in ACTIONS:
        assert nobody.submit(address + action).startswith("/sign-in")


def test_an_adviser_finds_it_while_it_is_shared(app: Flask, desk: Desk, session: Session) -> None:
    address, adviser = f"/shortlists/{desk.shortlist().public_id}", signed_in(app, session, "hub")
    adviser.get(address, status=404)
    assert "Sentinel" not in adviser.get("/advice/shortlists").source
    assert desk.client.submit(f"{address}/share") == address
    assert "Sentinel" in adviser.get(address).text
    assert "Sentinel" in adviser.get("/advice/shortlists").text
    adviser.get(f"{address}.csv", status=403)  # it is taken on record: see tests/hub/exports
    assert desk.client.submit(f"{address}/stop-sharing") == address
    adviser.get(address, status=404)
    assert "Sentinel" not in adviser.get("/advice/shortlists").source


def test_an_adviser_reads_and_never_changes(app: Flask, desk: Desk, session: Session) -> None:
    address, values = f"/shortlists/{desk.shortlist().public_id}", desk.values()
    desk.client.submit(f"{address}/share")
    adviser = signed_in(app, session, "hub")
    forms = [form.get("action") for form in adviser.get(address).select("main form")]
    assert forms == ["/advice/exports"]
    for action in ACTIONS:
        adviser.post(address + action, values, status=403)


def test_sharing_twice_keeps_the_first_moment(desk: Desk) -> None:
    address = f"/shortlists/{desk.shortlist().public_id}"
    desk.client.submit(f"{address}/share")
    first = desk.shortlist().shared_at
    desk.client.submit(f"{address}/share")
    assert desk.shortlist().shared_at == first


def test_a_member_who_left_finds_it_no_more(desk: Desk, session: Session) -> None:
    address = f"/shortlists/{desk.shortlist().public_id}"
    desk.client.get(address)
    session.delete(desk.buyer.memberships[0])
    session.commit()
    desk.client.get(address, status=403)
    desk.client.get(f"{address}.csv", status=403)


def test_contact_details_show_once_the_hub_has_confirmed_the_buyer(desk: Desk, session: Session) -> None:
    address = f"/shortlists/{desk.shortlist().public_id}"
    assert "@contact.example" in desk.client.get(address).source
    desk.organisation.confirmed_at = None
    session.commit()
    assert "@contact.example" not in desk.client.get(address).source


def test_a_list_is_one_organisations_newest_first(app: Flask, desk: Desk, session: Session) -> None:
    other_buyer, other = make_member(session, "buyer"), PageClient(app)
    other.sign_in(other_buyer)
    requirement = make_requirement(session, other_buyer, "Noise from elsewhere")
    choose(other, requirement, desk.suppliers["Elm Cloud"])
    desk.requirement = make_requirement(session, desk.buyer, "A second need for hosting")
    desk.choose("Elm Cloud")
    page = desk.client.get("/shortlists")
    assert page.texts("tbody th") == ["A second need for hosting", "Sentinel requirement of Ashby"]
    assert page.texts("tbody td[data-heading=Suppliers]") == ["1", "2"]


def test_an_empty_list_says_what_to_do(app: Flask, session: Session) -> None:
    client = signed_in(app, session, "buyer")
    assert "has no shortlist yet" in client.get("/shortlists").text
