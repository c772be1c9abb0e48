"""Keeping the keys of records and the pairs that were found, by statement: no event tells of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from hub.database import in_batches, new_public_id, utc_now
from hub.duplicates.blocking import keys_of
from hub.duplicates.models import DuplicatePair, SupplierBlock
from hub.duplicates.records import Signals
from hub.suppliers.models import Supplier

Pair = tuple[int, int]
"""Numbers of two suppliers, the smaller first."""


def keep_keys(session: Session, ids: Collection[int], signals: Mapping[int, Signals]) -> None:
    """Put the keys of these suppliers in place of what is kept; one without signals has none from now on."""
    for batch in in_batches(sorted(ids)):
        session.execute(delete(SupplierBlock).where(SupplierBlock.supplier_id.in_(batch)))
    rows = [(key, number) for number in sorted(signals) for key in sorted(keys_of(signals[number]))]
    _insert_keys(session, rows)


def bring_keys_up_to_date(session: Session, signals: Mapping[int, Signals]) -> int:
    """Make the keys those of the whole register, and touch only what differs. Returns how many."""
    there = set(session.scalars(select(Supplier.id)))
    wanted = {(key, number) for number in there & set(signals) for key in keys_of(signals[number])}
    kept = session.execute(select(SupplierBlock.key, SupplierBlock.supplier_id)).all()
    held = {(row[0], row[1]) for row in kept}
    stale = sorted({number for _key, number in held ^ wanted})
    for batch in in_batches(stale):
        session.execute(delete(SupplierBlock).where(SupplierBlock.supplier_id.in_(batch)))
    anew = set(stale)
    _insert_keys(session, sorted(row for row in wanted if row[1] in anew))
    return len(held ^ wanted)


def _insert_keys(session: Session, rows: Collection[tuple[str, int]]) -> None:
    for batch in in_batches(list(rows), 5_000):
        values = [{"key": key, "supplier_id": number} for key, number in batch]
        session.execute(insert(SupplierBlock), values)


def held_pairs(session: Session, ids: Collection[int] | None = None) -> dict[Pair, DuplicatePair | Any]:
    """What is kept of pairs, as rows with id, state and score: all, or those with one of these suppliers."""
    columns = (DuplicatePair.first_id, DuplicatePair.second_id, DuplicatePair.id, DuplicatePair.state)
    chosen = select(*columns, DuplicatePair.score)
    if ids is None:
        return {(row.first_id, row.second_id): row for row in session.execute(chosen)}
    found: dict[Pair, Any] = {}
    for batch in in_batches(sorted(ids)):
        either = or_(DuplicatePair.first_id.in_(batch), DuplicatePair.second_id.in_(batch))
        found.update(((row.first_id, row.second_id), row) for row in session.execute(chosen.where(either)))
    return found


def keep_pairs(session: Session, scores: Mapping[Pair, float]) -> None:
    """Keep these pairs as found, or their new scores. One that was decided stays as it was decided."""
    dialect = session.connection().dialect.name
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(DuplicatePair)
    upsert = statement.on_conflict_do_update(
        index_elements=["first_id", "second_id"],
        set_={"score": statement.excluded.score},
        where=DuplicatePair.state == "found",
    )
    now = utc_now()
    rows = [
        {
            "public_id": new_public_id(),
            "first_id": first,
            "second_id": second,
            "state": "found",
            "score": score,
            "found_at": now,
        }
        for (first, second), score in sorted(scores.items())
    ]
    for batch in in_batches(rows):
        session.execute(upsert, batch)


def drop_pairs(session: Session, numbers: Iterable[int]) -> None:
    """Forget pairs that nobody has decided and that are no longer likely."""
    for batch in in_batches(sorted(numbers)):
        undecided = delete(DuplicatePair).where(DuplicatePair.id.in_(batch), DuplicatePair.state == "found")
        session.execute(undecided, execution_options={"synchronize_session": False})
