"""Another order of the ranked suppliers on a page, and fewer of them. The ranking stays what it is.

Each keeps its rank, and those that are ticked are always there: nobody is chosen who is not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.facts.kinds import CERTIFICATES, PRICE
from hub.facts.wording import PRICE_UNITS, has_lapsed, tell_price
from hub.places.queries import matching_place
from hub.suppliers.models import Fact, Supplier
from matching import Match, records
from matching.gates import distance_km, states

SORTS = {"rank": "Rank", "distance": "Distance", "size": "Size", "price": "Price guide"}
SIZES = {"micro": "Micro", "small": "Small", "medium": "Medium", "large": "Large"}
FACTS = (*CERTIFICATES, PRICE)
"""The names of the facts that it goes by."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A supplier at its rank, with what it can be sorted and filtered by.

    ``km`` is None where either place is not known, ``price`` where there is no price guide.
    """

    rank: int
    match: Match
    supplier: Supplier
    km: float | None = None
    size: str = ""
    price: Mapping[str, Any] | None = None
    certificates: frozenset[str] = frozenset()

    def told(self, wish: Wish) -> list[str]:
        """What a card says beside the name of that by which the page is sorted or filtered."""
        found = []
        if self.km is not None and (wish.sort == "distance" or wish.within):
            found.append(f"{self.km:.0f} km away")
        if self.size and (wish.sort == "size" or wish.size):
            found.append(SIZES.get(self.size, self.size))
        if self.price and (wish.sort == "price" or wish.priced):
            found.append(tell_price(self.price))
        if wish.certificate in self.certificates:
            found.append(CERTIFICATES[wish.certificate])
        return found


@dataclass(frozen=True, slots=True)
class Wish:
    """How the page is to be sorted, and what a supplier must have to be shown."""

    sort: str = "rank"
    certificate: str = ""
    size: str = ""
    within: int | None = None
    priced: bool = False

    def __bool__(self) -> bool:
        return self != Wish()

    @property
    def filters(self) -> bool:
        return bool(self.certificate or self.size or self.within or self.priced)

    @property
    def query(self) -> dict[str, str]:
        """As it stands in the address; what is usual is left out."""
        told = {
            "sort": self.sort if self.sort != "rank" else "",
            "certificate": self.certificate,
            "size": self.size,
            "within": f"{self.within}" if self.within else "",
            "priced": "yes" if self.priced else "",
        }
        return {name: value for name, value in told.items() if value}

    def passes(self, each: Ranked) -> bool:
        return (
            (not self.certificate or self.certificate in each.certificates)
            and (not self.size or each.size == self.size)
            and (self.within is None or (each.km is not None and each.km <= self.within))
            and (not self.priced or each.price is not None)
        )


def sort_ranked(ranked: Sequence[Ranked], wish: Wish, ticked: Collection[str] = ()) -> list[Ranked]:
    """Those that pass and those that are ticked, in the order wished for; equals by rank. What is not known
    comes last."""
    passing = [each for each in ranked if wish.passes(each) or each.supplier.public_id in ticked]
    return sorted(passing, key=lambda each: (*KEYS[wish.sort](each), each.rank))


def _by_distance(each: Ranked) -> tuple[float, ...]:
    return (each.km is None, each.km or 0.0)


def _by_size(each: Ranked) -> tuple[float, ...]:
    return (list(SIZES).index(each.size) if each.size in SIZES else len(SIZES),)


def _by_price(each: Ranked) -> tuple[float, ...]:
    """Prices for an hour first, then those for a day and so on: one can't be set beside the other."""
    if each.price is None:
        return (len(PRICE_UNITS), 0.0)
    ends = [each.price[end] for end in ("from", "to") if each.price.get(end) is not None]
    return (list(PRICE_UNITS).index(each.price["per"]), float(min(ends, default=0)))


KEYS: Mapping[str, Callable[[Ranked], tuple[float, ...]]] = {
    "rank": lambda _each: (),
    "distance": _by_distance,
    "size": _by_size,
    "price": _by_price,
}


def to_ranked(
    matches: Sequence[Match],
    suppliers: Mapping[str, Supplier],
    facts: Mapping[str, Sequence[Fact]],
    centre: records.Place | None,
    on: date,
) -> list[Ranked]:
    """Matches in their order, with the facts of each supplier by public id; certificates must be in date."""
    return [
        Ranked(
            rank,
            match,
            suppliers[match.profile],
            km_from(centre, suppliers[match.profile]),
            suppliers[match.profile].size,
            _price(facts.get(match.profile, ())),
            _certificates(facts.get(match.profile, ()), on),
        )
        for rank, match in enumerate(matches, start=1)
    ]


def _price(facts: Sequence[Fact]) -> Mapping[str, Any] | None:
    return next((fact.value for fact in facts if fact.name == PRICE), None)


def _certificates(facts: Sequence[Fact], on: date) -> frozenset[str]:
    return frozenset(
        fact.name
        for fact in facts
        if fact.name in CERTIFICATES and states(fact.value) and not has_lapsed(fact, on)
    )


def km_from(centre: records.Place | None, supplier: Supplier) -> float | None:
    """Kilometres from a place to a supplier's, None where one of them is not known."""
    place = matching_place(supplier.place)
    return distance_km(centre, place) if centre and place else None
