"""Who may supply: lines that leave suppliers out for what they are, bring no points, and need a reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from hub.places.models import Place
from hub.places.regions import REGIONS
from hub.rules.reservations import Area, Reservation

SME = ("micro", "small", "medium")
VCSE = ("charity", "community interest company")


@dataclass(frozen=True, slots=True)
class Filter:
    """A line as it is offered. ``values`` gives those that will do, none where the place does not tell."""

    name: str
    label: str
    hint: str
    values: Callable[[Place | None], tuple[str, ...]]


FILTERS = {
    each.name: each
    for each in (
        Filter(
            "size",
            "Only micro, small and medium-sized businesses",
            "By the figures that the business gave, or by its own word for its size.",
            lambda _place: SME,
        ),
        Filter("kind", "Only charities and community interest companies", "", lambda _place: VCSE),
        Filter(
            "uk",
            "Only suppliers in the United Kingdom",
            "By the postcode of their profile.",
            lambda _place: REGIONS,
        ),
        Filter(
            "county",
            "Only suppliers in the county of the postcode",
            "With those that border it, if you tick them below.",
            lambda place: (place.county.name,) if place and place.county else (),
        ),
        Filter(
            "region",
            "Only suppliers in the region of the postcode",
            "",
            lambda place: (place.region,) if place and place.region else (),
        ),
    )
}


def filter_line(name: str, values: Sequence[str]) -> str:
    """The line in words, as the ranked page shows it."""
    if name in ("county", "region"):
        return f"Only suppliers in {in_words(values)}"
    return FILTERS[name].label


def in_words(names: Sequence[str]) -> str:
    """`Derby`, `Derby or Derbyshire`, `Derby, Derbyshire or Rutland`."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def reservation_of(names: Collection[str], counties: int) -> Reservation:
    """What the lines of these names keep a requirement for; ``counties`` is how many counties will do.

    Of several areas the one counts that the rules know least: a region, then counties, then one county.
    """
    county: Area = "county" if counties < 2 else "counties"
    areas: list[tuple[str, Area]] = [("region", "region"), ("county", county), ("uk", "uk")]
    area: Area = next((area for name, area in areas if name in names), "")
    return Reservation(area, sme="size" in names, vcse="kind" in names)
