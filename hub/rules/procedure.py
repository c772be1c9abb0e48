"""What the kind of organisation and the estimated value ask for: threshold, notices, quotes, reservations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from hub.formatters import format_day, format_pounds
from hub.rules.buying import Rule, notice_limit, quote_band, reservation_rule, threshold
from hub.rules.cases import Case
from hub.rules.kinds import name_kind


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is so, and the rule it comes from; None where the hub holds none."""

    heading: str
    words: str
    rule: Rule | None = None


def advise(case: Case) -> tuple[Point, ...]:
    """What the rules say of a case, the threshold first. Without a value, what it will go by."""
    return (*_threshold(case), *_notices(case), *_quotes(case), *_reservations(case))


def is_below(case: Case) -> bool | None:
    """Whether the value is below the threshold; None where there is no value or no threshold held."""
    limit = threshold(case.kind, case.buying, case.on)
    return None if limit is None or case.value is None else case.value < limit.amount


def _threshold(case: Case) -> Iterator[Point]:
    limit = threshold(case.kind, case.buying, case.on)
    if limit is None:
        yield Point("Threshold", _none_held(case, "no threshold"))
        return
    amount = f"{format_pounds(limit.amount)} with VAT"
    if case.value is None:
        words = f"From {amount} on the Procurement Act holds in full. Enter the estimated value."
    elif case.value < limit.amount:
        words = f"{format_pounds(case.value)} is below the threshold of {amount}."
    else:
        words = (
            f"{format_pounds(case.value)} is not below the threshold of {amount}: the Procurement Act holds "
            "in full, with its procedures and notices."
        )
    yield Point("Threshold", words, limit.rule)


def _notices(case: Case) -> Iterator[Point]:
    limit = notice_limit(case.kind, case.on)
    if limit is None:
        if is_below(case) is not False:
            yield Point("Notices", _none_held(case, "no rule on notices below the threshold"))
        return
    if is_below(case) is False:
        return
    amount = f"{format_pounds(limit.amount)} with VAT"
    if case.value is None or case.value >= limit.amount:
        words = (
            f"From {amount} up to the threshold: where you advertise, publish a below-threshold tender "
            "notice first; after the award publish the details of the contract."
        )
    else:
        words = f"Below {amount} no notice is asked for."
    yield Point("Notices", words, limit.rule)


def _quotes(case: Case) -> Iterator[Point]:
    if is_below(case) is False:
        return
    band = quote_band(case.kind, case.value if case.value is not None else Decimal(0), case.on)
    if band is not None and case.value is not None:
        yield Point("Quotes", band.words, band.rule)
    elif band is not None:
        yield Point("Quotes", "How many quotes to get goes by value. Enter the estimated value.", band.rule)
    else:
        words = "The hub holds no number of quotes for you: it stands in your own rules for contracts."
        yield Point("Quotes", words)


def _reservations(case: Case) -> Iterator[Point]:
    held = reservation_rule(case.kind, case.on)
    if held is None:
        yield Point("Who may supply", _none_held(case, "no rule on reservations"))
    elif is_below(case) is False:
        words = "Not below the threshold: by the rules held it may not be kept for some suppliers."
        yield Point("Who may supply", words, held.rule)
    else:
        yield Point("Who may supply", held.words, held.rule)


def _none_held(case: Case, what: str) -> str:
    return f"The hub holds {what} for {name_kind(case.kind)} on {format_day(case.on)}. Ask your advisers."
