"""A recorded ranking laid out for reading, from what was recorded: today's register changes nothing on it.

Of today are only the links: a supplier that the register shows still has a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Any

from sqlalchemy.orm import Session

from hub.matches.cards import kept_contracts
from hub.matches.models import Run
from hub.matches.pages import PAGE, PAGES
from hub.matches.queries import shown_suppliers
from hub.paging import Page
from hub.privacy.erased_texts import firm_name, told
from hub.runs.choices import Choice
from hub.runs.queries import cards_by_place
from hub.suppliers.models import Supplier

ROWS = 100
"""Suppliers on a page of the whole order."""

EXCLUDED_SHOWN = 200
"""Excluded suppliers that the page lists, those that would score most first."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A supplier of the order: ``match`` has score, verdicts and evidence as a card reads them, None where
    no reasons are kept. ``supplier`` is None where the register does not show it any more."""

    place: int
    name: str
    score: float
    band: int
    match: dict[str, Any] | None
    contracts: dict[str, Any]
    supplier: Supplier | None


@dataclass(frozen=True, slots=True)
class Band:
    """Suppliers that are too close to tell apart, of which ``size`` there are in the whole order."""

    number: int
    size: int
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A supplier that musts left out: the lines in words with what was stated instead."""

    public_id: str
    name: str
    score: float
    gates: tuple[tuple[str, str], ...]

    @property
    def near(self) -> bool:
        return len(self.gates) == 1


def bands_of(session: Session, run: Run, shown: int) -> list[Band]:
    """The first of the order, band by band, with their reasons."""
    rows = run.matches[:shown]
    cards = cards_by_place(session, run, shown)
    suppliers = shown_suppliers(session, [row["supplier"] for row in rows])
    sizes: dict[int, int] = {}
    for row in run.matches:
        sizes[row["band"]] = sizes.get(row["band"], 0) + 1
    placed = (
        _placed(place, row, cards.get(place), suppliers.get(row["supplier"]))
        for place, row in enumerate(rows, start=1)
    )
    return [
        Band(number, sizes[number], tuple(group))
        for number, group in groupby(placed, key=lambda each: each.band)
    ]


def _placed(
    place: int, row: dict[str, Any], reasons: dict[str, Any] | None, supplier: Supplier | None
) -> Placed:
    match = {"score": row["score"], **reasons} if reasons else None
    contracts = kept_contracts(reasons["evidence"]) if reasons else {}
    name = firm_name(row["name"])
    return Placed(place, name, row["score"], row["band"], match, contracts, supplier)


def left_out_of(run: Run, most: int | None) -> list[LeftOut]:
    """Who was left out, those that would score most first; at most so many, all for None."""
    return list(_left_out(run.excluded[:most]))


def _left_out(rows: Sequence[dict[str, Any]]) -> Iterator[LeftOut]:
    for row in rows:
        gates = tuple((gate["text"], told(gate["reason"])) for gate in row["gates"])
        yield LeftOut(row["supplier"], firm_name(row["name"]), row["score"], gates)


def told_in_pack(session: Session, run: Run, choices: Sequence[Choice]) -> dict[str, Any]:
    """What the readable page of a pack tells: the whole of what the run keeps."""
    return {
        "run": run,
        "requirement": run.requirement,
        "choices": choices,
        "bands": bands_of(session, run, PAGE * PAGES),
        "left_out": left_out_of(run, None),
        "firm_name": firm_name,
    }


def page_of_order(run: Run, number: int) -> Page[tuple[int, str, float, int]]:
    """A page of the whole order: place, name, score and band."""
    pages = max(1, ceil(len(run.matches) / ROWS))
    number = min(max(1, number), pages)
    first = (number - 1) * ROWS
    rows = [
        (place, firm_name(row["name"]), row["score"], row["band"])
        for place, row in enumerate(run.matches[first : first + ROWS], start=first + 1)
    ]
    return Page(rows, len(run.matches), number, pages)
