"""The size of a business by the figures it states, under both definitions. Pure: figures in, answers out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hub.rules.held import EuroRate, SizeRule, euro_rate, size_rule

LARGE = "large"


@dataclass(frozen=True, slots=True)
class Figures:
    """Those of the business, or of its whole group where it belongs to one: pounds; None where not given."""

    staff: int
    turnover: Decimal
    balance_sheet: Decimal | None
    year_ended_on: date


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the figures come to. `uk` tells no size below medium: the Act has none."""

    uk: str
    ec: str
    rate: EuroRate

    @property
    def is_sme_uk(self) -> bool:
        return self.uk != LARGE

    @property
    def is_sme_ec(self) -> bool:
        return self.ec != LARGE

    @property
    def headline(self) -> str:
        """The one size that lists and filters go by: large or not by the Act, how small by the EC's bands."""
        if not self.is_sme_uk:
            return LARGE
        return self.ec if self.ec in ("micro", "small") else "medium"


def size_of(figures: Figures) -> Sizes:
    """The answers under both definitions.

    >>> size_of(Figures(9, Decimal(1_000_000), None, date(2024, 3, 31))).headline
    'micro'
    """
    rate = euro_rate(figures.year_ended_on.year)
    return Sizes(
        uk=_band(figures, size_rule("uk"), Decimal(1)),
        ec=_band(figures, size_rule("ec"), rate.pounds),
        rate=rate,
    )


def _band(figures: Figures, rule: SizeRule, pounds: Decimal) -> str:
    """The smallest band whose limits hold; `pounds` is what one unit of the rule's money is worth."""
    for band in rule.bands:
        small = figures.turnover <= band.turnover * pounds or (
            figures.balance_sheet is not None and figures.balance_sheet <= band.balance_sheet * pounds
        )
        if figures.staff < band.staff_below and small:
            return band.size
    return LARGE
