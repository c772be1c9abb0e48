"""Checking the rows of an import, some hundred at a time: nobody waits for it, and it can be broken off.

A batch is worked out while others write, and written in a short transaction of its own together with how far
the check has come. A check that was given up, or that another process took over, finds at its next write that
the import holds another id, and stops.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from hub.categories.queries import category_choices
from hub.imports.columns import read_fields
from hub.imports.filing import Filing, build_filing
from hub.imports.meeting import Register, Seen, read_register
from hub.imports.models import FirmImport, FirmImportRow
from hub.imports.row_forms import CheckedRow, check_row

BATCH = 200
STALE = timedelta(seconds=20)
"""A check that has written nothing for so long has stopped."""
NAME_LENGTH = 200
BEYOND = "beyond"
"""Stands for the first column that has no heading."""
MORE_CELLS = "Head this column, or put quotation marks around a text with commas: the row has more cells"

Written = dict[str, Any]


@dataclass(slots=True)
class Check:
    """A check under way: what it needs to know of the import and of the hub's list, and the firms it met."""

    import_id: int
    work: str
    columns: dict[str, int]
    width: int
    words: dict[str, str]
    filing: Filing
    seen: Seen = field(default_factory=Seen)
    done: int = 0


def open_check(session: Session, import_id: int, work: str) -> Check | None:
    """The check where it stands; None where the import has gone on without it."""
    found = session.get(FirmImport, import_id)
    if found is None or found.state != "checking" or found.work != work:
        return None
    filing = build_filing(category_choices(session))
    check = Check(
        found.id, work, found.columns, len(found.headings), found.category_words, filing, done=found.checked
    )
    _remember(session, check)
    return check


def _remember(session: Session, check: Check) -> None:
    """The firms of the rows that were checked before the check was broken off."""
    told = select(FirmImportRow.number, FirmImportRow.values).where(
        FirmImportRow.import_id == check.import_id,
        FirmImportRow.position <= check.done,
        FirmImportRow.values.is_not(None),
    )
    for number, values in session.execute(told.order_by(FirmImportRow.position)):
        if values:
            check.seen.meet(values, number)


def check_batch(session: Session, check: Check) -> list[Written]:
    """What is to be written of the next rows; nothing where all are checked. Reads only."""
    rows = session.execute(
        select(FirmImportRow.id, FirmImportRow.number, FirmImportRow.cells)
        .where(FirmImportRow.import_id == check.import_id, FirmImportRow.position > check.done)
        .order_by(FirmImportRow.position)
        .limit(BATCH)
    ).all()
    checked = [_check(row.cells or [], check) for row in rows]
    register = read_register(session, [each.values for each in checked])
    return [
        {"row": row.id} | _tell(each, row.number, register, check)
        for row, each in zip(rows, checked, strict=True)
    ]


def _check(cells: Sequence[str], check: Check) -> CheckedRow:
    checked = check_row(read_fields(cells, check.columns), check.filing, check.words)
    if len(cells) > check.width:
        checked.wrong[BEYOND] = MORE_CELLS
    return checked


def _column(key: str, check: Check) -> int | None:
    return check.width if key == BEYOND else check.columns.get(key)


def _tell(checked: CheckedRow, number: int, register: Register, check: Check) -> Written:
    """The row as it is written: values, outcome, problems."""
    values, name = checked.values, checked.values["name"][:NAME_LENGTH]
    if checked.wrong:
        problems = [
            {"column": _column(key, check), "message": message} for key, message in checked.wrong.items()
        ]
        return _written(name, "wrong", problems)
    before = check.seen.meet(values, number)
    if before is not None:
        told = f"Row {before} is about the same firm. Put what both say in one row"
        return _written(name, "repeated", [{"column": check.columns["name"], "message": told}])
    plan = register.plan(values)
    supplier = plan.supplier.public_id if plan.supplier else ""
    if plan.outcome == "wrong":
        column = check.columns.get("company_number")
        return _written(name, "wrong", [{"column": column, "message": plan.problem}], supplier=supplier)
    return _written(name, plan.outcome, [], values, supplier)


def _written(
    name: str,
    outcome: str,
    problems: list[dict[str, Any]],
    values: dict[str, Any] | None = None,
    supplier: str = "",
) -> Written:
    return {
        "new_name": name,
        "new_outcome": outcome,
        "new_problems": problems,
        "new_values": values,
        "new_supplier": supplier,
    }


def write_batch(session: Session, check: Check, rows: Sequence[Written], now: datetime) -> bool:
    """Write the rows and how far the check has come; False, and nothing, where it was given up."""
    done = check.done + len(rows)
    over = {} if rows else {"state": "checked", "work": ""}
    taken = (
        update(FirmImport)
        .where(
            FirmImport.id == check.import_id, FirmImport.work == check.work, FirmImport.checked == check.done
        )
        .values(checked=done, beat_at=now, **over)
    )
    if session.execute(taken, execution_options={"synchronize_session": False}).rowcount != 1:  # type: ignore[attr-defined]
        return False
    if rows:
        table: Any = FirmImportRow.__table__
        names = ("name", "outcome", "problems", "values", "supplier")
        changes: Any = {name: bindparam(f"new_{name}") for name in names}
        session.execute(update(table).where(table.c.id == bindparam("row")).values(changes), list(rows))
    check.done = done
    return True


def is_stale(found: FirmImport, now: datetime) -> bool:
    """Whether the check under way has stopped without an end: its process was ended."""
    return found.state == "checking" and (found.beat_at is None or now - found.beat_at > STALE)
