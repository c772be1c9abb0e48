"""Applying what a company file says to the suppliers with those numbers.

What differs is worked out first, while everybody works on; then it is written by statement, in one short
transaction in which an answer that came meanwhile, and is newer, still stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from hub.database import in_batches
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
FILE = "file"
FEW = 10
MOST_MISSING = 0.25
"""Of the numbers that the register holds, so many at most may be missing from a file that is said to be
complete, if they are more than a few: more speaks for a file that is not."""


class TooManyMissingError(ValueError):
    """A file that is said to be complete and lacks too many firms; the message says how many."""


@dataclass(slots=True)
class Planned:
    """What an import does, in suppliers. found + missing + newer = suppliers with a company number."""

    day: date

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
    answers: list[dict[str, Any]] = field(default_factory=list)
    """The new columns of those that changed."""
    same: list[int] = field(default_factory=list)
    """The rows of those of which only the day is new."""

    @property
    def changes_something(self) -> bool:
        return bool(self.changed or self.dated)

    @property
    def counts(self) -> dict[str, int]:
        names = ("found", "missing", "newer", "changed", "gone", "renamed", "dated")
        return {name: getattr(self, name) for name in names}


def numbers_held(session: Session) -> frozenset[str]:
    """Every company number of a supplier."""
    held = select(Supplier.company_number).where(Supplier.company_number.is_not(None))
    return frozenset(str(number) for number in session.scalars(held))


def plan(
    session: Session, staging: Staging, day: date, *, complete: bool, accept_missing: bool = False
) -> Planned:
    """What the staged files say of each supplier with a number, as at ``day``, held against what it holds.

    With ``complete``, who is not in them is no longer on the register; without, nothing is known of it.
    Raises TooManyMissingError where that would be too many to believe. Reads alone.
    """
    planned = Planned(day)
    for batch in _batches(session):
        companies = staging.find([row.company_number for row in batch])
        for row in batch:
            _plan_one(row, companies.get(row.company_number), complete, planned)
    if complete and not accept_missing:
        _require_most(planned)
    return planned


def apply(session: Session, planned: Planned) -> None:
    """Write what was planned. A newer answer that came meanwhile stands, and so does another number."""
    _write(session, planned)
    for batch in in_batches(planned.same):
        same = update(Supplier).where(Supplier.id.in_(batch), _is_older(planned.day))
        session.execute(same.values(_as_at(planned.day)), execution_options={"synchronize_session": False})
    if planned.moved:
        note_changes(session, planned.moved)


def _require_most(planned: Planned) -> None:
    known = planned.found + planned.missing
    if planned.missing > max(FEW, MOST_MISSING * known):
        raise TooManyMissingError(
            f"{planned.missing:,} of {known:,} firms are not in it, too many for the whole register. "
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


def _plan_one(row: Row[Any], company: Company | None, complete: bool, planned: Planned) -> None:
    if company is None and not (complete and IN_EVERY_SNAPSHOT.match(row.company_number)):
        planned.missing += 1
        return
    if _knows_better(row, planned.day):
        planned.newer += 1
        return
    planned.found += company is not None
    planned.missing += company is None
    answer = _answer(row, company)
    planned.renamed += answer["register_renamed"]
    planned.gone += answer["register_status"] in GONE_STATUSES
    if any(getattr(row, name) != value for name, value in answer.items()):
        planned.changed += 1
        planned.touched.add(row.public_id)
        planned.answers.append({"supplier": row.id, "number": row.company_number} | answer)
        if (answer["register_status"] in GONE_STATUSES) != (row.register_status in GONE_STATUSES):
            planned.moved.add(row.public_id)
    elif (row.register_checked_on, row.register_source) != (planned.day, FILE):
        planned.dated += 1
        planned.same.append(row.id)


def _knows_better(row: Row[Any], day: date) -> bool:
    held = row.register_checked_on
    return held is not None and (held > day or (held == day and row.register_source != FILE))


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


def _write(session: Session, planned: Planned) -> None:
    """By statement: a form that somebody has open stays good, and the day of the last change stays."""
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ANSWER}
    statement = update(Supplier).where(
        Supplier.id == bindparam("supplier"),
        Supplier.company_number == bindparam("number"),
        _is_older(planned.day),
    )
    for batch in in_batches(planned.answers):
        rows = [
            {"supplier": each["supplier"], "number": each["number"]}
            | {f"new_{name}": each[name] for name in ANSWER}
            for each in batch
        ]
        session.connection().execute(statement.values(**new, **_as_at(planned.day)), rows)


def _as_at(day: date) -> dict[str, Any]:
    return {"register_checked_on": day, "register_source": FILE, "updated_at": Supplier.updated_at}


def _is_older(day: date) -> ColumnElement[bool]:
    """The same as `_knows_better` says no to, as a condition."""
    held = Supplier.register_checked_on
    of_a_file = and_(held == day, Supplier.register_source == FILE)
    return or_(held.is_(None), held < day, of_a_file)
