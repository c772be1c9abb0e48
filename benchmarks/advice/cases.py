"""One case: a firm and a requirement that has closed, the advice, and what follows where it is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from flask import Flask
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from benchmarks.advice.saving import Owner
from hub.categories.queries import matching_categories
from hub.database import open_session
from hub.matches.cataloguing import note_changes
from hub.matches.indexing import current_index
from hub.matches.placing import likeliest_category
from hub.matches.profile_rows import load_catalogue
from hub.matches.profiling import to_requirement
from hub.outcomes.models import Outcome
from hub.outcomes.proposing import PROOF, possible_changes
from hub.outcomes.recording import judged_on
from hub.requirements.models import Requirement
from hub.suppliers.models import Capability, Fact, Supplier
from hub.synonyms.queries import matching_synonyms
from matching import Change, Index, Order, records
from matching.advising import apply, count_fields, first_changes, subsets

EVERYBODY = 1 << 30
Came = tuple[int, int] | None
"""Rank and band; None for who is left out or not considered."""


@dataclass(frozen=True, slots=True)
class Case:
    """What was worked out for one firm when one requirement closed."""

    requirement: int
    supplier: int
    firm: str
    before: Came
    advice: dict[str, Any] | None

    @property
    def is_first(self) -> bool:
        """Whether it is in the first band, where nothing is to be altered."""
        return self.before is not None and self.before[1] == 1

    @property
    def advised(self) -> Came:
        return (self.advice["position"], self.advice["band"]) if self.advice else None


def read_cases(session: Session, requirement: int) -> list[Case]:
    found = select(Outcome, Supplier.public_id).join(Supplier, Supplier.id == Outcome.supplier_id)
    return [
        Case(
            requirement,
            each.supplier_id,
            firm,
            (each.position, each.band or 0) if each.position else None,
            each.advice,
        )
        for each, firm in session.execute(found.where(Outcome.requirement_id == requirement))
    ]


def asked_of(requirement: int) -> records.Requirement:
    with open_session(writes=False) as session:
        held = session.get_one(Requirement, requirement)
        return to_requirement(held, judged_on(held))


def rank_anew(case: Case) -> Came:
    """Where the firm comes in a ranking of the register as it stands now."""
    asked, index = asked_of(case.requirement), current_index()
    index.refresh()
    return came_in(index.order(asked, EVERYBODY), case.firm)


def came_in(order: Order, firm: str) -> Came:
    if firm not in order.profiles:
        return None
    at = order.profiles.index(firm)
    return at + 1, order.bands[at]


def alters(before: Came, after: Came) -> bool:
    """The rule of decision 0027, said again here: in where it was out, or in a better band."""
    return after is not None and (before is None or after[1] < before[1])


@cache
def owner_of(app: Flask, firm: str) -> Owner:
    """Signed in once."""
    return Owner(app, firm)


def take(app: Flask, case: Case) -> Came:
    """Make every change of the advice by its form, and rank anew."""
    owner = owner_of(app, case.firm)
    for change in case.advice["changes"] if case.advice else ():
        owner.make(change)
    return rank_anew(case)


def is_proved(case: Case) -> bool:
    """Whether each fact of the advice stands with all that proves it, now that the advice was taken."""
    names = [each["name"] for each in (case.advice or {})["changes"] if each["kind"] == "fact"]
    with open_session(writes=False) as session:
        stated = select(Fact).where(Fact.supplier_id == case.supplier, Fact.name.in_(names))
        facts = session.scalars(stated).all()
        return len(facts) == len(names) and all(getattr(fact, field) for fact in facts for field in PROOF)


def words_of(case: Case) -> list[tuple[str, str]]:
    """What the firm says of its capabilities: no advice may change it."""
    with open_session(writes=False) as session:
        said = select(Capability.title, Capability.description).where(Capability.supplier_id == case.supplier)
        return sorted(map(tuple, session.execute(said)))


@contextmanager
def undone(case: Case) -> Iterator[None]:
    """The firm's facts and capabilities are afterwards as they were."""
    tables: Sequence[Any] = (Fact.__table__, Capability.__table__)
    with open_session(writes=False) as session:
        held = [
            [dict(row) for row in session.execute(_rows(table, case.supplier)).mappings()] for table in tables
        ]
    try:
        yield
    finally:
        with open_session(writes=True) as session:
            for table, rows in zip(tables, held, strict=True):
                session.execute(delete(table).where(table.c.supplier_id == case.supplier))
                if rows:
                    session.execute(insert(table), rows)
            note_changes(session, [case.firm])
            session.commit()


def _rows(table: Any, supplier: int) -> Any:
    return select(table).where(table.c.supplier_id == supplier)


class Exhaustive:
    """Every set of the changes that were possible, each ranked in an index of its own."""

    def __init__(self) -> None:
        with open_session(writes=False) as session:
            categories, synonyms = matching_categories(session), matching_synonyms(session)
            index = Index(categories, synonyms=synonyms)
            self._index = index.fit(load_catalogue(session))

    def is_smallest(self, case: Case) -> bool:
        """Whether no set of fewer fields alters the outcome, and no equal one leads to a better rank."""
        asked, changes = asked_of(case.requirement), self._changes(case)
        altering = {
            chosen: came
            for chosen in subsets(changes)
            if alters(case.before, came := self._with(case, asked, chosen))
        }
        if case.advice is None:
            return not altering
        fewest = min(map(count_fields, altering), default=0)
        best = min(
            (came for chosen, came in altering.items() if count_fields(chosen) == fewest and came),
            default=None,
        )
        fields = sum(len(change.get("fields", "1")) for change in case.advice["changes"])
        return (fields, case.advised) == (fewest, best)

    def _changes(self, case: Case) -> tuple[Change, ...]:
        with open_session(writes=False) as session:
            supplier = session.get_one(Supplier, case.supplier)
            requirement = session.get_one(Requirement, case.requirement)
            on = judged_on(requirement)
            asked, likeliest = to_requirement(requirement, on), lru_cache(likeliest_category)
            return first_changes(
                asked, [each.change for each in possible_changes(asked, supplier, on, likeliest)]
            )

    def _with(self, case: Case, asked: records.Requirement, chosen: Sequence[Change]) -> Came:
        before = self._index.profile(case.firm)
        self._index.put(apply(before, chosen))
        try:
            return came_in(self._index.order(asked, EVERYBODY), case.firm)
        finally:
            self._index.put(before)
