"""The figures of a size: stated by the firm, told as answers, and never shown to others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.facts.models import SizeStatement
from hub.matches.models import CatalogueVersion
from hub.suppliers.models import Supplier
from tests.page_client import PageClient

ANSWERS = {
    "in_group": "no",
    "group_name": "",
    "staff": "12",
    "turnover": "1,234,567",
    "balance_sheet": "",
    "year_ended_on-day": "31",
    "year_ended_on-month": "3",
    "year_ended_on-year": "2025",
    "vcse": "none",
}
YEAR_ENDED = "Last day of the year of these figures"
GROUP = {"in_group": "yes", "group_name": "Colossus plc", "staff": "4,005", "turnover": "900,000,000"}


def size_of(session: Session) -> str:
    session.commit()
    found = session.scalars(select(Supplier.size).where(Supplier.name == "Kestrel Drains Ltd")).one()
    session.commit()
    return found


def test_the_size_follows_the_figures_and_both_answers_are_shown(
    client: PageClient, session: Session, supplier: Supplier, desk: str
) -> None:
    client.submit(f"{desk}/size", ANSWERS | {"staff": "9"})
    assert size_of(session) == "micro"
    client.sign_out()
    text = client.get(f"/suppliers/{supplier.public_id}").text
    assert "Small or medium-sized, UK definition Yes" in text
    assert "European Commission’s definition Yes: micro" in text
    assert "for the year to 31 March 2025, stated on" in text
    assert "Procurement Act 2023, section 123, as at 1 January 2026" in text
    assert "at 0.84662 pounds a euro (European Central Bank, average" in text
    assert "The hub must check both with its own advisers" in text
    assert "1,234,567" not in text
    assert "1234567" not in text


def test_a_small_firm_of_a_large_group_is_not_small(
    client: PageClient, session: Session, supplier: Supplier, desk: str
) -> None:
    before = session.scalar(select(CatalogueVersion.number)) or 0
    session.commit()
    client.submit(f"{desk}/size", ANSWERS | GROUP)
    assert size_of(session) == "large"
    assert (session.scalar(select(CatalogueVersion.number)) or 0) > before
    session.commit()
    text = client.get(f"/suppliers/{supplier.public_id}").text
    assert "UK definition No" in text
    assert "Yes, Colossus plc: the figures are the group’s" in text


def test_figures_are_changed_and_taken_back(client: PageClient, session: Session, desk: str) -> None:
    client.submit(f"{desk}/size", ANSWERS | GROUP)
    client.submit(f"{desk}/size", ANSWERS | {"balance_sheet": "5000.50", "vcse": "reinvests"})
    held = session.scalars(select(SizeStatement)).one()
    assert (held.staff, held.turnover, held.balance_sheet) == (12, Decimal(1_234_567), Decimal("5000.50"))
    assert (held.in_group, held.group_name, held.vcse) == (False, "", "reinvests")
    assert held.year_ended_on == date(2025, 3, 31)
    session.commit()
    again = client.get(f"{desk}/size").values()
    client.submit(f"{desk}/size", again)
    session.commit()
    session.refresh(held)
    assert (held.staff, held.balance_sheet) == (12, Decimal("5000.50"))
    session.commit()
    client.get(f"{desk}/size/remove")
    client.submit(f"{desk}/size/remove")
    session.commit()
    assert session.scalars(select(SizeStatement)).all() == []
    assert size_of(session) == "small"
    client.get(f"{desk}/size/remove", status=404)


def test_while_figures_stand_the_profile_does_not_ask_for_a_size(
    client: PageClient, session: Session, desk: str
) -> None:
    assert client.get(f"{desk}/profile").select("input[name=size]")
    client.submit(f"{desk}/size", ANSWERS)
    page = client.get(f"{desk}/profile")
    assert not page.select("input[name=size]")
    answers = page.values() | {"contact_name": "Sam Okafor", "contact_email": "sam@kestrel.example"}
    client.submit(f"{desk}/profile", answers | {"size": "large"})
    assert size_of(session) == "small"


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"in_group": ""}, "Select whether the business belongs to a group"),
        ({"in_group": "yes"}, "Enter the name of the group"),
        ({"staff": ""}, "Enter how many staff there are"),
        ({"staff": "-1"}, "Staff must be a whole number from 0 to 5,000,000"),
        ({"staff": "2.5"}, "Staff must be a whole number from 0 to 5,000,000"),
        ({"turnover": ""}, "Enter the turnover in pounds"),
        ({"turnover": "lots"}, "Turnover in a year must be an amount of pounds, like 12,500 or 980.50"),
        ({"balance_sheet": "-5"}, "Balance sheet total must be from £0 to £999,999,999,999"),
        (
            {"year_ended_on-year": "2099"},
            "Last day of the year of these figures must be today or in the past",
        ),
        (
            {"year_ended_on-day": "31", "year_ended_on-month": "2"},
            "Last day of the year of these figures must be a real day",
        ),
        ({"vcse": "sect"}, "Select whether it is one, and of what kind"),
    ],
)
def test_wrong_figures_are_told_how_to_mend_them(
    client: PageClient, session: Session, desk: str, answers: dict[str, str], message: str
) -> None:
    page = client.post(f"{desk}/size", ANSWERS | answers)
    assert page.errors == [message]
    assert session.scalars(select(SizeStatement)).all() == []
