"""Sizes under both definitions, at their limits. A euro was 0.84662 pounds in 2024."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hub.facts.sizing import Figures, size_of
from hub.rules.held import euro_rate, euro_rates, size_rule

END_OF_2024 = date(2024, 12, 31)


def sizes(staff: int, turnover: str, balance: str | None = None) -> tuple[str, str, str]:
    held = Decimal(balance) if balance else None
    found = size_of(Figures(staff, Decimal(turnover), held, END_OF_2024))
    return found.uk, found.ec, found.headline


@pytest.mark.parametrize(
    ("staff", "turnover", "balance", "expected"),
    [
        # UK: fewer than 250, and at most £44m of turnover or £38m of balance sheet.
        (249, "44000000", None, ("medium", "large", "medium")),
        (249, "44000000.01", None, ("large", "large", "large")),
        (250, "1", "1", ("large", "large", "large")),
        (249, "99000000", "38000000", ("medium", "large", "medium")),
        (249, "99000000", "38000000.01", ("large", "large", "large")),
        # EC, medium: €50m x 0.84662 = £42,331,000; €43m x 0.84662 = £36,404,660.
        (249, "42331000", None, ("medium", "medium", "medium")),
        (249, "42331000.01", None, ("medium", "large", "medium")),
        (249, "99000000", "36404660", ("medium", "medium", "medium")),
        (249, "99000000", "36404660.01", ("medium", "large", "medium")),
        # EC, small: fewer than 50, and €10m x 0.84662 = £8,466,200 of either.
        (49, "8466200", None, ("medium", "small", "small")),
        (49, "8466200.01", None, ("medium", "medium", "medium")),
        (50, "8466200", None, ("medium", "medium", "medium")),
        (49, "99000000", "8466200", ("medium", "small", "small")),
        # EC, micro: fewer than 10, and €2m x 0.84662 = £1,693,240 of either.
        (9, "1693240", None, ("medium", "micro", "micro")),
        (9, "1693240.01", None, ("medium", "small", "small")),
        (10, "1693240", None, ("medium", "small", "small")),
        (9, "9000000", "1693240", ("medium", "micro", "micro")),
        (0, "0", None, ("medium", "micro", "micro")),
        # A firm of five in a group of 4,000 states the group's figures.
        (4005, "900000000", "700000000", ("large", "large", "large")),
    ],
)
def test_a_size_follows_from_the_figures_under_both_definitions(
    staff: int, turnover: str, balance: str | None, expected: tuple[str, str, str]
) -> None:
    assert sizes(staff, turnover, balance) == expected


def test_the_two_definitions_may_differ_and_both_are_told() -> None:
    found = size_of(Figures(240, Decimal(43_000_000), None, END_OF_2024))
    assert (found.is_sme_uk, found.is_sme_ec) == (True, False)


def test_where_the_act_says_large_no_band_of_the_ec_makes_it_small() -> None:
    """At 1.2 pounds a euro, €43m would be £51.6m of balance sheet: the Act's £38m decides."""
    from hub.facts.sizing import Sizes

    assert Sizes(uk="large", ec="medium", rate=euro_rate(2024)).headline == "large"


@pytest.mark.parametrize(("year", "used"), [(2019, 2023), (2023, 2023), (2024, 2024), (2031, 2024)])
def test_the_rate_is_that_of_the_year_or_of_the_nearest_year_held(year: int, used: int) -> None:
    assert [rate.year for rate in euro_rates()] == [2023, 2024], "add a case for a new year"
    assert euro_rate(year).year == used


def test_every_rule_names_its_source_and_its_day() -> None:
    sources = [size_rule("uk").source, size_rule("ec").source, *(rate.source for rate in euro_rates())]
    assert all(source.words and source.as_at >= date(2023, 12, 1) for source in sources)
