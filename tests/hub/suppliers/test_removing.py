"""Anybody asks for an unclaimed record to be removed; an adviser decides; no trace of the asker stays."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.suppliers.models import Contract, Removal, Supplier
from hub.suppliers.removing import RemovalError, ask_removal, decide_removal
from tests.hub.suppliers.suppliers_made import make_award, make_owner, make_supplier
from tests.page_client import PageClient
from tests.people import make_member

ASKED = {"reason": "The business has closed", "email": "lee@closed.example"}


@pytest.fixture
def unclaimed(session: Session) -> Supplier:
    make_supplier(session, "Noise and Sons Ltd", state="unclaimed")
    supplier = make_supplier(session, "Harbour Lights Ltd", state="unclaimed")
    make_award(session, supplier, 1)
    session.commit()
    return supplier


@pytest.fixture
def adviser(session: Session) -> Actor:
    return Actor(user_id=make_member(session, "hub").id)


def address(supplier: Supplier) -> str:
    return f"/suppliers/{supplier.public_id}/ask-for-removal"


def test_a_request_waits_for_an_adviser_and_the_record_stays(
    page_client: PageClient, session: Session, unclaimed: Supplier
) -> None:
    page = page_client.get(f"/suppliers/{unclaimed.public_id}")
    assert page.select(f"a[href='{address(unclaimed)}']")
    assert page_client.submit(address(unclaimed), ASKED) == f"/suppliers/{unclaimed.public_id}"
    assert "Your request was sent" in page_client.get(f"/suppliers/{unclaimed.public_id}").text
    removal = session.scalars(select(Removal)).one()
    assert (removal.state, removal.supplier_id, removal.name_key) == ("asked", unclaimed.id, "harbour lights")
    assert (removal.reason, removal.email) == (ASKED["reason"], ASKED["email"])


def test_a_second_request_changes_nothing_and_says_so(
    page_client: PageClient, session: Session, unclaimed: Supplier
) -> None:
    page_client.submit(address(unclaimed), ASKED)
    page_client.submit(address(unclaimed), ASKED | {"email": "other@closed.example"})
    assert session.scalars(select(Removal.email)).all() == [ASKED["email"]]
    session.commit()
    page = page_client.get(address(unclaimed))
    assert "Somebody has already asked" in page.text
    assert not page.select("main form")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"reason": ""}, "Enter why the record should be removed"),
        ({"reason": "x" * 2001}, "Reason must be 2,000 characters or fewer"),
        ({"email": ""}, "Enter an email address"),
        ({"email": "lee"}, "Enter an email address in the correct format"),
    ],
)
def test_a_request_needs_a_reason_and_an_address(
    page_client: PageClient, session: Session, unclaimed: Supplier, changed: dict[str, str], message: str
) -> None:
    page = page_client.post(address(unclaimed), ASKED | changed)
    assert page.errors[0].startswith(message)
    assert session.scalar(select(func.count()).select_from(Removal)) == 0


def test_only_an_unclaimed_record_can_be_asked_about(page_client: PageClient, session: Session) -> None:
    claimed = make_supplier(session, "Kestrel Drains Ltd")
    make_owner(session, claimed)
    page_client.get(address(claimed), status=404)
    page_client.post(address(claimed), ASKED, status=404)
    assert not page_client.get(f"/suppliers/{claimed.public_id}").select(f"a[href='{address(claimed)}']")


def test_a_removed_record_goes_with_its_contracts_and_its_name_is_remembered(
    session: Session, unclaimed: Supplier, adviser: Actor
) -> None:
    removal, _new = ask_removal(session, unclaimed, **ASKED)
    session.commit()
    decide_removal(session, removal, adviser, remove=True)
    session.commit()
    assert session.scalars(select(Supplier.name)).all() == ["Noise and Sons Ltd"]
    assert session.scalar(select(func.count()).select_from(Contract)) == 0
    session.refresh(removal)
    assert (removal.state, removal.name_key, removal.supplier_id) == ("removed", "harbour lights", None)
    assert (removal.reason, removal.email) == ("", "")
    assert removal.decided_by_id == adviser.user_id
    assert removal.decided_at is not None


def test_a_declined_request_leaves_the_record_and_forgets_the_asker(
    session: Session, unclaimed: Supplier, adviser: Actor
) -> None:
    removal, _new = ask_removal(session, unclaimed, **ASKED)
    decide_removal(session, removal, adviser, remove=False)
    session.commit()
    assert (removal.state, removal.reason, removal.email) == ("declined", "", "")
    assert session.get(Supplier, unclaimed.id) is not None
    again, new = ask_removal(session, unclaimed, **ASKED)
    assert new
    assert again is not removal


def test_a_request_is_decided_once(session: Session, unclaimed: Supplier, adviser: Actor) -> None:
    removal, _new = ask_removal(session, unclaimed, **ASKED)
    decide_removal(session, removal, adviser, remove=False)
    with pytest.raises(RemovalError, match="decided already"):
        decide_removal(session, removal, adviser, remove=True)


def test_a_record_claimed_since_cannot_be_removed(
    session: Session, unclaimed: Supplier, adviser: Actor
) -> None:
    removal, _new = ask_removal(session, unclaimed, **ASKED)
    unclaimed.state = "claimed"
    with pytest.raises(RemovalError, match="claimed this record since"):
        decide_removal(session, removal, adviser, remove=True)
    assert removal.state == "asked"
