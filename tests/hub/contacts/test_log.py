"""The log of a firm: logged once, corrected beside what it said, struck out, counted by intensity."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import actor_of
from hub.accounts.models import User
from hub.contacts.models import FirmContact
from hub.contacts.queries import Total, summarise
from hub.contacts.wording import tell_hours
from hub.suppliers.models import Supplier
from tests.hub.matches.catalogue_made import counted_statements
from tests.hub.suppliers.suppliers_made import make_supplier
from tests.page_client import PageClient
from tests.people import make_member

TODAY = date.today()
PARTS = ("day", "month", "year")


@pytest.fixture
def adviser(session: Session, page_client: PageClient) -> User:
    user = make_member(session, "hub")
    page_client.sign_in(user)
    return user


@pytest.fixture
def firm(session: Session) -> Supplier:
    supplier = make_supplier(session, "Kestrel Drains Ltd")
    session.commit()
    return supplier


def boxes(name: str, day: date | None) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(day, part)) if day else "" for part in PARTS}


def told(key: str = "1", **changes: str) -> dict[str, str]:
    values = {"channel": "call", "intensity": "light", "quarters": "0.5", "about": "Its plans"}
    days = boxes("day", TODAY) | boxes("next_on", None)
    return values | days | {"next_step": "", "form_key": key * 32} | changes


def log_of(session: Session) -> list[FirmContact]:
    chosen = select(FirmContact).order_by(FirmContact.id).execution_options(populate_existing=True)
    found = list(session.scalars(chosen))
    session.commit()
    return found


def address(firm: Supplier, contact: FirmContact | None = None, act: str = "") -> str:
    log = f"/advice/firms/{firm.public_id}/contacts"
    return f"{log}/{contact.public_id}/{act}" if contact else log


def test_a_contact_is_logged_with_its_next_step(
    session: Session, page_client: PageClient, firm: Supplier, adviser: User
) -> None:
    soon = TODAY + timedelta(days=7)
    page_client.submit(
        address(firm), told(quarters="1.25", next_step="Send the list", **boxes("next_on", soon))
    )
    (logged,) = log_of(session)
    assert (logged.quarters, logged.day, logged.next_on, logged.by_id) == (5, TODAY, soon, adviser.id)
    page = page_client.get(address(firm))
    assert "telephone call, light, 1.25 hours" in page.text
    assert "Next: Send the list, by" in page.text
    assert page.texts("td[data-heading='Hours']") == ["1.25", "0", "0", "1.25"]


@pytest.mark.usefixtures("adviser")
def test_the_same_form_twice_is_one_entry(session: Session, page_client: PageClient, firm: Supplier) -> None:
    for _ in "12":
        page_client.submit(address(firm), told())
    assert len(log_of(session)) == 1


@pytest.mark.usefixtures("adviser")
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        (boxes("day", TODAY + timedelta(days=1)), "Day of the contact must be from 2000 to today"),
        ({"channel": ""}, "Select how it took place"),
        ({"intensity": ""}, "Select the intensity of the support"),
        ({"quarters": ""}, "Enter the hours"),
        ({"quarters": "0.3"}, "Hours must be in quarters of an hour from 0.25 to 24, like 0.25 or 1.5"),
        ({"quarters": "24.25"}, "Hours must be in quarters of an hour from 0.25 to 24, like 0.25 or 1.5"),
        ({"quarters": "1e999999"}, "Hours must be in quarters of an hour from 0.25 to 24, like 0.25 or 1.5"),
        ({"quarters": "NaN"}, "Hours must be in quarters of an hour from 0.25 to 24, like 0.25 or 1.5"),
        ({"about": " "}, "Enter what it was about"),
        (boxes("next_on", TODAY), "Enter the next step as well, or empty its day"),
        (
            {"next_step": "Ring", **boxes("next_on", TODAY - timedelta(days=1))},
            "Day of the next step must be the day of the contact or later",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    session: Session, page_client: PageClient, firm: Supplier, changes: dict[str, str], error: str
) -> None:
    assert page_client.post(address(firm), told(**changes)).errors == [error]
    assert log_of(session) == []


@pytest.mark.usefixtures("adviser")
def test_a_correction_stands_beside_what_it_corrects(
    session: Session, page_client: PageClient, firm: Supplier
) -> None:
    """Two corrections of one entry: one entry counts, both earlier ones stand struck out beneath it."""
    page_client.submit(address(firm), told(about="First words"))
    for key, hours, about in (("2", "1", "Second words"), ("3", "2", "Third words")):
        standing = next(each for each in log_of(session) if not each.struck_at)
        sent = told(key, quarters=hours, about=about) | {"reason": f"It was {hours}"}
        page_client.submit(address(firm, standing, "correct"), sent)
    assert [each.quarters for each in log_of(session) if not each.struck_at] == [8]
    page = page_client.get(address(firm))
    assert page.texts("td[data-heading='Hours']") == ["2", "0", "0", "2"]
    assert len(page.select(".hub-contact")) == 1
    struck = page.texts(".hub-contact .govuk-inset-text s")
    assert struck[1::2] == ["Second words", "First words"]
    assert [reason in page.text for reason in ("It was 1", "It was 2")] == [True, True]


@pytest.mark.usefixtures("adviser")
def test_who_strikes_out_what_a_colleague_corrected_is_told(
    session: Session, page_client: PageClient, firm: Supplier
) -> None:
    page_client.submit(address(firm), told())
    (wrong,) = log_of(session)
    sent = told("2") | {"reason": "An hour"}
    page_client.submit(address(firm, wrong, "correct"), sent)
    page_client.submit(address(firm, wrong, "correct"), sent)  # the same form again is no second correction
    for act, data in (("correct", told("3") | {"reason": "Two"}), ("strike", {"reason": "Not theirs"})):
        page = page_client.post(address(firm, wrong, act), data, status=409)
        assert page.errors == ["This entry was struck out already, by you or by a colleague"]
    assert len(log_of(session)) == 2


@pytest.mark.usefixtures("adviser")
def test_an_entry_that_is_struck_out_counts_no_more(
    session: Session, page_client: PageClient, firm: Supplier
) -> None:
    page_client.submit(address(firm), told())
    (wrong,) = log_of(session)
    assert page_client.post(address(firm, wrong, "strike"), {"reason": ""}).errors == [
        "Enter why the entry is wrong"
    ]
    page_client.submit(address(firm, wrong, "strike"), {"reason": "Another firm’s"})
    page = page_client.get(address(firm))
    assert page.texts("td[data-heading='Contacts']") == ["0", "0", "0", "0"]
    assert "Another firm’s" in page.text
    assert not page.select("a[href$='/correct']")


def test_a_summary_has_the_last_three_and_all_hours(session: Session, firm: Supplier, adviser: User) -> None:
    """Five contacts of 1 to 5 quarters, the fourth struck out: 1 + 2 + 3 + 5 = 11 quarters."""
    for number in range(1, 6):
        contact = FirmContact(
            supplier_id=firm.id,
            day=date(2026, 1, number),
            channel="mail",
            intensity="light",
            quarters=number,
            about=f"Mail {number}",
        )
        contact.struck_at = firm.created_at if number == 4 else None
        session.add(contact)
    session.flush()
    summary = summarise(session, actor_of(adviser), firm)
    assert [each.about for each in summary.last] == ["Mail 5", "Mail 3", "Mail 2"]
    assert summary.total == Total(4, 11)
    assert tell_hours(summary.total.quarters) == "2.75 hours"


def test_the_page_sends_as_many_statements_for_a_long_log(
    app: Flask, session: Session, page_client: PageClient, firm: Supplier, adviser: User
) -> None:
    sent: list[int] = []
    for number in (2, 40):
        contacts = [
            FirmContact(
                supplier_id=firm.id,
                day=date(2026, 1, 1) + timedelta(days=day),
                channel="mail",
                intensity="light",
                quarters=1,
                about="Mail",
                by_id=adviser.id,
            )
            for day in range(number)
        ]
        session.add_all(contacts)
        session.commit()
        with app.app_context(), counted_statements() as statements:
            page = page_client.get(address(firm))
        sent.append(len(statements))
    assert sent[0] == sent[1]
    assert len(page.select(".hub-contact")) == 25
    assert page.select(f"a[href='{address(firm)}?page=2']")


@pytest.mark.usefixtures("firm")
def test_the_firm_does_not_read_that_it_was_spoken_to(
    session: Session, page_client: PageClient, firm: Supplier, adviser: User
) -> None:
    page_client.submit(address(firm), told(about="Heron words"))
    page_client.sign_out()
    owner = make_member(session, "supplier", organisation=firm.organisation)
    page_client.sign_in(owner)
    history = page_client.get(f"/suppliers/{firm.public_id}/history")
    assert "An adviser" not in history.text
    assert page_client.client.get(address(firm)).status_code == 403
