"""What a kind of organisation and a value ask for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hub.rules.cases import Case
from hub.rules.procedure import advise, is_below

NOW = date(2026, 11, 30)


def told(kind: str, value: int | None, on: date = NOW, buying: str = "goods_services") -> dict[str, str]:
    case = Case(kind, None if value is None else Decimal(value), buying, on)
    return {point.heading: point.words for point in advise(case)}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (9_999, "low value"),
        (10_000, "medium value"),
        (40_000, "medium value"),
        (40_001, "high value"),
        (207_719, "high value"),
    ],
)
def test_a_school_gets_its_bands(value: int, words: str) -> None:
    assert words in told("school", value)["Quotes"]


def test_below_forty_thousand_a_school_gets_at_least_three_quotes() -> None:
    assert "at least three quotes" in told("school", 9_000)["Quotes"]
    assert "at least three quotes" in told("school", 30_000)["Quotes"]
    assert "advertise the contract" in told("school", 50_000)["Quotes"]


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("central", 11_999, "Below £12,000"),
        ("central", 12_000, "tender notice"),
        ("NHS", 12_000, "tender notice"),
        ("council", 29_999, "Below £30,000"),
        ("council", 30_000, "tender notice"),
        ("school", 30_000, "holds no rule on notices"),
    ],
)
def test_notices_begin_at_twelve_thousand_for_central_bodies_and_at_thirty_for_others(
    kind: str, value: int, words: str
) -> None:
    assert words in told(kind, value)["Notices"]


def test_from_the_threshold_on_the_act_holds_and_nothing_may_be_kept_for_some() -> None:
    advice = told("council", 207_720)
    assert "holds in full" in advice["Threshold"]
    assert "may not be kept" in advice["Who may supply"]
    assert set(advice) == {"Threshold", "Who may supply"}


def test_without_a_value_it_says_what_it_goes_by() -> None:
    advice = told("school", None)
    assert "From £207,720 with VAT on" in advice["Threshold"]
    assert "goes by value" in advice["Quotes"]
    assert is_below(Case("school", None, "goods_services", NOW)) is None


def test_a_body_in_scotland_is_told_of_quick_quotes_and_of_nothing_that_is_not_held() -> None:
    advice = told("scotland", 49_999)
    assert "at least three suppliers" in advice["Quotes"]
    assert "holds no threshold for a public body in Scotland" in advice["Threshold"]
    assert "in your own rules" in told("scotland", 50_000)["Quotes"]


def test_each_point_that_states_a_rule_has_its_source() -> None:
    for kind in ("central", "council", "NHS", "school"):
        for point in advise(Case(kind, Decimal(20_000), "goods_services", NOW)):
            assert (point.rule is not None) is ("holds no" not in point.words), point
