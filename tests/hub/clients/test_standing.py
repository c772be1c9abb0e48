"""Which check of a fact counts, and which consent holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hub.clients.consenting import what_holds
from hub.clients.models import ConsentEntry, FactCheck
from hub.clients.standing import fingerprint, stand
from hub.database import utc_now
from hub.suppliers.models import Fact

TODAY = date(2026, 11, 3)


def make_fact(**changes: Any) -> Fact:
    values = {"name": "iso_9001", "value": True, "body": "A body", "number": "7"}
    return Fact(**{**values, "issued_on": None, "expires_on": date(2026, 12, 1), **changes})


def check(id_: int, fact: Fact, document: str = "", **values: Any) -> FactCheck:
    day = values.pop("checked_on", TODAY)
    return FactCheck(id=id_, fact=fact.name, stood=fingerprint(fact, document), checked_on=day, **values)


@pytest.mark.parametrize(
    "changes",
    [
        {"value": False},
        {"body": "Another"},
        {"number": "8"},
        {"issued_on": date(2026, 1, 1)},
        {"expires_on": date(2027, 12, 1)},
    ],
)
def test_a_check_ends_with_any_change_of_the_fact(changes: dict[str, Any]) -> None:
    checks = [check(1, make_fact())]
    same, other = stand(make_fact(), "", checks, TODAY), stand(make_fact(**changes), "", checks, TODAY)
    assert same is not None
    assert same.counts
    assert other is not None
    assert other.state == "changed"


def test_a_check_ends_with_another_document_and_with_the_last_day() -> None:
    fact = make_fact()
    checks = [check(1, fact, "a" * 64)]
    states = [
        stand(fact, document, checks, on).state  # type: ignore[union-attr]
        for document, on in (
            ("a" * 64, date(2026, 12, 1)),
            ("b" * 64, TODAY),
            ("", TODAY),
            ("a" * 64, date(2026, 12, 2)),
        )
    ]
    assert states == ["checked", "changed", "changed", "ran out"]


def test_a_check_taken_back_leaves_the_one_before_it() -> None:
    fact = make_fact()
    first, second = check(1, fact, checked_on=date(2026, 1, 1)), check(2, fact, taken_back_at=utc_now())
    standing = stand(fact, "", [first, second], TODAY)
    assert standing is not None
    assert standing.check is first
    assert stand(fact, "", [second], TODAY) is None


def test_what_holds_is_the_latest_by_day_and_then_by_row() -> None:
    """A consent of the 1st that is written down after a withdrawal of the 3rd does not undo it."""
    rows = [("results", "", "given", 2), ("results", "", "withdrawn", 3), ("results", "", "given", 1)]
    rows += [("partner", "North Trust", "given", 1), ("partner", "north  trust", "withdrawn", 1)]
    rows += [("partner", "South Trust", "given", 1)]
    entries = [
        ConsentEntry(id=id_, purpose=purpose, partner=partner, act=act, on_day=date(2026, 11, day))
        for id_, (purpose, partner, act, day) in enumerate(rows)
    ]
    held = {(each.purpose, each.partner): each.holds for each in what_holds(entries)}
    assert held == {
        ("contacts", ""): False,
        ("partner", "North Trust"): False,
        ("partner", "South Trust"): True,
        ("buyers", ""): False,
        ("results", ""): False,
    }
