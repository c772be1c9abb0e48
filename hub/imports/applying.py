"""Applying a checked import: new unclaimed records and filled gaps, in one step.

Rows are held against the register once more as it is now, while nobody else writes. A firm that claimed its
record since is left alone, and what somebody else brought meanwhile is not brought twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, null, select, update
from sqlalchemy.orm import Session

from hub.audit.collecting import note_fact, note_subject
from hub.categories.models import Category
from hub.database import new_public_id, utc_now, wait_for_turn
from hub.duplicates.finding import look_at_imported
from hub.imports.meeting import FILLED, Plan, read_register
from hub.imports.models import BRINGING, PROBLEMS, FirmImport, FirmImportRow
from hub.imports.staging import ImportRefusedError
from hub.matches.cataloguing import note_changes
from hub.places.models import Place
from hub.places.postcodes import parse_postcode
from hub.places.queries import places_by_code
from hub.suppliers.models import Capability, Supplier
from hub.suppliers.naming import name_key

BATCH = 500
ADVISORY_LOCK = 7_204_115
"""On PostgreSQL two imports apply one after the other; SQLite has one writer anyway."""
STAYS = {"synchronize_session": False}
Row = dict[str, Any]


@dataclass(slots=True)
class Applied:
    """What an import did to the register: rows by outcome, public ids of the suppliers it touched."""

    outcomes: Counter[str] = field(default_factory=Counter)
    touched: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lookup:
    """What rows are put under: ids of places by code, of categories by slug."""

    places: Mapping[str, Place]
    categories: Mapping[str, int]

    def place(self, postcode: str) -> int | None:
        parts = parse_postcode(postcode)
        found = parts and (self.places.get(parts.outcode) or self.places.get(parts.area))
        return found.id if found else None


def apply_import(session: Session, found: FirmImport, seen: int, today: date) -> Applied:
    """Bring the register to what the good rows say. `seen` is how many of them the person was shown.

    Raises ImportRefusedError where the import is not ready, or not as it was shown.
    """
    if found.state != "checked":
        raise ImportRefusedError("This import is not checked, or was applied already")
    if seen != count_bringing(session, found):
        raise ImportRefusedError("The import was checked anew since you opened the page. Look at it again")
    wait_for_turn(session, ADVISORY_LOCK)
    lookup = Lookup(
        places_by_code(session),
        {row.slug: row.id for row in session.execute(select(Category.slug, Category.id))},
    )
    applied = Applied()
    for rows in _batches(session, found):
        _apply_rows(session, rows, lookup, today, applied)
    look_at_imported(session, applied.touched)
    _end(session, found, applied)
    return applied


def count_bringing(session: Session, found: FirmImport) -> int:
    bringing = FirmImportRow.outcome.in_(BRINGING)
    chosen = select(func.count(FirmImportRow.id)).where(FirmImportRow.import_id == found.id, bringing)
    return session.scalar(chosen) or 0


def _batches(session: Session, found: FirmImport) -> Iterator[Sequence[Any]]:
    after = 0
    chosen = select(FirmImportRow.id, FirmImportRow.position, FirmImportRow.values).where(
        FirmImportRow.import_id == found.id, FirmImportRow.outcome.in_(BRINGING)
    )
    ordered = chosen.order_by(FirmImportRow.position).limit(BATCH)
    while rows := session.execute(ordered.where(FirmImportRow.position > after)).all():
        after = rows[-1].position
        yield rows


def _apply_rows(session: Session, rows: Sequence[Any], lookup: Lookup, today: date, applied: Applied) -> None:
    register = read_register(session, [row.values for row in rows])
    plans = [(row, register.plan(row.values)) for row in rows]
    made = {row.id: new_public_id() for row, plan in plans if plan.outcome == "new"}
    _insert_suppliers(
        session, [(made[row.id], row.values) for row, plan in plans if row.id in made], lookup, today
    )
    _fill_suppliers(session, [plan for _row, plan in plans if plan.outcome == "filled"], lookup, today)
    public_ids = {
        row.id: made.get(row.id) or (plan.supplier.public_id if plan.supplier else "") for row, plan in plans
    }
    describing = [(public_ids[row.id], row.values) for row, plan in plans if plan.adds]
    _insert_capabilities(session, describing, lookup)
    _write_outcomes(session, [(row.id, plan, public_ids[row.id]) for row, plan in plans])
    applied.outcomes.update(plan.outcome for _row, plan in plans)
    applied.touched.extend(public_ids[row.id] for row, plan in plans if plan.outcome in BRINGING)


def _insert_suppliers(
    session: Session, firms: Sequence[tuple[str, Row]], lookup: Lookup, today: date
) -> None:
    rows = [
        {name: values[name] for name in ("name", *FILLED)}
        | {
            "public_id": public_id,
            "state": "unclaimed",
            "name_key": name_key(values["name"]),
            "company_number": values["company_number"] or None,
            "place_id": lookup.place(values["postcode"]),
            "entered_on": today,
        }
        for public_id, values in firms
    ]
    if rows:
        session.execute(insert(Supplier), rows)


def _fill_suppliers(session: Session, plans: Sequence[Plan], lookup: Lookup, today: date) -> None:
    """By hand, for the mapper's own bulk update would ask for each supplier's version."""
    rows = []
    for plan in plans:
        held = {name: plan.fills.get(name) or getattr(plan.supplier, name) for name in FILLED}
        placed = held | {"place_id": lookup.place(held["postcode"])}
        rows.append({"supplier": plan.supplier.id} | {f"new_{name}": value for name, value in placed.items()})
    if not rows:
        return
    new: Row = {name: bindparam(f"new_{name}") for name in (*FILLED, "place_id")}
    new |= {"version": Supplier.version + 1, "updated_at": utc_now(), "entered_on": today}
    statement = update(Supplier).where(Supplier.id == bindparam("supplier")).values(new)
    session.connection().execute(statement, rows)


def _insert_capabilities(session: Session, firms: Sequence[tuple[str, Row]], lookup: Lookup) -> None:
    if not firms:
        return
    named = select(Supplier.public_id, Supplier.id).where(
        Supplier.public_id.in_([each for each, _row in firms])
    )
    ids = {row.public_id: row.id for row in session.execute(named)}
    rows = [
        {
            "public_id": new_public_id(),
            "supplier_id": ids[public_id],
            "title": values["title"],
            "description": values["description"],
            "category_id": lookup.categories.get(values["category"]),
        }
        for public_id, values in firms
    ]
    session.execute(insert(Capability), rows)


def _write_outcomes(session: Session, rows: Sequence[tuple[int, Plan, str]]) -> None:
    table: Any = FirmImportRow.__table__
    outcome: Table = table
    statement = (
        update(outcome)
        .where(table.c.id == bindparam("row"))
        .values(outcome=bindparam("new_outcome"), supplier=bindparam("new_supplier"))
    )
    session.execute(
        statement,
        [{"row": row, "new_outcome": plan.outcome, "new_supplier": supplier} for row, plan, supplier in rows],
    )


def _end(session: Session, found: FirmImport, applied: Applied) -> None:
    """The report stays, the details go; one event says what was done."""
    gone = update(FirmImportRow).where(FirmImportRow.import_id == found.id)
    session.execute(gone.values(cells=null(), values=null()), execution_options=STAYS)
    found.state, found.category_words = "applied", {}
    left_out = session.scalar(
        select(func.count(FirmImportRow.id)).where(
            FirmImportRow.import_id == found.id, FirmImportRow.outcome.in_(PROBLEMS)
        )
    )
    counts = dict(sorted(applied.outcomes.items())) | {"rows": found.rows, "left_out": left_out or 0}
    note_fact(session, file=found.sha256, counts=counts)
    if applied.touched:
        note_changes(session, applied.touched)
    for public_id in sorted(applied.touched):
        note_subject(session, "supplier", public_id)
