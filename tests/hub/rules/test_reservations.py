"""Whom a requirement may be kept for: the rules of the day, the kind of organisation and the value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from hub.rules.buying import every_rule, meaning_of_location, reservation_duties, threshold
from hub.rules.cases import Case
from hub.rules.kinds import BUYING, KINDS
from hub.rules.reservations import Area, Reservation, judge

PPN_005, ORDER, SECTION_17 = "PPN 005", "The 2026 Order", "Section 17"
OF_2026, OF_2024 = "Thresholds of the Procurement Act from 1 January 2026", "Thresholds of 2024 and 2025"
NOW = date(2026, 11, 30)


class Asked(NamedTuple):
    """A case, what is to be kept, and what comes of it: verdict, words that must stand there, rules named."""

    kind: str
    area: Area
    sizes: str
    value: int | None
    on: date
    verdict: str
    words: str
    rules: tuple[str, ...]
    buying: str = "goods_services"


CASES = {
    "central, one county": Asked(
        "central",
        "county",
        "",
        100_000,
        NOW,
        "allowed",
        "below the threshold of £135,018",
        (PPN_005, OF_2026),
    ),
    "central, the United Kingdom": Asked(
        "central", "uk", "", 135_017, NOW, "allowed", "£135,017 is below", (PPN_005, OF_2026)
    ),
    "central, at the threshold": Asked(
        "central", "county", "", 135_018, NOW, "not allowed", "not below", (PPN_005, OF_2026)
    ),
    "central, a county and those around it": Asked(
        "central", "counties", "", 50_000, NOW, "not allowed", "one county or London borough", (PPN_005,)
    ),
    "central, a radius": Asked(
        "central", "distance", "", 50_000, NOW, "not allowed", "A distance is no area", (PPN_005,)
    ),
    "central, a region": Asked(
        "central", "region", "", 50_000, NOW, "not allowed", "no other area", (PPN_005,)
    ),
    "central, SMEs without an area": Asked(
        "central", "", "sme", 50_000, NOW, "not allowed", "only together with an area", (PPN_005,)
    ),
    "central, SMEs in one county": Asked(
        "central", "county", "sme", 50_000, NOW, "allowed", "SMEs or VCSEs among them", (PPN_005, OF_2026)
    ),
    "central, VCSEs in the United Kingdom": Asked(
        "central", "uk", "vcse", 50_000, NOW, "allowed", "£50,000 is below", (PPN_005, OF_2026)
    ),
    "central, on the first day of PPN 005, by the threshold of then": Asked(
        "central", "county", "", 139_000, date(2025, 2, 24), "allowed", "£139,688", (PPN_005, OF_2024)
    ),
    "central, on the day before": Asked(
        "central", "county", "", 50_000, date(2025, 2, 23), "not told", "holds no rule", ()
    ),
    "council, its own county": Asked(
        "council", "county", "", 207_719, NOW, "allowed", "below the threshold of £207,720", (ORDER, OF_2026)
    ),
    "council, its own county and those around it": Asked(
        "council", "counties", "", 50_000, NOW, "allowed", "London boroughs that border it", (ORDER, OF_2026)
    ),
    "council, a radius": Asked(
        "council", "distance", "", 50_000, NOW, "not allowed", "A distance is no area", (ORDER,)
    ),
    "council, SMEs without an area": Asked(
        "council", "", "sme", 50_000, NOW, "allowed", "with or without an area", (ORDER, OF_2026)
    ),
    "council, VCSEs in its own county": Asked(
        "council", "county", "vcse", 50_000, NOW, "allowed", "£50,000 is below", (ORDER, OF_2026)
    ),
    "council, on the first day of the Order": Asked(
        "council", "county", "", 50_000, date(2026, 2, 4), "allowed", "£50,000 is below", (ORDER, OF_2026)
    ),
    "council, on the day before": Asked(
        "council", "county", "", 50_000, date(2026, 2, 3), "not allowed", "must not count", (SECTION_17,)
    ),
    "council, a county and SMEs before the Order": Asked(
        "council", "county", "sme", 50_000, date(2025, 12, 31), "not allowed", "must not count", (SECTION_17,)
    ),
    "council, SMEs without an area before the Order": Asked(
        "council", "", "sme", 50_000, date(2025, 12, 31), "not told", "holds none of that time", (SECTION_17,)
    ),
    "council, above what was below the threshold a year ago": Asked(
        "council",
        "county",
        "",
        210_000,
        NOW,
        "not allowed",
        "not below the threshold of £207,720",
        (ORDER, OF_2026),
    ),
    "council, works": Asked(
        "council", "county", "", 5_192_999, NOW, "allowed", "£5,193,000", (ORDER, OF_2026), "works"
    ),
    "council, no value": Asked(
        "council", "county", "", None, NOW, "not told", "Enter the estimated value", (ORDER, OF_2026)
    ),
    "police": Asked("police", "county", "", 50_000, NOW, "allowed", "£50,000 is below", (ORDER, OF_2026)),
    "fire": Asked("fire", "uk", "", 50_000, NOW, "allowed", "£50,000 is below", (ORDER, OF_2026)),
    "NHS": Asked("NHS", "county", "", 50_000, NOW, "not told", "no rule on reservations", ()),
    "school": Asked("school", "county", "", 5_000, NOW, "not told", "no rule on reservations", ()),
    "Wales": Asked("wales", "county", "", 50_000, NOW, "not told", "a public body in Wales", ()),
    "a kind that was never stated": Asked(
        "", "county", "", 50_000, NOW, "not told", "whose kind is not stated", ()
    ),
    "council, when the next thresholds are not held yet": Asked(
        "council", "county", "", 50_000, date(2028, 1, 1), "not told", "no rule on the threshold", (ORDER,)
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_reservation_is_judged_by_kind_area_value_and_day(name: str) -> None:
    asked = CASES[name]
    value = None if asked.value is None else Decimal(asked.value)
    case = Case(asked.kind, value, asked.buying, asked.on)
    judged = judge(case, Reservation(asked.area, sme=asked.sizes == "sme", vcse=asked.sizes == "vcse"))
    assert (judged.verdict, tuple(rule.name for rule in judged.rules)) == (asked.verdict, asked.rules)
    assert asked.words in judged.words
    assert all(rule.source.words and rule.source.as_at for rule in judged.rules)


def test_only_a_council_has_to_confirm_that_the_county_is_its_own() -> None:
    def of(kind: str, area: Area) -> bool:
        return judge(Case(kind, Decimal(50_000), "goods_services", NOW), Reservation(area)).own_area

    assert (of("council", "county"), of("council", "counties"), of("fire", "county")) == (True, True, True)
    assert (of("council", "uk"), of("central", "county")) == (False, False)


def test_what_is_allowed_says_what_stays_to_be_done() -> None:
    case = Case("council", Decimal(50_000), "goods_services", NOW)
    duties = judge(case, Reservation("county")).duties
    assert [word for word in ("competition", "record", "notice") if word in " ".join(duties)] == [
        "competition",
        "record",
        "notice",
    ]
    assert judge(case, Reservation("distance")).duties == ()
    assert "substantive business operations" in meaning_of_location().words[0]


@pytest.mark.parametrize(
    ("kind", "buying", "before", "after"),
    [
        ("central", "goods_services", 139_688, 135_018),
        ("NHS", "goods_services", 139_688, 135_018),
        ("council", "goods_services", 214_904, 207_720),
        ("school", "goods_services", 214_904, 207_720),
        ("council", "works", 5_372_609, 5_193_000),
        ("central", "light_touch", 663_540, 663_540),
    ],
)
def test_thresholds_change_on_the_first_of_january(kind: str, buying: str, before: int, after: int) -> None:
    for on, amount in ((date(2025, 12, 31), before), (date(2026, 1, 1), after)):
        limit = threshold(kind, buying, on)
        assert limit is not None
        assert limit.amount == amount
    assert threshold(kind, buying, date(2023, 12, 31)) is None


@pytest.mark.parametrize("kind", ["scotland", "wales", "northern_ireland", "other", "", "unheard of"])
@pytest.mark.parametrize("buying", BUYING)
def test_no_threshold_is_guessed(kind: str, buying: str) -> None:
    assert threshold(kind, buying, NOW) is None


def test_every_rule_has_a_source_a_day_and_a_day_to_look_again() -> None:
    rules = every_rule()
    assert len(rules) == 10
    for rule in rules:
        assert rule.source.words
        assert rule.source.as_at < rule.review_by
        assert rule.starts is None or rule.ends is None or rule.starts <= rule.ends


def test_rules_of_one_kind_never_hold_on_one_day() -> None:
    """Each day has one threshold and one rule on reservations, whoever asks."""
    days = [date(2024, 1, 1), date(2025, 2, 23), date(2025, 2, 24), date(2026, 1, 1), date(2026, 2, 4), NOW]
    for on in days:
        for kind in KINDS:
            judged = judge(Case(kind, Decimal(1), "goods_services", on), Reservation("county"))
            assert len({rule.name for rule in judged.rules}) == len(judged.rules)
    assert reservation_duties().rule.holds(NOW)
