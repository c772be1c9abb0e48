"""Whom a reservation would leave out, before a buyer commits to it. Nothing is written.

Each reservation is one more question to the index; the database is asked as often for two as for twenty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from hub.matches.indexing import current_index
from hub.matches.profiling import to_requirement
from hub.matches.queries import shown_suppliers
from hub.places.queries import matching_place
from hub.requirements.models import Requirement
from hub.suppliers.models import Supplier
from matching import records
from matching.gates import FILTERS, distance_km, rule
from matching.stated import AREA

FIRST = 20
"""Suppliers named with the reason why a reservation would leave them out: those ranked first without it."""

FEWEST = 3
"""Suppliers that must be left, or the page warns that too few compete."""

Wanted = Mapping[str, tuple[str, ...]]
"""What will do, by the name of the filter."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A supplier among the first, by its rank without the reservation, and why it would not be there."""

    rank: int
    supplier: Supplier
    reason: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a reservation does: how many it leaves out of those found, how many are left, who of the first.

    ``unknown`` counts those of the first that stay because they do not say: they have to be asked.
    """

    left_out: int
    left: int
    first: tuple[LeftOut, ...]
    unknown: int

    @property
    def too_few(self) -> bool:
        return self.left < FEWEST


@dataclass(frozen=True, slots=True)
class Effects:
    """``found`` suppliers come through the musts without any reservation; an effect for each, in order."""

    found: int
    of_each: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Reserved:
    """A question without the reservation, its order, and the lines that would keep it for some."""

    base: records.Requirement
    before: records.Order
    lines: tuple[records.Criterion, ...]

    @property
    def question(self) -> records.Requirement:
        return replace(self.base, criteria=(*self.base.criteria, *self.lines))


def weigh_reservations(
    session: Session, requirement: Requirement, reservations: Sequence[Wanted], *, today: date | None = None
) -> Effects:
    """What each reservation would do to the ranking of a requirement as it stands, its own left aside.

    A reservation of no filter is the requirement's radius as a must, beside the same without it.
    """
    asked = to_requirement(requirement, today or date.today())
    free = replace(asked, criteria=tuple(each for each in asked.criteria if each.fact not in FILTERS))
    open_to_all = replace(free, criteria=tuple(each for each in free.criteria if not _is_radius(each)))
    index = current_index()
    index.versions()
    before, all_of_them = index.order(free, FIRST), index.order(open_to_all, FIRST)
    suppliers = shown_suppliers(session, {*before.profiles, *all_of_them.profiles})
    effects = []
    for wanted in reservations:
        reserved = Reserved(free, before, _lines(wanted))
        if not wanted:
            reserved = Reserved(open_to_all, all_of_them, _radius_as_must(free))
        after = index.order(reserved.question, 1)
        effects.append(_effect(reserved, free, after, suppliers))
    return Effects(before.considered - before.excluded, tuple(effects))


def _is_radius(criterion: records.Criterion) -> bool:
    return criterion.fact == AREA and criterion.importance == "must"


def _radius_as_must(requirement: records.Requirement) -> tuple[records.Criterion, ...]:
    return tuple(
        replace(each, id=f"reserved {AREA}", importance="must")
        for each in requirement.criteria
        if each.fact == AREA
    )


def _lines(wanted: Wanted) -> tuple[records.Criterion, ...]:
    return tuple(
        records.Criterion(f"reserved {name}", name, "must", fact=name, value=values)
        for name, values in wanted.items()
    )


def _effect(
    reserved: Reserved,
    free: records.Requirement,
    after: records.Order,
    suppliers: Mapping[str, Supplier],
) -> Effect:
    first, unknown, before = [], 0, reserved.before
    shown = [(rank, suppliers[each]) for rank, each in enumerate(before.profiles, 1) if each in suppliers]
    for rank, supplier in shown:
        profile = _profile(supplier)
        rulings = [(line, rule(line, reserved.base, profile)) for line in reserved.lines]
        against = [tell_why(line, free, profile) for line, each in rulings if each.verdict == "not met"]
        if against:
            first.append(LeftOut(rank, supplier, "; ".join(against)))
        else:
            unknown += any(each.verdict == "not stated" for _, each in rulings)
    left = after.considered - after.excluded
    return Effect(before.considered - before.excluded - left, left, tuple(first), unknown)


def _profile(supplier: Supplier) -> records.Profile:
    place = matching_place(supplier.place)
    return records.Profile(
        supplier.public_id, supplier.name, place=place, size=supplier.size, kind=supplier.kind
    )


def tell_why(line: records.Criterion, requirement: records.Requirement, profile: records.Profile) -> str:
    """Why a supplier does not meet a line: `Stafford is 45 km from Derby, inside your 60 km, but in
    Staffordshire`."""
    place, centre = profile.place, requirement.place
    if line.fact == "size":
        return f"it states that it is {profile.size}"
    if line.fact == "kind":
        return f"it states that it is a {profile.kind}"
    if place is None:
        return "it names no place"
    away = f"{place.name} is {distance_km(centre, place):.0f} km from {centre.name}" if centre else place.name
    if line.fact == AREA:
        return f"{away}, and not within {line.value:g} km"
    area = place.county if line.fact == "county" else place.region
    return f"{away}{_inside(requirement, profile)}, but in {area}" if centre else f"{away} is in {area}"


def _inside(requirement: records.Requirement, profile: records.Profile) -> str:
    """Whether the supplier is within the radius that the requirement asks for, as a must or a should."""
    radius = next((each for each in requirement.criteria if each.fact == AREA), None)
    if radius is None or rule(radius, requirement, profile).verdict != "met":
        return ""
    return f", inside your {radius.value:g} km"
