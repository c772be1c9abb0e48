"""Four meanings of local, held against the suppliers of a ranking: who is near by one and not by another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from hub.matches.profiling import to_fact
from hub.matches.sorting import km_from
from hub.places.queries import matching_place
from hub.suppliers.models import Fact, Supplier
from matching import Match, records
from matching.gates import rule
from matching.served import SERVES
from matching.stated import AREA

USUAL_KM = 50
"""Where the requirement says no distance."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of local: ``label`` heads its column, ``inside`` and ``outside`` say who is and who is not.

    Without a ``line`` the hub does not know the county or the region of the place.
    """

    name: str
    label: str
    inside: str
    outside: str
    line: records.Criterion | None


@dataclass(frozen=True, slots=True)
class Near:
    """A ranked supplier, how far away it is, and what each meaning comes to: the verdict, by name."""

    rank: int
    supplier: Supplier
    km: float | None
    verdicts: Mapping[str, records.VerdictWord]


@dataclass(frozen=True, slots=True)
class Held:
    """A meaning with how many of the ranked it holds, leaves out, and cannot tell."""

    meaning: Meaning
    inside: int
    outside: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """Those that are local by one meaning and not by another, nearest first."""

    one: Meaning
    other: Meaning
    those: tuple[Near, ...]


def meanings_of(place: records.Place, radius: float) -> tuple[Meaning, ...]:
    """The four meanings around a place."""
    county, region = place.county, place.region
    thing = "London borough" if region == "London" else "county"
    return (
        Meaning(
            AREA,
            f"Within {radius:g} km",
            f"within {radius:g} km of {place.name}",
            f"farther away than {radius:g} km",
            _line(AREA, radius),
        ),
        Meaning(
            "county",
            f"In the same {thing}{_named(county)}",
            f"in the same {thing}",
            f"outside the {thing}{_named(county)}",
            _line("county", (county,)) if county else None,
        ),
        Meaning(
            "region",
            f"In the same region{_named(region)}",
            "in the same region",
            f"outside the region{_named(region)}",
            _line("region", (region,)) if region else None,
        ),
        Meaning(
            SERVES,
            "Says it works here",
            f"at work in {place.name} by their own word",
            "at work elsewhere only, by their own word",
            _line(SERVES, True),
        ),
    )


def _named(area: str | None) -> str:
    return f", {area}" if area else ""


def _line(fact: str, value: records.FactValue) -> records.Criterion:
    return records.Criterion(fact, fact, "must", fact=fact, value=value)


def hold_near(
    place: records.Place,
    meanings: Sequence[Meaning],
    matches: Sequence[Match],
    suppliers: Mapping[str, Supplier],
    facts: Mapping[str, Sequence[Fact]],
) -> list[Near]:
    """The ranked suppliers, nearest first and those without a place last, with what each meaning comes to.

    It is told by the same rules as a line of a requirement.
    """
    asked = records.Requirement("", place=place)
    found = []
    for rank, match in enumerate(matches, start=1):
        supplier = suppliers[match.profile]
        profile = _profile(supplier, facts.get(match.profile, ()))
        verdicts: dict[str, records.VerdictWord] = {
            each.name: rule(each.line, asked, profile).verdict if each.line else "not stated"
            for each in meanings
        }
        found.append(Near(rank, supplier, km_from(place, supplier), verdicts))
    return sorted(found, key=lambda each: (each.km is None, each.km or 0.0, each.rank))


def _profile(supplier: Supplier, facts: Iterable[Fact]) -> records.Profile:
    place = matching_place(supplier.place)
    stated = tuple(to_fact(fact, place) for fact in facts)
    return records.Profile(supplier.public_id, supplier.name, facts=stated, place=place)


def count_held(meanings: Sequence[Meaning], near: Sequence[Near]) -> list[Held]:
    """How many each meaning holds."""
    counted = []
    for meaning in meanings:
        verdicts = [each.verdicts[meaning.name] for each in near]
        inside, outside = verdicts.count("met"), verdicts.count("not met")
        counted.append(Held(meaning, inside, outside, len(verdicts) - inside - outside))
    return counted


def crossings_of(meanings: Sequence[Meaning], near: Sequence[Near]) -> list[Crossing]:
    """For any two meanings those that are local by the first and not by the second, where there are any."""
    found = []
    for one, other in permutations(meanings, 2):
        those = tuple(
            each
            for each in near
            if each.verdicts[one.name] == "met" and each.verdicts[other.name] == "not met"
        )
        if those:
            found.append(Crossing(one, other, those))
    return found
