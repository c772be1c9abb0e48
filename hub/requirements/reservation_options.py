"""The reservations that a buyer may think of for a requirement, each with the filters that would keep it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.places.models import Place
from hub.places.regions import REGIONS
from hub.requirements.editing import AREA
from hub.requirements.filters import FILTERS, SME, VCSE, in_words
from hub.requirements.models import Requirement
from hub.rules.reservations import Reservation

MOST_NAMED = 3
"""Bordering counties that a label names; more are counted."""


@dataclass(frozen=True, slots=True)
class Option:
    """``wanted`` are the filters by name with what will do; none for a distance, a line of its own."""

    label: str
    reservation: Reservation
    wanted: dict[str, tuple[str, ...]]


def options_for(requirement: Requirement, bordering: Sequence[str]) -> list[Option]:
    """Areas first, then sizes and kinds of business, then both together. What has no place is left out."""
    place = requirement.place
    areas = [*_counties(place, bordering), _country(), *_region(place)]
    named = [each for each in areas if each.reservation.area != "region"]
    return [*areas, *_distance(requirement), *SIZES, *_together(named)]


def bordering_of(requirement: Requirement) -> tuple[str, ...]:
    """The bordering counties that the buyer named, or else those that the hub holds."""
    kept = next((each for each in requirement.criteria if each.fact == "county"), None)
    if kept is not None and isinstance(kept.value, list) and len(kept.value) > 1:
        return tuple(kept.value[1:])
    county = requirement.place.county if requirement.place else None
    return tuple(each.name for each in county.neighbours) if county else ()


def _counties(place: Place | None, bordering: Sequence[str]) -> Iterable[Option]:
    own = FILTERS["county"].values(place)
    if own:
        yield Option(f"Suppliers in {own[0]}", Reservation("county"), {"county": own})
    others = tuple(each for each in bordering if each not in own)
    if own and others:
        every = (*own, *others)
        label = f"Suppliers in {own[0]} and what borders it, {_some_of(others)}"
        yield Option(label, Reservation("counties"), {"county": every})


def _some_of(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return in_words(names).replace(" or ", " and ")
    return f"{len(names)} counties or boroughs"


def _country() -> Option:
    return Option("Suppliers in the United Kingdom", Reservation("uk"), {"uk": REGIONS})


def _region(place: Place | None) -> Iterable[Option]:
    region = FILTERS["region"].values(place)
    if region:
        yield Option(f"Suppliers in the region {region[0]}", Reservation("region"), {"region": region})


def _distance(requirement: Requirement) -> Iterable[Option]:
    for each in requirement.criteria:
        if each.fact == AREA:
            yield Option(f"Suppliers within {each.value:g} km, as a must", Reservation("distance"), {})


SIZES = (
    Option("SMEs, wherever they are", Reservation(sme=True), {"size": SME}),
    Option("VCSEs, wherever they are", Reservation(vcse=True), {"kind": VCSE}),
)


def _together(areas: Iterable[Option]) -> Iterable[Option]:
    for each in areas:
        place, area = each.label.removeprefix("Suppliers "), each.reservation.area
        yield Option(f"SMEs {place}", Reservation(area, sme=True), each.wanted | {"size": SME})
        yield Option(f"VCSEs {place}", Reservation(area, vcse=True), each.wanted | {"kind": VCSE})
