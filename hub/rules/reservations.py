"""Whether a procurement may be kept for some suppliers, and by which rule.

A verdict says what the rules that the hub holds say. Where it holds none it says so: it is nobody's lawyer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from hub.formatters import format_day, format_pounds
from hub.rules.buying import Limit, ReservationRule, Rule, reservation_duties, reservation_rule, threshold
from hub.rules.cases import Case
from hub.rules.kinds import name_kind

Area = Literal["", "uk", "county", "counties", "region", "distance"]
Verdict = Literal["allowed", "not allowed", "not told"]


@dataclass(frozen=True, slots=True)
class Reservation:
    """Whom a procurement is kept for: an area, businesses of a size, or kinds of them; the whole together.

    ``county`` is one county, ``counties`` one with others that border it, ``distance`` kilometres as a must.
    """

    area: Area = ""
    sme: bool = False
    vcse: bool = False

    def __bool__(self) -> bool:
        return bool(self.area or self.sme or self.vcse)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say: why, what must be confirmed or done for it, and the rules that it comes from."""

    verdict: Verdict
    words: str
    rules: tuple[Rule, ...] = ()
    duties: tuple[str, ...] = ()
    own_area: bool = False
    """Whether it is allowed only for the buyer's own area, which the buyer has to confirm."""

    @property
    def is_allowed(self) -> bool:
        return self.verdict == "allowed"


def cited_by(judged: Iterable[Judged]) -> list[Rule]:
    """The rules that these come from, each once."""
    return list(dict.fromkeys(rule for each in judged for rule in each.rules))


def judge(case: Case, reservation: Reservation) -> Judged:
    """What the rules of that day say of a reservation. Which area comes first, then the value."""
    held = reservation_rule(case.kind, case.on)
    if held is None:
        return Judged("not told", _no_rule(case, "reservations"))
    refused = _of_area(held, reservation)
    if refused is not None:
        return refused
    limit = threshold(case.kind, case.buying, case.on)
    if limit is None:
        return Judged("not told", _no_rule(case, "the threshold"), (held.rule,))
    return _of_value(case, held, reservation, limit)


def _no_rule(case: Case, about: str) -> str:
    return (
        f"The hub holds no rule on {about} for {name_kind(case.kind)} on {format_day(case.on)}. "
        "Ask your advisers."
    )


def _of_area(held: ReservationRule, reservation: Reservation) -> Judged | None:
    """Why the area does not do, or the lack of one; None where it does."""
    if reservation.area in held.areas:
        return None
    if reservation.area == "distance":
        words = f"A distance is no area that the rule knows. {held.other_area}"
        return Judged("not allowed", words, (held.rule,))
    if reservation.area:
        return Judged("not allowed", held.other_area, (held.rule,))
    if held.without_area is None:
        return Judged("not told", f"{held.without_area_words} Ask your advisers.", (held.rule,))
    return None if held.without_area else Judged("not allowed", held.without_area_words, (held.rule,))


def _of_value(case: Case, held: ReservationRule, reservation: Reservation, limit: Limit) -> Judged:
    rules = (held.rule, limit.rule)
    amount = f"{format_pounds(limit.amount)} with VAT"
    if case.value is None:
        words = f"It goes by value, and is allowed below {amount} alone. Enter the estimated value."
        return Judged("not told", words, rules)
    value = format_pounds(case.value)
    if case.value >= limit.amount:
        return Judged("not allowed", f"{value} is not below the threshold of {amount}.", rules)
    duties = reservation_duties()
    found = Judged(
        "allowed", f"{value} is below the threshold of {amount}. {held.words}", rules, duties.words
    )
    return replace(found, own_area=held.own_area and reservation.area in ("county", "counties"))
