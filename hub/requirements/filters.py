"""Who may supply: lines that leave suppliers out for what they are, bring no points, and need a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hub.places.models import Place

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
            "county",
            "Only suppliers in the county of the postcode",
            "",
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


def filter_line(name: str, values: tuple[str, ...]) -> str:
    """The line in words, as the ranked page shows it."""
    if name in ("county", "region"):
        return f"Only suppliers in {values[0]}"
    return FILTERS[name].label
