"""Working out where the suppliers of its categories came in a closed requirement, and keeping it.

It is worked out once, when the requirement has closed: whoever changes a profile afterwards sees no rank
change, and learns nothing of how others are ranked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from logging import getLogger
from typing import Any

from flask import Flask
from sqlalchemy import Select, and_, delete, insert, select
from sqlalchemy.orm import Session, selectinload

from hub.database import in_batches, open_session, utc_now
from hub.matches.placing import Placed, advise, likeliest_category, place_all
from hub.matches.profiling import to_requirement
from hub.outcomes.models import Closing, Outcome
from hub.outcomes.proposing import Likeliest, possible_changes
from hub.requirements.models import Requirement
from hub.scoping import suppliers_put_to
from hub.suppliers.models import Capability, Supplier, may_be_ranked
from matching import Advice, records

log = getLogger(__name__)

BATCH = 200
"""Suppliers that are read and tried out in one go."""

AT_ONCE = 300
"""Suppliers that are seen to when a requirement is closed: a tenth of a second each at most. The command sees
to more."""


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What was worked out for a requirement as it stood: the columns of its closing, and of each outcome."""

    requirement_id: int
    closing: dict[str, Any]
    outcomes: list[dict[str, Any]]


def judged_on(requirement: Requirement) -> date:
    """The day that certificates must be in date on: that of need, or that of closing where it is later.

    While it is open, today stands for that of closing.
    """
    last = requirement.closed_at.date() if requirement.closed_at else date.today()
    return max(requirement.needed_on or last, last)


def due_closings(session: Session) -> list[int]:
    """The ids of the public requirements that have closed, and whose outcomes are not worked out."""
    as_it_stands = and_(
        Closing.requirement_id == Requirement.id, Closing.requirement_version == Requirement.version
    )
    found = select(Requirement.id).outerjoin(Closing, as_it_stands).where(Closing.requirement_id.is_(None))
    return list(session.scalars(_closed(found).order_by(Requirement.id)))


def work_out(session: Session, requirement_id: int, most: int | None = None) -> WorkedOut | None:
    """Hold a requirement against the register as it stands; None where it is not closed and public, and
    where there are more suppliers to see to than ``most``.

    Reads alone: it may take some seconds, and nobody waits for it.
    """
    requirement = session.scalar(_closed(select(Requirement)).where(Requirement.id == requirement_id))
    ids = _suppliers(session, requirement) if requirement else []
    if requirement is None or (most is not None and len(ids) > most):
        return None
    on = judged_on(requirement)
    asked = to_requirement(requirement, on)
    placed, likeliest = place_all(asked), lru_cache(likeliest_category)
    return WorkedOut(
        requirement_id,
        {
            "requirement_version": requirement.version,
            "catalogue_version": placed.catalogue_version,
            "worked_out_at": utc_now(),
            "judged_on": on,
            "considered": placed.placing.considered,
            "left_out": len(placed.placing.barred),
        },
        [_outcome(supplier, asked, placed, on, likeliest) for supplier in _read(session, ids)],
    )


def keep(session: Session, worked_out: WorkedOut) -> bool:
    """Put what was worked out in the place of what stood there, and say whether it still holds.

    A requirement that was changed or opened meanwhile keeps nothing; neither does a supplier that is gone.
    """
    chosen = _closed(select(Requirement.id)).where(
        Requirement.id == worked_out.requirement_id,
        Requirement.version == worked_out.closing["requirement_version"],
    )
    if session.scalar(chosen.with_for_update()) is None:
        return False
    there = _lock_suppliers(session, [each["supplier_id"] for each in worked_out.outcomes])
    forget(session, worked_out.requirement_id)
    about = {"requirement_id": worked_out.requirement_id}
    session.execute(insert(Closing), [about | worked_out.closing])
    rows = [about | each for each in worked_out.outcomes if each["supplier_id"] in there]
    if rows:
        session.execute(insert(Outcome), rows)
    return True


def forget(session: Session, requirement_id: int) -> None:
    session.execute(delete(Closing).where(Closing.requirement_id == requirement_id))


def forget_opened(session: Session) -> None:
    """Delete the outcomes of requirements that are not closed and public any more."""
    stays = _closed(select(Requirement.id))
    session.execute(delete(Closing).where(Closing.requirement_id.not_in(stays)))


def record_afterwards(app: Flask, requirement_id: int) -> Callable[[], None]:
    """What is to be done once the page that closed the requirement is on its way: to work out its outcomes.

    What fails is logged: the command `record-outcomes` does it later.
    """

    def record() -> None:
        with app.app_context():
            try:
                with open_session(writes=False) as session:
                    worked_out = work_out(session, requirement_id, AT_ONCE)
                if worked_out is not None:
                    with open_session(writes=True) as session, session.begin():
                        keep(session, worked_out)
            except Exception:
                log.exception("The outcomes of a closed requirement were not worked out")

    return record


def _closed(requirements: Select[Any]) -> Select[Any]:
    return requirements.where(Requirement.state == "closed", Requirement.visibility == "public")


def _suppliers(session: Session, requirement: Requirement) -> Sequence[int]:
    """The ids of the claimed suppliers of its categories that a ranking may hold."""
    return session.scalars(
        select(Supplier.id)
        .where(
            suppliers_put_to(requirement),
            may_be_ranked(),
            Supplier.state == "claimed",
            Supplier.organisation_id.is_not(None),
        )
        .order_by(Supplier.id)
    ).all()


def _read(session: Session, ids: Sequence[int]) -> Iterator[Supplier]:
    """Suppliers with their capabilities and facts, a batch at a time."""
    for batch in in_batches(ids, BATCH):
        whole = select(Supplier).where(Supplier.id.in_(batch)).order_by(Supplier.id)
        yield from session.scalars(
            whole.options(
                selectinload(Supplier.capabilities).joinedload(Capability.category),
                selectinload(Supplier.facts),
            )
        )


def _outcome(
    supplier: Supplier, asked: records.Requirement, placed: Placed, on: date, likeliest: Likeliest
) -> dict[str, Any]:
    outcome = placed.of(supplier.public_id)
    possible = {each.change: each.told for each in possible_changes(asked, supplier, on, likeliest)}
    advice = advise(placed, supplier.public_id, list(possible))
    return {
        "supplier_id": supplier.id,
        "position": outcome.rank,
        "band": outcome.band,
        "if_met": outcome.if_met,
        "gates": [{"criterion": gate.criterion, "reason": gate.reason} for gate in outcome.gates],
        "advice": _told(advice, possible) if advice else None,
    }


def _told(advice: Advice, told: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    """The advice as it is kept."""
    return {
        "changes": [told[change] for change in advice.changes],
        "position": advice.outcome.rank,
        "band": advice.outcome.band,
        "considered": advice.outcome.considered,
    }


def _lock_suppliers(session: Session, ids: Sequence[int]) -> Collection[int]:
    """Those of the suppliers that are there. None of them is erased before this is committed."""
    found: set[int] = set()
    for batch in in_batches(ids):
        chosen = select(Supplier.id).where(Supplier.id.in_(batch)).order_by(Supplier.id)
        found.update(session.scalars(chosen.with_for_update(read=True, key_share=True)))
    return found
