"""What waits for an adviser: records to remove, buying organisations to confirm."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Organisation
from hub.database import open_session
from hub.suppliers.models import Contract, Removal, Supplier
from tests.page_client import PageClient
from tests.people import make_member, make_organisation


@pytest.fixture
def adviser(page_client: PageClient, session: Session) -> PageClient:
    page_client.sign_in(make_member(session, "hub"))
    return page_client


@pytest.fixture
def removal(session: Session) -> Removal:
    supplier = Supplier(name="Ash Hosting", name_key="ash hosting", state="unclaimed")
    supplier.contracts = [Contract(title="Hosting", source="ocds", source_key="1")]
    noise = Supplier(name="Elm Cloud", name_key="elm cloud", state="unclaimed")
    asked = Removal(
        supplier=supplier,
        supplier_name="Ash Hosting",
        name_key="ash hosting",
        reason="We closed",
        email="asker@mail.example",
    )
    session.add_all([supplier, noise, asked])
    session.commit()
    return asked


def kept() -> tuple[list[str], Removal]:
    with open_session(writes=False) as reading:
        names = reading.scalars(select(Supplier.name).order_by(Supplier.name)).all()
        return list(names), reading.scalars(select(Removal)).one()


def test_nothing_to_decide_is_said(adviser: PageClient) -> None:
    page = adviser.get("/advice/decisions")
    assert "No buying organisation waits to be confirmed." in page.text
    assert "Nobody has asked for a record to be removed." in page.text
    assert "No buyer shares a shortlist" in adviser.get("/advice/shortlists").text


def test_an_adviser_removes_a_record(adviser: PageClient, removal: Removal) -> None:
    page = adviser.get("/advice/decisions")
    assert "We closed" in page.text
    assert "asker@mail.example" in page.text
    address = page.one("form[action^='/advice/removals/']").get("action")
    assert adviser.submit(address, {"decision": "remove"}) == "/advice/decisions"
    assert "was removed and will not be imported again" in adviser.get("/advice/decisions").text
    names, decided = kept()
    assert names == ["Elm Cloud"]
    assert (decided.state, decided.email, decided.reason, decided.name_key) == (
        "removed",
        "",
        "",
        "ash hosting",
    )


def test_an_adviser_keeps_a_record(adviser: PageClient, removal: Removal) -> None:
    adviser.submit(f"/advice/removals/{removal.public_id}", {"decision": "keep"})
    names, decided = kept()
    assert names == ["Ash Hosting", "Elm Cloud"]
    assert (decided.state, decided.email) == ("declined", "")
    assert "Ash Hosting" not in adviser.get("/advice/decisions").one("main").text_content().split("stays")[-1]


def test_a_decision_is_made_once(adviser: PageClient, removal: Removal) -> None:
    address = f"/advice/removals/{removal.public_id}"
    adviser.submit(address, {"decision": "keep"})
    adviser.submit(address, {"decision": "remove"})
    assert "decided already" in adviser.get("/advice/decisions").text
    assert kept()[0] == ["Ash Hosting", "Elm Cloud"]


def test_a_record_that_a_firm_has_claimed_is_not_removed(
    adviser: PageClient, session: Session, removal: Removal
) -> None:
    assert removal.supplier is not None
    removal.supplier.state = "claimed"
    session.commit()
    adviser.submit(f"/advice/removals/{removal.public_id}", {"decision": "remove"})
    assert "A firm has claimed this record since" in adviser.get("/advice/decisions").text
    names, asked = kept()
    assert (names, asked.state) == (["Ash Hosting", "Elm Cloud"], "asked")


@pytest.mark.parametrize("decision", ["", "maybe", "removed"])
def test_a_press_of_no_button_decides_nothing(adviser: PageClient, removal: Removal, decision: str) -> None:
    adviser.post(f"/advice/removals/{removal.public_id}", {"decision": decision}, status=400)
    adviser.post("/advice/removals/nosuch", {"decision": "remove"}, status=404)
    assert kept()[1].state == "asked"


def test_an_adviser_confirms_a_buying_organisation(adviser: PageClient, session: Session) -> None:
    waiting = make_organisation(session, "buyer", "Ashby Council", confirmed=False)
    member = make_member(session, "buyer", organisation=waiting)
    page = adviser.get("/advice/decisions")
    assert member.email in page.text
    address = page.one("form[action$='/confirm']").get("action")
    assert adviser.submit(address) == "/advice/decisions"
    assert "Ashby Council is confirmed" in adviser.get("/advice/decisions").text
    with open_session(writes=False) as reading:
        first = reading.scalars(select(Organisation).where(Organisation.id == waiting.id)).one().confirmed_at
    adviser.submit(address)
    with open_session(writes=False) as reading:
        again = reading.scalars(select(Organisation).where(Organisation.id == waiting.id)).one().confirmed_at
    assert first is not None
    assert first == again


@pytest.mark.parametrize("kind", ["supplier", "hub"])
def test_only_buying_organisations_are_confirmed(adviser: PageClient, session: Session, kind: str) -> None:
    other = make_organisation(session, kind, confirmed=False)
    session.commit()
    adviser.post(f"/advice/buying-organisations/{other.public_id}/confirm", status=404)
    assert other.name not in adviser.get("/advice/decisions").text


@pytest.mark.parametrize("kind", ["buyer", "supplier"])
def test_nobody_else_sees_or_decides(app: Flask, session: Session, removal: Removal, kind: str) -> None:
    waiting = make_organisation(session, "buyer", "Ashby Council", confirmed=False)
    client = PageClient(app)
    client.sign_in(make_member(session, kind))
    for address in ("/advice/shortlists", "/advice/decisions"):
        assert "asker@mail.example" not in client.get(address, status=403).source
    client.post(f"/advice/removals/{removal.public_id}", {"decision": "remove"}, status=403)
    client.post(f"/advice/buying-organisations/{waiting.public_id}/confirm", status=403)
    assert kept()[1].state == "asked"
