"""What the requirements that an action unlocks are worth together, and how much of them is told.

Nobody may work out what one private buyer needs. Private requirements are told of only where at least
`FEWEST` of them, each of another buyer, are behind an action; then as "at least so many", by `STEPS`. Their
values are never read: each counts as a usual requirement, and so the order of a list tells nothing else. What
a firm is told to gain is an answer that a public requirement asks for, or as many private ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

FEWEST = 3
STEPS = (50, 20, 10, 5, 3)
USUAL_WORTH = Decimal(10_000)
"""Pounds that a requirement counts for where no public one states a value."""


@dataclass(frozen=True, slots=True)
class Open:
    """An open requirement: whose it is, whether everybody sees it, and its stated value."""

    buyer: int
    is_public: bool
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What may be told of some requirements."""

    public: tuple[int, ...]
    private_from: int
    worth: Decimal


def usual_worth(requirements: Iterable[Open]) -> Decimal:
    """The median of the values that public requirements state."""
    stated = [each.value for each in requirements if each.is_public and each.value]
    return Decimal(median(stated)) if stated else USUAL_WORTH


def weigh(ids: Collection[int], requirements: Mapping[int, Open], usual: Decimal) -> Weighed:
    """What some requirements, by their ids, come to."""
    public = tuple(sorted(id_ for id_ in ids if requirements[id_].is_public))
    buyers = {requirements[id_].buyer for id_ in ids if not requirements[id_].is_public}
    told = told_from(len(buyers))
    worth = sum((requirements[id_].value or usual for id_ in public), Decimal())
    return Weighed(public, told, worth + told * usual)


def told_from(buyers: int) -> int:
    """At least so many, of that many buyers: one of `STEPS`, or 0.

    >>> [told_from(buyers) for buyers in (2, 3, 4, 12)]
    [0, 3, 3, 10]
    """
    return next((step for step in STEPS if buyers >= step), 0)
