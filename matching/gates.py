"""Typed lines: a certificate, a choice, a number, an area, a filter. Stated facts meet them or not; silence
is neither.

A must that is not met excludes. What is not stated never does: it is marked to be asked.
Which answer implies which is a fact of the schemes named, as the UK Digital Marketplace orders them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import asin, cos, isfinite, radians, sin, sqrt

from matching.records import Criterion, Fact, FactValue, Place, Profile, Requirement, VerdictWord
from matching.served import REMOTE, SERVES, Served, read_served

EARTH_RADIUS_KM = 6371.0088
"""The mean radius: (2a + b) / 3 of the WGS 84 ellipsoid."""

IMPLIES: tuple[tuple[str, ...], ...] = (
    ("dv", "sc", "bpss"),
    ("uk", "eea"),
    ("yes", "yes_extra_cost"),
    ("24_7", "9_to_5_7_days", "9_to_5_mon_to_fri"),
    ("cyber_essentials_plus", "cyber_essentials"),
    ("wcag_aaa", "wcag_aa", "wcag_a"),
    ("screening_to_bs_7858", "screening_not_to_bs_7858"),
    ("at_least_every_6_months", "at_least_once_a_year", "less_than_once_a_year"),
)
"""Strongest first: each answer implies those after it."""

FILTERS = frozenset({"size", "kind", "county", "region", "uk"})
"""Lines about what a supplier is, and not what it can do. A must leaves out who is something else; being it
brings nobody a point."""

LESS_IS_BETTER = frozenset({"response_time"})
"""Numbers of which the line states the most that is acceptable, not the least."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a typed line comes to: ``value`` 0 to 1, and the fact or place that decided it."""

    verdict: VerdictWord
    value: float
    reason: str
    fact: Fact | None = None


def is_typed(criterion: Criterion) -> bool:
    return criterion.fact is not None


def weight_of(criterion: Criterion) -> float:
    """What a typed line weighs: a filter nothing."""
    return 0.0 if criterion.fact in FILTERS else criterion.weight


def rule(criterion: Criterion, requirement: Requirement, profile: Profile) -> Ruling:
    """Hold a profile against one typed line. Of several facts of that name the best counts."""
    if criterion.fact == "area":
        return _area(criterion, requirement.place, profile.place)
    if criterion.fact in FILTERS:
        return _filter(criterion, profile)
    facts = [fact for fact in profile.facts if fact.name == criterion.fact]
    if not facts:
        return Ruling("not stated", 0.0, "The profile does not say. Ask the supplier.")
    if criterion.fact == SERVES:
        return max((_serves(criterion, requirement.place, fact) for fact in facts), key=_strength)
    rulings = [_fact(criterion, fact, requirement.on) for fact in facts]
    return max(rulings, key=_strength)


def _strength(ruling: Ruling) -> tuple[float, bool, str]:
    return ruling.value, ruling.verdict == "not stated", ruling.reason


def _fact(criterion: Criterion, fact: Fact, on: date | None) -> Ruling:
    stated = fact.told or _spoken(fact.value)
    if on is not None and fact.expires is not None and fact.expires < on:
        ended = f"{fact.expires.day} {fact.expires:%B %Y}"
        return Ruling("not met", 0.0, f"Stated, but it ran out on {ended}: {stated}", fact)
    if satisfies(criterion.fact or "", criterion.value, fact.value):
        return Ruling("met", 1.0, f"Stated: {stated}", fact)
    return Ruling("not met", 0.0, f"Stated instead: {stated}", fact)


def satisfies(name: str, asked: FactValue | None, stated: FactValue) -> bool:
    """Whether a stated answer is at least as strong as the one asked for.

    >>> satisfies("clearance", "sc", "dv"), satisfies("public_liability", 5e6, 1e6)
    (True, False)
    """
    if asked is None or isinstance(asked, bool):
        return states(stated) is (asked is not False)
    if isinstance(asked, (int, float)):
        if isinstance(stated, bool) or not isinstance(stated, (int, float)):
            return False
        return stated <= asked if name in LESS_IS_BETTER else stated >= asked
    wanted = asked if isinstance(asked, tuple) else (asked,)
    answers = _implied(stated)
    return all(answer in answers for answer in wanted)


def states(stated: FactValue) -> bool:
    """Whether an answer says that there is something, and not that there is nothing."""
    return stated not in (False, "none", "no", "", ())


def _implied(stated: FactValue) -> set[FactValue]:
    """The answers stated and every weaker one."""
    given: tuple[FactValue, ...] = stated if isinstance(stated, tuple) else (stated,)
    weaker = {
        weak for chain in IMPLIES for at, answer in enumerate(chain) if answer in given for weak in chain[at:]
    }
    return {*given, *weaker}


def _filter(criterion: Criterion, profile: Profile) -> Ruling:
    place = profile.place
    stated = {
        "size": profile.size,
        "kind": profile.kind,
        "county": place and place.county,
        "region": place and place.region,
        "uk": place and place.region,
    }[criterion.fact or ""]
    if not stated and place and criterion.fact in ("county", "region", "uk"):
        area = "county" if criterion.fact == "county" else "region"
        return Ruling("not stated", 0.0, f"The {area} of {place.name} is not known. Ask the supplier.")
    if not stated:
        return Ruling("not stated", 0.0, "The profile does not say. Ask the supplier.")
    if stated in _acceptable(criterion.value):
        return Ruling("met", 0.0, f"Stated: {stated}")
    return Ruling("not met", 0.0, f"Stated instead: {stated}")


def _acceptable(value: FactValue | None) -> tuple[FactValue | None, ...]:
    return value if isinstance(value, tuple) else (value,)


def _area(criterion: Criterion, centre: Place | None, place: Place | None) -> Ruling:
    radius = criterion.value
    if centre is None or isinstance(radius, bool) or not isinstance(radius, (int, float)):
        return Ruling("not stated", 0.0, "The requirement names no place to measure from. Add its postcode.")
    if place is None:
        return Ruling("not stated", 0.0, "The profile names no place. Ask the supplier.")
    away = distance_km(centre, place)
    if not isfinite(away):
        return Ruling("not stated", 0.0, "The place cannot be measured from. Ask the supplier.")
    met = away <= radius
    digits = 0 if (round(away) <= radius) is met else 1
    words = f"{place.name} is {away:.{digits}f} km from {centre.name}"
    beside = f"{'within' if met else 'more than'} the {radius:g} km asked for"
    return Ruling("met" if met else "not met", float(met), f"{words}, {beside}")


def _serves(criterion: Criterion, place: Place | None, fact: Fact) -> Ruling:
    """Whether the supplier works where the work is. What cannot be told from what is stated is not a no."""
    served, stated = read_served(fact.value), fact.told or _spoken(fact.value)
    if served.anywhere or (served.remote and criterion.value == REMOTE):
        return Ruling("met", 1.0, f"Stated: {stated}", fact)
    if place is None:
        return Ruling("not stated", 0.0, "The requirement names no place. Add its postcode.")
    covered = _covered(served, place)
    if covered:
        return Ruling("met", 1.0, f"Stated: {stated}", fact)
    if covered is None:
        return Ruling(
            "not stated", 0.0, f"Whether that takes in {place.name} is not known. Ask: {stated}", fact
        )
    return Ruling("not met", 0.0, f"Stated instead: {stated}", fact)


def _covered(served: Served, place: Place) -> bool | None:
    """Whether the place lies in what is served; None where that cannot be told."""
    told = [
        place.county in served.counties if place.county or not served.counties else None,
        place.region in served.regions if place.region or not served.regions else None,
        _within(served, place),
    ]
    return True if True in told else None if None in told else False


def _within(served: Served, place: Place) -> bool | None:
    if served.radius_km is None:
        return False
    away = distance_km(served.place, place) if served.place else float("nan")
    return away <= served.radius_km if isfinite(away) else None


def distance_km(one: Place, other: Place) -> float:
    """Kilometres between two places along the great circle (haversine)."""
    north, south = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    chord = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(chord, 1.0)))


def _spoken(value: FactValue) -> str:
    if isinstance(value, bool):
        return "no" if value is False else "yes"
    if isinstance(value, (int, float)):
        return f"{value:,.10g}"
    words = value if isinstance(value, tuple) else (value,)
    return ", ".join(word.replace("_", " ") for word in words)
