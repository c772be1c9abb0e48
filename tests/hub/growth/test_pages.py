"""A firm's figures and what its owner says: whose word counts, who reads it, how it is taken back."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership, User
from hub.audit.models import Event
from hub.growth.models import FirmFigure, FirmOwnership
from hub.privacy.erasing import erase_person
from hub.suppliers.models import Supplier
from tests.hub.suppliers.suppliers_made import make_owner, make_supplier
from tests.page_client import PageClient
from tests.people import make_member, make_user

DAY = date(2026, 4, 1)


@pytest.fixture
def firm(session: Session) -> Supplier:
    return make_supplier(session, "Kestrel Drains Ltd")


@pytest.fixture
def owner(session: Session, firm: Supplier) -> User:
    return make_owner(session, firm)


def told(day: date = DAY, **changes: str) -> dict[str, str]:
    parts = {f"as_at-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    return {"jobs": "4.5", "turnover": ""} | parts | changes


def figures(session: Session) -> list[tuple[date, int | None, int | None, str]]:
    chosen = select(FirmFigure.as_at, FirmFigure.jobs_tenths, FirmFigure.turnover, FirmFigure.given)
    found = [tuple(row) for row in session.execute(chosen.order_by(FirmFigure.as_at))]
    session.commit()
    return found


def ownership(session: Session) -> list[str]:
    found = list(session.scalars(select(FirmOwnership.kind).order_by(FirmOwnership.kind)))
    session.commit()
    return found


def own_page(firm: Supplier) -> str:
    return f"/business/{firm.public_id}/growth"


def adviser_page(firm: Supplier) -> str:
    return f"/advice/firms/{firm.public_id}/figures"


def test_a_firm_gives_figures_and_takes_them_away(
    session: Session, page_client: PageClient, firm: Supplier, owner: User
) -> None:
    page_client.sign_in(owner)
    page_client.submit(own_page(firm), told(turnover="£120,000"))
    page_client.submit(own_page(firm), told(jobs="5", turnover="130,000"))
    assert figures(session) == [(DAY, 50, 130_000, "firm")], "a day has one set of figures"
    page = page_client.get(own_page(firm))
    assert page.texts("td[data-heading='Turnover']") == ["£130,000"]
    page_client.submit(page.one("form[action$='/remove']").get("action"))
    assert figures(session) == []


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"jobs": ""}, "Enter the jobs, the turnover or both"),
        ({"jobs": "4.55"}, "Jobs must be from 0 to 100,000 with one decimal at most, like 12 or 4.5"),
        ({"jobs": "-1"}, "Jobs must be from 0 to 100,000 with one decimal at most, like 12 or 4.5"),
        ({"turnover": "10.50"}, "Turnover must be whole pounds"),
        (
            told(date.today() + timedelta(days=1)),
            "Day of the figures must be from 1990 to today",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    session: Session, page_client: PageClient, firm: Supplier, changes: dict[str, str], error: str
) -> None:
    page_client.sign_in(make_owner(session, firm))
    assert page_client.post(own_page(firm), told() | changes).errors == [error]
    assert figures(session) == []


def test_the_firms_own_word_stands_before_an_advisers(
    session: Session, page_client: PageClient, firm: Supplier, owner: User
) -> None:
    page_client.sign_in(make_member(session, "hub"))
    assert page_client.post(adviser_page(firm), told()).errors == ["Select how it was given"]
    page_client.submit(adviser_page(firm), told(given="call"))
    assert figures(session) == [(DAY, 45, None, "call")]
    page_client.sign_out()
    page_client.sign_in(owner)
    assert "By telephone, taken down by an adviser of the hub" in page_client.get(own_page(firm)).text
    page_client.submit(own_page(firm), told(jobs="6"))
    page_client.sign_out()
    page_client.sign_in(make_member(session, "hub"))
    page = page_client.post(adviser_page(firm), told(given="visit"), status=409)
    assert page.errors == ["The firm itself gave figures of that day, and they stand"]
    assert figures(session) == [(DAY, 60, None, "firm")]


def test_an_owner_says_what_applies_and_takes_it_back(
    session: Session, page_client: PageClient, firm: Supplier, owner: User
) -> None:
    address = f"/business/{firm.public_id}/ownership"
    page_client.sign_in(owner)
    page_client.submit(address, {"kinds": ["women", "family"]})
    assert ownership(session) == ["family", "women"]
    page = page_client.get(address)
    assert [each.get("value") for each in page.select("input[checked]")] == ["women", "family"]
    page = page_client.post(address, {"kinds": ["women", "prefer_not"]})
    assert page.errors == ["Select what applies, or “Prefer not to say” alone, but not both"]
    page_client.submit(address, {"sent": "y"})
    assert ownership(session) == []


def test_no_event_tells_what_an_owner_said(
    session: Session, page_client: PageClient, firm: Supplier, owner: User
) -> None:
    page_client.sign_in(owner)
    for kinds in (["disabled"], ["disabled", "lgbt"], []):
        page_client.submit(f"/business/{firm.public_id}/ownership", {"kinds": kinds, "sent": "y"})
    events = session.scalars(select(Event).where(Event.action == "growth.say")).all()
    assert len(events) == 3
    assert {json.dumps(each.changes) for each in events} == {
        json.dumps([{"noted": {"ownership": "said, or taken back"}}])
    }


def test_nobody_but_an_owner_reads_what_an_owner_said(
    session: Session, page_client: PageClient, firm: Supplier, owner: User
) -> None:
    session.add(FirmOwnership(supplier_id=firm.id, kind="disabled"))
    editor, adviser = make_owner(session, firm, role="editor"), make_member(session, "hub")
    for person in (editor, adviser):
        page_client.sign_in(person)
        assert page_client.client.get(f"/business/{firm.public_id}/ownership").status_code in {403, 404}
        page_client.sign_out()
    page_client.sign_in(editor)
    assert "disabled" not in page_client.client.get(f"/business/{firm.public_id}/download.json").text


def test_what_was_said_goes_with_an_owner_who_is_erased(
    session: Session, firm: Supplier, owner: User
) -> None:
    """The firm goes on with another owner, who can say it anew."""
    other = make_user(session, "Ola Brandt")
    session.add(Membership(user=other, organisation=firm.organisation, role="owner"))
    session.add(FirmOwnership(supplier_id=firm.id, kind="women"))
    session.commit()
    erase_person(session, owner, by="a test")
    session.commit()
    assert ownership(session) == []
    assert session.get(Supplier, firm.id) is not None
