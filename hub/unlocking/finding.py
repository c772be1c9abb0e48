"""Finding what every firm could unlock: all open requirements against the register, then by firm and fact.

Reads alone; `write` puts what was found in the place of what stood there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from hub.database import in_batches
from hub.matches.matching_all import read_batches
from hub.matches.placing import find_unlocks
from hub.requirements.models import Requirement
from hub.suppliers.models import Supplier
from hub.unlocking.gaining import GAINED
from hub.unlocking.models import Unlock, UnlockedRequirement
from hub.unlocking.weighing import Open, Weighed, usual_worth, weigh
from matching.unlocking import Action, actions_of
from matching.unlocking import Unlock as Reached

Row = dict[str, Any]


def open_requirements(session: Session) -> dict[int, Open]:
    """Every open requirement by its id. Of a private one the value is not read."""
    columns = (
        Requirement.id,
        Requirement.organisation_id,
        Requirement.visibility,
        Requirement.estimated_value,
    )
    rows = session.execute(select(*columns).where(Requirement.state == "open").order_by(Requirement.id))
    return {
        row.id: Open(
            row.organisation_id,
            row.visibility == "public",
            row.estimated_value if row.visibility == "public" else None,
        )
        for row in rows
    }


def reach(ids: Sequence[int], today: date) -> Iterator[tuple[int, Sequence[Reached]]]:
    """What is unlocked of each requirement, one after the other."""
    for batch in read_batches(ids, today):
        for asked in batch:
            found = find_unlocks(asked.requirement)
            yield asked.id, [each for each in found if each.fact in GAINED]


def weigh_actions(
    reached: Mapping[int, Sequence[Reached]], requirements: Mapping[int, Open]
) -> Iterator[tuple[Action[int], Weighed]]:
    """The actions of which anything may be told, with that. Their values too are chosen by what is told."""
    usual = usual_worth(requirements.values())
    found = ((id_, unlock) for id_, unlocks in reached.items() for unlock in unlocks)
    for action in actions_of(found, lambda ids: float(weigh(ids, requirements, usual).worth)):
        yield action, weigh(action.unlocked, requirements, usual)


def write(session: Session, weighed: Sequence[tuple[Action[int], Weighed]], today: date) -> int:
    """Put the actions in the place of those before; none of a supplier that is gone. Returns how many."""
    session.execute(delete(UnlockedRequirement))
    session.execute(delete(Unlock))
    ids = _suppliers(session, {action.profile for action, _ in weighed})
    there = [each for each in weighed if each[0].profile in ids]
    for batch in in_batches(there):
        rows = [_row(action, told, ids[action.profile], today) for action, told in batch]
        statement = insert(Unlock).returning(Unlock.id, sort_by_parameter_order=True)
        numbers = session.scalars(statement, rows).all()
        parts = [
            {"unlock_id": number, "requirement_id": id_, "barred": id_ in action.barred}
            for number, (action, told) in zip(numbers, batch, strict=True)
            for id_ in told.public
        ]
        if parts:
            session.execute(insert(UnlockedRequirement), parts)
    return len(there)


def _row(action: Action[int], told: Weighed, supplier_id: int, today: date) -> Row:
    return {
        "supplier_id": supplier_id,
        "fact": action.fact,
        "value": action.value,
        "public": len(told.public),
        "barred": len(set(action.barred) & set(told.public)),
        "private_from": told.private_from,
        "worth": told.worth,
        "found_on": today,
    }


def _suppliers(session: Session, names: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for batch in in_batches(sorted(names)):
        chosen = select(Supplier.public_id, Supplier.id).where(Supplier.public_id.in_(batch))
        found |= {row.public_id: row.id for row in session.execute(chosen)}
    return found
