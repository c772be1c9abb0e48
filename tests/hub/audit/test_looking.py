"""Every time somebody of the hub opens what is private, a row says so; nobody else leaves one."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from hub.accounts.models import Organisation
from hub.audit.models import Event, Look
from hub.audit.queries import list_looks_at_supplier
from hub.database import open_session, utc_now
from hub.shortlists.models import Shortlist
from tests.hub.shortlists.shortlists_made import Desk
from tests.hub.suppliers.claims_made import make_claim, make_claimant, make_record
from tests.hub.suppliers.suppliers_made import make_owner, make_supplier
from tests.page_client import PageClient
from tests.people import make_member


def signed_in(app: Flask, session: Session, kind: str) -> PageClient:
    client = PageClient(app)
    client.sign_in(make_member(session, kind))
    return client


def open_page(client: PageClient, address: str, status: int = 200) -> None:
    """Read the whole answer and close it, as a server does."""
    response = client.client.get(address)
    assert (response.status_code, bool(response.data)) == (status, True)
    response.close()


def looks() -> list[tuple[str, str, int | None, str]]:
    with open_session(writes=False) as reading:
        found = reading.scalars(select(Look).order_by(Look.id)).all()
        return [(look.kind, look.public_id, look.organisation_id, look.page) for look in found]


@pytest.fixture
def shared(page_client: PageClient, session: Session) -> tuple[Desk, Shortlist]:
    desk = Desk(page_client, session)
    page_client.submit(desk.choose("Ash Hosting") + "/share")
    session.rollback()
    return desk, desk.shortlist()


def test_an_adviser_who_opens_a_shared_shortlist_is_on_record(
    app: Flask, session: Session, shared: tuple[Desk, Shortlist]
) -> None:
    desk, shortlist = shared
    adviser = signed_in(app, session, "hub")
    open_page(adviser, f"/shortlists/{shortlist.public_id}")
    open_page(adviser, f"/shortlists/{shortlist.public_id}")
    adviser.client.post("/advice/exports", data={"shortlist": [shortlist.public_id], "format": "csv"}).close()
    requirement = desk.requirement.public_id
    open_page(adviser, f"/requirements/{requirement}")
    open_page(adviser, f"/requirements/{requirement}/matches")
    owner = desk.organisation.id
    assert looks() == [
        ("shortlist", shortlist.public_id, owner, "shortlists.show"),
        ("shortlist", shortlist.public_id, owner, "shortlists.show"),
        ("shortlist", shortlist.public_id, owner, "exports.take"),
        ("requirement", requirement, owner, "requirements.show"),
        ("requirement", requirement, owner, "matches.show"),
    ]
    page = desk.client.get(f"/requirements/{requirement}/history")
    told = page.texts("#looks + ul li")
    assert [line.partition(", ")[0] for line in told] == [
        "An adviser of the hub looked at the ranking",
        "An adviser of the hub looked at the requirement",
        "An adviser of the hub took a shared shortlist as a file",
        "An adviser of the hub looked at a shared shortlist",
        "An adviser of the hub looked at a shared shortlist",
    ]


def test_a_look_changes_nothing_of_the_chain_of_events(
    app: Flask, session: Session, shared: tuple[Desk, Shortlist]
) -> None:
    adviser = signed_in(app, session, "hub")
    before = len(session.scalars(select(Event.number)).all())
    session.rollback()
    open_page(adviser, f"/shortlists/{shared[1].public_id}")
    assert len(session.scalars(select(Event.number)).all()) == before


def test_members_leave_no_look_at_their_own_things(session: Session, shared: tuple[Desk, Shortlist]) -> None:
    desk, shortlist = shared
    for address in ("", ".csv"):
        open_page(desk.client, f"/shortlists/{shortlist.public_id}{address}")
    open_page(desk.client, f"/requirements/{desk.requirement.public_id}/matches")
    assert looks() == []


def test_what_is_refused_was_not_seen(app: Flask, session: Session) -> None:
    adviser = signed_in(app, session, "hub")
    open_page(adviser, "/shortlists/nosuch", status=404)
    open_page(adviser, "/advice/claims/nosuch", status=404)
    assert looks() == []


def test_contact_details_and_hidden_suppliers_are_looked_at(app: Flask, session: Session) -> None:
    shown = make_supplier(session, "Kestrel Drains Ltd")
    hidden = make_supplier(session, "Merlin Drains Ltd", state="suspended")
    record = make_supplier(session, "Harbour Lights Ltd", state="unclaimed")
    session.commit()
    ids = [(each.public_id, each.organisation_id) for each in (shown, hidden, record)]
    adviser = signed_in(app, session, "hub")
    for public_id, _owner in ids:
        open_page(adviser, f"/suppliers/{public_id}")
    assert looks() == [
        ("contact", *ids[0], "suppliers.show"),
        ("supplier", *ids[1], "suppliers.show"),
        ("contact", *ids[1], "suppliers.show"),
    ]
    signed_in(app, session, "buyer").get(f"/suppliers/{ids[0][0]}")
    assert len(looks()) == 3
    owner = PageClient(app)
    owner.sign_in(make_owner(session, shown))
    session.rollback()
    told = owner.get(f"/suppliers/{ids[0][0]}/history").texts("#looks + ul li")
    assert [line.partition(", ")[0] for line in told] == [
        "An adviser of the hub looked at the contact details"
    ]
    assert "Who of the hub looked" not in adviser.get(f"/suppliers/{ids[0][0]}/history").text


def test_who_has_a_record_now_is_told_no_look_of_before(session: Session) -> None:
    record = make_supplier(session, "Kestrel Drains Ltd")
    adviser = make_member(session, "hub")
    look = {"kind": "contact", "public_id": record.public_id, "organisation_id": record.organisation_id}
    session.add(Look(at=utc_now(), user_id=adviser.id, page="suppliers.show", **look))
    assert list_looks_at_supplier(session, record).total == 1
    record.organisation = Organisation(kind="supplier", name="Another owner")
    session.flush()
    assert list_looks_at_supplier(session, record).total == 0


def test_a_claim_and_its_rivals_are_looked_at(app: Flask, session: Session) -> None:
    record = make_record(session)
    both = [make_claim(session, record, make_claimant(session, name)).public_id for name in ("Ada", "Bo")]
    adviser = signed_in(app, session, "hub")
    open_page(adviser, f"/advice/claims/{both[0]}")
    assert looks() == [("claim", public_id, None, "advice.claim") for public_id in both]


def test_a_decision_that_comes_too_late_shows_the_claim_and_is_a_look(app: Flask, session: Session) -> None:
    claim = make_claim(session, make_record(session))
    claim.state = "declined"
    session.commit()
    adviser = signed_in(app, session, "hub")
    sent = {"decision": "confirm", "answer": "Yes"}
    response = adviser.client.post(f"/advice/claims/{claim.public_id}", data=sent)
    assert response.status_code == 409
    response.close()
    assert looks() == [("claim", claim.public_id, None, "advice.decide_claim")]


def test_a_look_that_cannot_be_kept_breaks_no_page(
    app: Flask,
    session: Session,
    shared: tuple[Desk, Shortlist],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    adviser = signed_in(app, session, "hub")

    def away() -> None:
        raise OperationalError("INSERT", {}, Exception("locked"))

    monkeypatch.setattr("hub.audit.looking.get_engine", away)
    open_page(adviser, f"/shortlists/{shared[1].public_id}")
    assert "Looks were not kept" in caplog.text
    assert looks() == []
