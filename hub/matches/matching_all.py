"""Holding every open requirement against every supplier, and keeping what was found.

In batches: each is read, matched and written by itself, so that memory stays bounded and a run that was
stopped goes on where it was. What is as it was since the last run is not matched again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from hub.database import in_batches, open_session
from hub.matches.finding import DEPTH
from hub.matches.indexing import Versions
from hub.matches.models import Matching, NearMiss, OpenMatch
from hub.matches.profiling import to_requirement
from hub.requirements.models import Requirement
from hub.suppliers.models import Supplier
from matching import Order, records

BATCH = 50
"""Requirements that are read, matched and written in one go."""

CHUNK = 1000
"""Suppliers that one statement asks for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement as it stood when it was read."""

    id: int
    version: int
    requirement: records.Requirement


Batch = Sequence[Asked]
Ordering = Callable[[Iterable[Batch]], Iterator[tuple[Batch, Sequence[Order]]]]
"""Batches in, and each with the orders of its requirements out, in any order."""


def due_requirements(session: Session, versions: Versions, today: date) -> tuple[list[int], int]:
    """The ids of the open requirements that are to be matched, and how many are as they were."""
    found = select(Requirement.id, Requirement.version).where(Requirement.state == "open")
    as_now = select(Matching.requirement_id, Matching.requirement_version).where(
        Matching.catalogue_version == versions.catalogue,
        Matching.weights_version == versions.weights,
        Matching.meaning_version == versions.meaning,
        Matching.matched_on == today,
    )
    done = set(map(tuple, session.execute(as_now)))
    every = list(map(tuple, session.execute(found.order_by(Requirement.id))))
    due = [id_ for id_, version in every if (id_, version) not in done]
    return due, len(every) - len(due)


def forget_closed(session: Session) -> None:
    """Delete what was found for requirements that are not open any more."""
    is_open = select(Requirement.id).where(Requirement.state == "open")
    session.execute(delete(Matching).where(Matching.requirement_id.not_in(is_open)))


def write_orders(
    session: Session, batch: Batch, orders: Sequence[Order], versions: Versions, today: date
) -> int:
    """Put the orders of a batch in the place of those before; none for what is not open any more."""
    ids = [asked.id for asked in batch]
    locked = select(Requirement.id).where(Requirement.id.in_(ids), Requirement.state == "open")
    still = set(session.scalars(locked.order_by(Requirement.id).with_for_update()))
    kept = [(asked, order) for asked, order in zip(batch, orders, strict=True) if asked.id in still]
    spoken_of = {name for _, order in kept for name in order.profiles}
    spoken_of |= {each.profile for _, order in kept for each in order.near}
    supplier = _lock_suppliers(session, spoken_of)
    session.execute(delete(Matching).where(Matching.requirement_id.in_(ids)))
    done = [
        {
            "requirement_id": asked.id,
            "requirement_version": asked.version,
            "catalogue_version": versions.catalogue,
            "weights_version": versions.weights,
            "meaning_version": versions.meaning,
            "matched_on": today,
            "considered": order.considered,
            "excluded": order.excluded,
        }
        for asked, order in kept
    ]
    matches = [
        {
            "requirement_id": asked.id,
            "position": position,
            "supplier_id": supplier[name],
            "score": score,
            "band": band,
        }
        for asked, order in kept
        for position, (name, score, band) in enumerate(
            zip(order.profiles, order.scores, order.bands, strict=True), start=1
        )
        if name in supplier
    ]
    near = [
        {
            "requirement_id": asked.id,
            "supplier_id": supplier[each.profile],
            "criterion": each.gates[0].criterion,
            "score": each.score,
        }
        for asked, order in kept
        for each in order.near
        if each.profile in supplier
    ]
    for table, rows in ((Matching, done), (OpenMatch, matches), (NearMiss, near)):
        if rows:
            session.execute(insert(table), rows)
    return len(kept)


def read_batches(due: Sequence[int], today: date) -> Iterator[Batch]:
    """The requirements of some ids, so many at once, each batch read when it is asked for."""
    for ids in in_batches(due, BATCH):
        with open_session(writes=False) as session:
            chosen = select(Requirement).where(Requirement.id.in_(ids)).order_by(Requirement.id)
            batch = [
                Asked(each.id, each.version, to_requirement(each, today)) for each in session.scalars(chosen)
            ]
        yield batch


def _lock_suppliers(session: Session, public_ids: Collection[str]) -> dict[str, int]:
    """The ids of suppliers by their public ids. None of them is erased before this is committed."""
    found: dict[str, int] = {}
    for names in in_batches(sorted(public_ids), CHUNK):
        chosen = select(Supplier.public_id, Supplier.id).where(Supplier.public_id.in_(names))
        chosen = chosen.order_by(Supplier.public_id).with_for_update(read=True, key_share=True)
        found.update((row.public_id, row.id) for row in session.execute(chosen))
    return found


def order_here(order: Callable[[records.Requirement, int], Order]) -> Ordering:
    """All in this process, one requirement after the other."""

    def ordering(batches: Iterable[Batch]) -> Iterator[tuple[Batch, Sequence[Order]]]:
        for batch in batches:
            yield batch, [order(asked.requirement, DEPTH) for asked in batch]

    return ordering
