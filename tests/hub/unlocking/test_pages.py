"""The adviser's list, a firm's page, its plan, and the plan on paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.suppliers.models import Fact, Supplier
from hub.unlocking.models import Effort, PlannedAction
from tests.hub.matches.catalogue_made import counted_statements
from tests.hub.unlocking.unlocks_made import FORM_KEY, ask, find, make_barred
from tests.page_client import PageClient
from tests.people import make_member

DUE = date.today() + timedelta(days=40)
LIST = "/advice/unlocks"


@pytest.fixture
def adviser(session: Session, page_client: PageClient) -> User:
    user = make_member(session, "hub")
    page_client.sign_in(user)
    return user


def agreed(**changes: str) -> dict[str, str]:
    day = {f"due_on-{part}": str(getattr(DUE, part)) for part in ("day", "month", "year")}
    return {"steps": "Ask two bodies", "checker": "Its adviser", "form_key": FORM_KEY} | day | changes


def agree(page_client: PageClient, firm: Supplier, **changes: str) -> None:
    page_client.submit(f"/advice/suppliers/{firm.public_id}/unlocks/iso_9001/agree", agreed(**changes))


def plan_of(session: Session) -> list[PlannedAction]:
    chosen = select(PlannedAction).order_by(PlannedAction.id)
    found = list(session.scalars(chosen.execution_options(populate_existing=True)))
    session.commit()
    return found


@pytest.mark.usefixtures("adviser")
def test_an_empty_list_says_when_the_hub_looks(page_client: PageClient) -> None:
    assert "every night" in page_client.get(LIST).text


@pytest.mark.usefixtures("adviser")
def test_actions_stand_by_what_they_bring_an_hour(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    """A certificate takes 60 hours for £40,000, £667 an hour; cover takes 4 for £10,000, £2,500 an hour."""
    firm = make_barred(session)
    firm.facts.append(Fact(name="public_liability", value=1e6))
    ask(session, worth=40_000)
    ask(session, fact="public_liability", value=5e6, worth=10_000)
    find(app, session)
    page = page_client.get(LIST)
    cells = page.texts("td[data-heading='Value an hour']")
    assert cells == ["£2,500", "£667"]
    page_client.submit(f"{LIST}/hours", {"fact": "iso_9001", "hours": "10"})
    assert page_client.get(LIST).texts("td[data-heading='Value an hour']") == ["£4,000", "£2,500"]


def test_hours_are_kept_with_who_set_them_and_when(
    session: Session, page_client: PageClient, adviser: User
) -> None:
    page_client.submit(f"{LIST}/hours", {"fact": "iso_9001", "hours": "12.5"})
    (effort,) = session.scalars(select(Effort)).all()
    assert (effort.fact, effort.hours, effort.set_by_id) == ("iso_9001", 12.5, adviser.id)
    session.commit()
    assert adviser.name in page_client.get(f"{LIST}/hours").text


@pytest.mark.usefixtures("adviser")
@pytest.mark.parametrize("hours", ["", "0", "-3", "nan", "1e9", "many"])
def test_hours_that_are_none_are_refused(session: Session, page_client: PageClient, hours: str) -> None:
    page = page_client.post(f"{LIST}/hours", {"fact": "iso_9001", "hours": hours})
    assert page.errors
    assert session.scalars(select(Effort)).all() == []


@pytest.mark.usefixtures("adviser")
def test_the_list_is_filtered_by_its_address(app: Flask, session: Session, page_client: PageClient) -> None:
    make_barred(session, "Kestrel Drains Ltd")
    make_barred(session, "Plover Drains Ltd")
    ask(session)
    find(app, session)
    assert len(page_client.get(LIST).select("tbody tr")) == 2
    assert page_client.get(f"{LIST}?firm=plover").texts("tbody th > a")[:1] == ["Plover Drains Ltd"]
    assert len(page_client.get(f"{LIST}?fact=iso_9001").select("tbody tr")) == 2
    assert "No action of this kind" in page_client.get(f"{LIST}?fact=iso_27001").text
    page_client.get(f"{LIST}?fact=nothing", status=404)
    page_client.get(f"{LIST}?category=nothing", status=404)


@pytest.mark.usefixtures("adviser")
def test_the_pages_ask_the_database_no_more_for_more_rows(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    firm = make_barred(session)
    ask(session)
    find(app, session)
    addresses = (LIST, f"/advice/suppliers/{firm.public_id}/unlocks")
    before = []
    for address in addresses:
        page_client.get(address)
        with counted_statements() as sent:
            page_client.get(address)
        before.append(len(sent))
    for number in range(5):
        make_barred(session, f"Firm {number}")
        ask(session)
    find(app, session)
    for address, expected in zip(addresses, before, strict=True):
        with counted_statements() as sent:
            page_client.get(address)
        assert len(sent) <= expected, address


@pytest.mark.usefixtures("adviser")
def test_a_firms_page_names_public_requirements_and_no_private_one(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    firm = make_barred(session)
    ask(session).title = "Blocked drains at the baths"
    for number in range(3):
        ask(session, "private").title = f"Blocked drains in secret {number}"
    find(app, session)
    page = page_client.get(f"/advice/suppliers/{firm.public_id}/unlocks")
    assert "Blocked drains at the baths: a must leaves the firm out" in page.text
    assert "At least 3 private requirements of as many buyers" in page.text
    assert "secret" not in page.text


def test_an_action_is_agreed_once_and_printed(
    app: Flask, session: Session, page_client: PageClient, adviser: User
) -> None:
    firm = make_barred(session)
    ask(session)
    find(app, session)
    agree(page_client, firm)
    agree(page_client, firm)
    (planned,) = plan_of(session)
    assert (planned.fact, planned.state, planned.due_on) == ("iso_9001", "open", DUE)
    assert (planned.told, planned.agreed_by_id) == ("1 requirement", adviser.id)
    plan = page_client.get(f"/advice/suppliers/{firm.public_id}/plan")
    for words in ("1 requirement into reach", "Ask two bodies", "Its adviser", "No ISO 9001 certificate"):
        assert words in plan.text
    page_client.post(
        f"/advice/suppliers/{firm.public_id}/unlocks/iso_9001/agree", agreed(form_key="f" * 32), status=409
    )


@pytest.mark.usefixtures("adviser")
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_kept(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    firm = make_barred(session)
    ask(session)
    find(app, session)
    address = f"/advice/suppliers/{firm.public_id}/unlocks/iso_9001/agree"
    page = page_client.post(address, {"steps": "", "checker": "", "form_key": FORM_KEY})
    assert page.errors == [
        "Enter the first steps",
        "Enter who checks it",
        "Enter the day it is to be done by",
    ]
    page = page_client.post(address, agreed(**{"due_on-year": "2020"}))
    assert page.errors == ["The day it is to be done by must be from today to five years from now"]
    assert plan_of(session) == []


def test_an_action_is_done_dropped_and_opened_again(
    app: Flask, session: Session, page_client: PageClient, adviser: User
) -> None:
    firm = make_barred(session)
    ask(session)
    find(app, session)
    agree(page_client, firm)
    (planned,) = plan_of(session)
    address = f"/advice/planned-actions/{planned.public_id}"
    page_client.submit(f"{address}/done", {})
    (planned,) = plan_of(session)
    assert (planned.state, planned.settled_by_id) == ("done", adviser.id)
    assert planned.settled_at is not None
    page_client.submit(f"{address}/open", {})
    (planned,) = plan_of(session)
    assert (planned.state, planned.settled_by_id, planned.settled_at) == ("open", None, None)
    page_client.submit(f"{address}/dropped", {})
    assert "Nothing is agreed yet" in page_client.get(f"/advice/suppliers/{firm.public_id}/plan").text
    page_client.post(f"{address}/lost", {}, status=404)
