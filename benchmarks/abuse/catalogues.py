"""The catalogues that are attacked: the demo's firms, and judged sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from benchmarks.quality.judged import JudgedSet, read
from hub.categories.loading import own_categories
from hub.demo.asking import Ask, generate_asks
from hub.demo.firms import Firm
from hub.demo.generating import generate_firms
from matching import Category, Criterion, Piece, Profile, Requirement

FIRMS, ASKS, SEED, DAY = 300, 40, 7, date(2026, 1, 1)
"""The demo as `load-demo` makes it."""


@dataclass(frozen=True)
class Catalogue:
    """Honest suppliers and what is asked of them. ``judged`` where somebody graded the answers."""

    name: str
    profiles: tuple[Profile, ...]
    requirements: dict[str, Requirement]
    categories: tuple[Category, ...]
    judged: JudgedSet | None = None

    @cached_property
    def names(self) -> dict[str, str]:
        return {category.key: category.name for category in self.categories}

    @cached_property
    def own(self) -> tuple[Profile, ...]:
        """The suppliers that say anything in their own words: awards alone are the words of others."""
        return tuple(
            profile for profile in self.profiles if any(not piece.published for piece in profile.pieces)
        )

    def text(self, profile: Profile) -> str:
        """What the peers read of a supplier, as in the benchmark of quality."""
        pieces = (
            word
            for piece in profile.pieces
            for word in (piece.title, piece.text, self.names.get(piece.category or "", ""))
        )
        return " ".join([profile.name, *pieces])

    def query(self, requirement: Requirement) -> str:
        names = (self.names.get(key, "") for key in requirement.categories)
        return " ".join([requirement.title, requirement.description, *names])


def demo() -> Catalogue:
    firms = generate_firms(FIRMS, SEED, DAY)
    asks = generate_asks(ASKS, SEED)
    return Catalogue(
        "demo",
        tuple(_profile(firm) for firm in firms),
        {ask.public_id: _requirement(ask) for ask in asks},
        tuple(Category(row.slug, row.name, row.parent, row.help) for row in own_categories()),
    )


def judged(folders: Sequence[Path]) -> list[Catalogue]:
    sets = map(read, folders)
    return [Catalogue(each.name, each.profiles, each.requirements, each.categories, each) for each in sets]


def without(catalogue: Catalogue, gone: frozenset[str]) -> JudgedSet:
    """The judged set were some of its suppliers taken off."""
    assert catalogue.judged is not None
    return replace(
        catalogue.judged,
        profiles=tuple(profile for profile in catalogue.profiles if profile.id not in gone),
    )


def _profile(firm: Firm) -> Profile:
    capabilities = (
        Piece(each.public_id, "capability", each.title, each.description, each.category)
        for each in firm.capabilities
        if each.state == "published"
    )
    contracts = (
        Piece(each.public_id, "contract", each.title, each.description, each.category, each.source != "own")
        for each in firm.contracts
    )
    return Profile(firm.public_id, firm.name, (*capabilities, *contracts))


def _requirement(ask: Ask) -> Requirement:
    lines = (Criterion(f"line-{at}", line.text) for at, line in enumerate(ask.lines) if line.fact is None)
    return Requirement(ask.title, ask.description, ask.categories, tuple(lines))
