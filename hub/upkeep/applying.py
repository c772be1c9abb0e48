"""Applying what a company file says to the suppliers with those numbers: one transaction, by statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from hub.matches.cataloguing import note_changes
from hub.suppliers.models import GONE_STATUSES, Supplier
from hub.upkeep.company_files import Company
from hub.upkeep.staging import BATCH, Staging

ANSWER = ("register_status", "register_name", "register_renamed", "dissolved_on")
"""What the register says. Beside it stand the day it is as at, and who asked."""
COLUMNS = (*ANSWER, "register_checked_on", "register_source")
IN_EVERY_SNAPSHOT = re.compile(r"(?:\d\d|SC|NI|OC|SO|NC|LP|SL|NL)\d{6}\Z")
"""Numbers of companies and of partnerships registered as companies are. Of other bodies, such as societies
and charities, a snapshot may lack some that live."""
FEW = 10
MOST_MISSING = 0.25
"""Of the numbers that the register holds, so many at most may be missing from a file that is said to be
complete, if they are more than a few: more speaks for a file that is not."""


class TooManyMissingError(ValueError):
    """A file that is said to be complete and lacks too many firms; the message says how many."""


@dataclass(slots=True)
class Applied:
    """What an import did, in suppliers. found + missing + newer = suppliers with a company number."""

    found: int = 0
    missing: int = 0
    newer: int = 0
    """Those that hold a newer answer, or an adviser's of the same day: left as they are."""
    changed: int = 0
    """Those of which the register says something else now."""
    gone: int = 0
    renamed: int = 0
    dated: int = 0
    """Those of which only the day of the answer is new."""
    touched: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    """Public ids of those that a ranking holds no more, or again."""

    @property
    def changes_something(self) -> bool:
        return bool(self.changed or self.dated)


def numbers_held(session: Session) -> frozenset[str]:
    """Every company number of a supplier."""
    held = select(Supplier.company_number).where(Supplier.company_number.is_not(None))
    return frozenset(str(number) for number in session.scalars(held))


def apply_staged(
    session: Session, staging: Staging, day: date, *, complete: bool, accept_missing: bool = False
) -> Applied:
    """Give each supplier with a number what the staged files say of it, as at ``day``.

    With ``complete``, who is not in them is no longer on the register; without, nothing is known of it.
    Raises TooManyMissingError where that would be too many to believe.
    """
    applied = Applied()
    for batch in _batches(session):
        companies = staging.find([row.company_number for row in batch])
        changes = [_change(row, companies.get(row.company_number), day, complete, applied) for row in batch]
        _write(session, [change for change in changes if change])
    if complete and not accept_missing:
        _require_most(applied)
    if applied.moved:
        note_changes(session, applied.moved)
    return applied


def _require_most(applied: Applied) -> None:
    known = applied.found + applied.missing
    if applied.missing > max(FEW, MOST_MISSING * known):
        raise TooManyMissingError(
            f"{applied.missing:,} of {known:,} firms are not in it, too many for the whole register. "
            "Leave --complete out, or say --accept-missing if it is"
        )


def _batches(session: Session) -> Iterator[Sequence[Row[Any]]]:
    columns = (Supplier.id, Supplier.public_id, Supplier.name_key, Supplier.company_number)
    answers = [getattr(Supplier, name) for name in COLUMNS]
    numbered = select(*columns, *answers).where(Supplier.company_number.is_not(None)).order_by(Supplier.id)
    last = 0
    while batch := session.execute(numbered.where(Supplier.id > last).limit(BATCH)).all():
        yield batch
        last = batch[-1].id


def _change(
    row: Row[Any], company: Company | None, day: date, complete: bool, applied: Applied
) -> dict[str, Any] | None:
    """The supplier's new columns, or None where nothing differs. Counts what it comes to."""
    if company is None and not (complete and IN_EVERY_SNAPSHOT.match(row.company_number)):
        applied.missing += 1
        return None
    if _knows_better(row, day):
        applied.newer += 1
        return None
    applied.found += company is not None
    applied.missing += company is None
    answer = _answer(row, company)
    applied.renamed += answer["register_renamed"]
    applied.gone += answer["register_status"] in GONE_STATUSES
    if all(getattr(row, name) == value for name, value in answer.items()):
        if row.register_checked_on == day and row.register_source == "file":
            return None
        applied.dated += 1
    else:
        applied.changed += 1
        applied.touched.add(row.public_id)
    if (answer["register_status"] in GONE_STATUSES) != (row.register_status in GONE_STATUSES):
        applied.moved.add(row.public_id)
    return {"supplier": row.id, "register_checked_on": day, "register_source": "file"} | answer


def _knows_better(row: Row[Any], day: date) -> bool:
    held = row.register_checked_on
    return held is not None and (held > day or (held == day and row.register_source == "adviser"))


def _answer(row: Row[Any], company: Company | None) -> dict[str, Any]:
    """Of a company that is not on the register any more the last name it had there stays."""
    if company is None:
        gone = row.register_status if row.register_status in GONE_STATUSES else "absent"
        return {name: getattr(row, name) for name in ANSWER} | {"register_status": gone}
    renamed = company.key != row.name_key and row.name_key in company.former
    return {
        "register_status": company.status,
        "register_name": company.name,
        "register_renamed": renamed,
        "dissolved_on": company.ended_on if company.status in GONE_STATUSES else None,
    }


def _write(session: Session, changes: Sequence[dict[str, Any]]) -> None:
    """By statement: a form that somebody has open stays good, and the day of the last change stays."""
    if not changes:
        return
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in COLUMNS}
    statement = update(Supplier).where(Supplier.id == bindparam("supplier"))
    rows = [
        {"supplier": change["supplier"]} | {f"new_{name}": change[name] for name in COLUMNS}
        for change in changes
    ]
    session.connection().execute(statement.values(**new, updated_at=Supplier.updated_at), rows)
