"""Whether two records are one firm's: what agrees, what differs, and what each is worth.

The score is the sum of the parts, in points of evidence (see `likeness.py`). Pure: records in, verdict out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from hub.duplicates.likeness import AGREES, DIFFERS, Part, compare_names
from hub.duplicates.rarity import Rarity
from hub.duplicates.records import Signals

LIKELY = -1.0
"""Points from which an adviser is asked: see `python -m benchmarks.duplicates`."""
POSSIBLE = -4.0
"""Points from which somebody who registers a firm is asked whether it is theirs."""

BRAND = -10.0
"""Where the names that two firms trade under agree, and those that sign contracts do not."""
NUMBER, OTHER_NUMBER, NEAR_NUMBER = 40.0, -12.0, -5.0
VAT, OTHER_VAT, NEAR_VAT = 16.0, -8.0, -3.0
DOMAIN, OTHER_DOMAIN = 11.0, -3.0
PHONE, OTHER_PHONE = 10.0, -1.0
POSTCODE, OUTCODE, OTHER_POSTCODE = 8.0, 3.5, -1.5
UNRELATED = -13.0
"""Where the names share no telling word. They cost no more: one firm may well have two names."""
RELATED = 6.0
"""What names share that are a group's, and no strangers': more than a trade's word."""
TELLS_APART = -5.0
"""A name's part from which on two firms are told apart by it."""
SHARED_BY_SISTERS = 4.0
"""The most that website, telephone and postcode bring together where the names tell two firms apart: firms of
one group share an office, a site and a switchboard."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The parts, strongest first, and their sum."""

    parts: tuple[Part, ...] = field(default=())

    @property
    def score(self) -> float:
        return round(sum(part.points for part in self.parts), 2)

    @property
    def is_likely(self) -> bool:
        return self.score >= LIKELY

    @property
    def is_possible(self) -> bool:
        return self.score >= POSSIBLE

    @property
    def reasons_for(self) -> list[Part]:
        return [part for part in self.parts if part.points > 0]

    @property
    def reasons_against(self) -> list[Part]:
        return [part for part in self.parts if part.points < 0]


def compare(first: Signals, second: Signals, rarity: Rarity) -> Verdict:
    """The verdict on two records, the strongest reason first."""
    names = _related(best_names(first, second, rarity))
    shared = [*_reaching(first, second), *_place(first, second)]
    chance = Part(
        "chance", DIFFERS, rarity.chance, "Before anything is compared: most records are two firms’"
    )
    parts = [chance, *names, *_numbers(first, second), *shared, *_sisters(names, shared)]
    return Verdict(tuple(sorted(parts, key=lambda part: (-abs(part.points), part.words))))


def _related(names: list[Part]) -> list[Part]:
    """The names' parts, or one in their place where the names have nothing to do with each other."""
    if _shared(names) >= RELATED or all(part.points > TELLS_APART for part in names):
        return names
    points = max(UNRELATED, sum(part.points for part in names))
    return [Part("names", DIFFERS, points, "The names have nothing telling in common")]


def _sisters(names: list[Part], shared: list[Part]) -> Iterator[Part]:
    """What is taken back of shared contacts where the names tell two firms apart."""
    too_much = sum(part.points for part in shared) - SHARED_BY_SISTERS
    if too_much > 0 and any(part.signal == "name" and part.points <= TELLS_APART for part in names):
        words = "Firms of one group share an address, a website and a telephone, and the names tell two apart"
        yield Part("contacts", DIFFERS, -round(too_much, 2), words)


def best_names(first: Signals, second: Signals, rarity: Rarity) -> list[Part]:
    """The likest pair of their names. A brand is held less telling than the name that signs contracts."""
    found = []
    for one in first.names:
        for other in second.names:
            parts = compare_names(one, other, rarity)
            if one.trading and other.trading and _sign_apart(first, second, rarity):
                parts.append(Part("name", DIFFERS, BRAND, "Only names that they trade under agree"))
            found.append(parts)
    return max(found, key=lambda parts: sum(part.points for part in parts), default=[])


def _sign_apart(first: Signals, second: Signals, rarity: Rarity) -> bool:
    """Whether the names that sign contracts have nothing telling in common."""
    return _shared(compare_names(first.names[0], second.names[0], rarity)) < RELATED


def _shared(names: list[Part]) -> float:
    return sum(part.points for part in names if part.outcome == AGREES)


def _numbers(first: Signals, second: Signals) -> Iterator[Part]:
    yield from _number("company number", first.number, second.number, (NUMBER, OTHER_NUMBER, NEAR_NUMBER))
    yield from _number("VAT number", first.vat, second.vat, (VAT, OTHER_VAT, NEAR_VAT))


def _number(thing: str, one: str, other: str, points: tuple[float, float, float]) -> Iterator[Part]:
    same, differing, near = points
    if not (one and other):
        return
    if one == other:
        yield Part(thing, AGREES, same, f"Both have {thing} {one}")
    elif OSA.distance(one, other) == 1:
        yield Part(thing, DIFFERS, near, f"The {thing}s differ by one slip: {one} and {other}")
    else:
        yield Part(thing, DIFFERS, differing, f"The {thing}s differ: {one} and {other}")


def _reaching(first: Signals, second: Signals) -> Iterator[Part]:
    if first.domains and second.domains:
        shared = first.domains & second.domains
        if shared:
            yield Part("domain", AGREES, DOMAIN, f"Website or email address of both is of {_listed(shared)}")
        else:
            words = f"Websites or email addresses differ: {_listed(first.domains)}, {_listed(second.domains)}"
            yield Part("domain", DIFFERS, OTHER_DOMAIN, words)
    if first.phone and second.phone:
        same = first.phone == second.phone
        words = "The telephone numbers are the same" if same else "The telephone numbers differ"
        yield Part("telephone", AGREES if same else DIFFERS, PHONE if same else OTHER_PHONE, words)


def _listed(names: Iterable[str]) -> str:
    return " and ".join(sorted(names))


def _place(first: Signals, second: Signals) -> Iterator[Part]:
    if not (first.outcode and second.outcode):
        return
    if first.postcode and first.postcode == second.postcode:
        yield Part("postcode", AGREES, POSTCODE, "Both are at the same postcode")
    elif first.outcode == second.outcode:
        yield Part("postcode", AGREES, OUTCODE, f"Both are in {first.outcode}")
    else:
        words = f"Postcodes differ: {first.outcode} and {second.outcode}"
        yield Part("postcode", DIFFERS, OTHER_POSTCODE, words)
