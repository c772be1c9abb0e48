"""Thresholds and unit costs: rows are added from a day on, and what began before keeps its figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from hub.database import utc_now
from hub.rules.buying import every_rule, notice_limit, threshold
from hub.rules.cases import Case
from hub.rules.reservations import Reservation, judge
from hub.settings.figures import COST, SLOTS, AmountRow, amount_on, cost_rows, unit_costs
from hub.settings.models import SettingVersion
from tests.page_client import PageClient
from tests.people import make_member

LIST = "/figures"
TODAY = utc_now().date()
SOON, LATER = TODAY + timedelta(days=30), TODAY + timedelta(days=400)


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}-day": str(value.day), f"{name}-month": str(value.month), f"{name}-year": str(value.year)}


def said(amount: str = "5,500,000", starts: date = SOON, seen: int = 0) -> dict[str, str]:
    days = day("starts", starts) | day("as_at", TODAY) | day("review_by", LATER)
    return {"seen": str(seen), "amount": amount, "source": "PPN 099", "why": "Reset", **days}


def row(starts: date, amount: int) -> AmountRow:
    return AmountRow(Decimal(amount), starts, "", starts, starts)


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), 10),
        (date(2027, 5, 31), 10),
        (date(2027, 6, 1), 30),  # of two that start on a day the one added later
        (date(2030, 1, 1), 30),
    ],
)
def test_the_row_that_started_last_counts(on: date, amount: int | None) -> None:
    rows = [row(date(2027, 6, 1), 20), row(date(2027, 1, 1), 10), row(date(2027, 6, 1), 30)]
    found = amount_on(rows, on)
    assert (found and found.amount) == amount


@given(st.lists(st.dates(), max_size=6), st.dates(), st.dates())
def test_a_row_added_later_changes_nothing_before_its_day(
    starts: Sequence[date], new: date, on: date
) -> None:
    rows = [row(each, number) for number, each in enumerate(starts)]
    if on < new:
        assert amount_on([*rows, row(new, 99)], on) == amount_on(rows, on)


def test_every_amount_that_ships_has_a_place_to_add_to() -> None:
    on = date(2026, 6, 1)
    assert all(
        threshold(kind, slot.buying, on) if slot.part == "thresholds" else notice_limit(kind, on)
        for slot in SLOTS
        for kind in slot.kinds
    )


def test_the_checker_goes_by_the_new_row_from_its_day_on(administrator: PageClient) -> None:
    def judged(on: date) -> str:
        with administrator.app.app_context():
            return judge(Case("council", Decimal(250_000), "goods_services", on), Reservation("uk")).verdict

    assert judged(SOON) == "not allowed"
    administrator.submit(f"{LIST}/amounts/goods-local", said("300,000"))
    assert judged(SOON - timedelta(days=1)) == "not allowed"
    assert judged(SOON) == "allowed"
    page = administrator.get(LIST)
    assert f"£300,000 from {SOON.day} " in page.text


def test_rows_are_added_and_none_is_rewritten(session: Session, administrator: PageClient) -> None:
    administrator.submit(f"{LIST}/amounts/works", said())
    administrator.submit(f"{LIST}/amounts/works", said("5600000", seen=1))
    page = administrator.get(f"{LIST}/amounts/works")
    assert page.texts("main tbody td[data-heading=Amount]") == [
        "£5,600,000",
        "£5,500,000",
        "£5,193,000",
        "£5,372,609",
    ]
    assert "Reset" in page.texts("main tbody td[data-heading=Added]")[0]


def test_the_second_of_two_who_add_is_told(administrator: PageClient) -> None:
    administrator.submit(f"{LIST}/amounts/works", said())
    administrator.submit(f"{LIST}/amounts/works", said(seen=1, amount="5600000"))
    page = administrator.post(f"{LIST}/amounts/works", said(seen=1, amount="5700000"), 409)
    assert "after you opened it" in page.text


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        (
            day("starts", TODAY - timedelta(days=1)),
            "Counts from must be today or later: what began before keeps the figure it began with",
        ),
        (day("as_at", SOON), "Stated as at must be today or earlier"),
        (day("review_by", TODAY), "Look at it again by must be after today"),
        ({"amount": "a lot"}, "Amount must be a whole number from 1 to 100,000,000"),
        ({"source": ""}, "Enter where it stands"),
    ],
)
def test_what_is_no_row_is_refused(administrator: PageClient, changed: dict[str, str], error: str) -> None:
    assert administrator.post(f"{LIST}/amounts/works", said() | changed).errors == [error]


def test_an_overdue_review_is_marked(
    administrator: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.settings.figure_views.utc_now", lambda: utc_now() + timedelta(days=3650))
    page = administrator.get(LIST)
    # Every rule, and both amounts of notices; the thresholds have ended by then and none is held
    assert len(page.texts(".govuk-tag--red")) == len(every_rule()) + 2
    assert page.text.count("Not held") == 4


def test_a_hub_starts_with_the_dated_costs_of_a_pothole(administrator: PageClient) -> None:
    page = administrator.get("/figures/costs/pothole-repair")
    assert "£72.11 in 2024/25" in page.text
    assert page.texts("main tbody td[data-heading=Pounds]") == ["£72.11", "£51.36", "£52.00"]


def test_costs_are_added_and_the_latest_year_counts(administrator: PageClient) -> None:
    new = {"seen": "0", "what": "Mowing of verges", "unit": "one square metre", "source": "Our books"}
    administrator.submit("/figures/costs/new", new | {"pounds": "0.12", "year": "2025"})
    page = "/figures/costs/mowing-of-verges"
    administrator.submit(page, {"seen": "1", "pounds": "£0.10", "year": "2024", "source": "x"})
    with administrator.app.app_context():
        assert [(each.year, each.pounds) for each in cost_rows("mowing-of-verges")] == [
            ("2024", Decimal("0.10")),
            ("2025", Decimal("0.12")),
        ]
        assert [each.what for each in unit_costs()] == ["Mowing of verges", "Pothole repair"]
    again = administrator.post("/figures/costs/new", new | {"pounds": "1", "year": "2026"})
    assert again.errors == ["“Mowing of verges” is there already: add a row to it"]


def test_an_adviser_reads_and_adds_nothing(session: Session, page_client: PageClient) -> None:
    adviser = make_member(session, "hub", role="adviser")
    session.add(
        SettingVersion(
            key=COST + "mowing",
            number=1,
            value={"what": "Mowing", "unit": "one metre", "pounds": "0.12", "year": "2025", "source": "x"},
        )
    )
    session.commit()
    page_client.sign_in(adviser)
    assert "Mowing, one metre" in page_client.get(LIST).text
    assert not page_client.get(f"{LIST}/amounts/works").select("main form")
    page_client.post(f"{LIST}/amounts/works", said(), 403)
