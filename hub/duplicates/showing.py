"""Two records side by side, as an adviser compares them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership
from hub.duplicates.comparing import Verdict
from hub.duplicates.finding import explain
from hub.duplicates.models import DuplicatePair
from hub.duplicates.planning import MergePlan, NotMergeableError, plan_merger
from hub.duplicates.reading import firm_of
from hub.duplicates.records import read_signals
from hub.formatters import format_day
from hub.suppliers.fields import KINDS, SIZES
from hub.suppliers.models import Supplier

ROWS: tuple[tuple[str, Callable[[Supplier], str]], ...] = (
    ("Business name", lambda supplier: supplier.name),
    ("Trading name", lambda supplier: supplier.trading_name),
    ("Company number", lambda supplier: supplier.company_number or ""),
    ("VAT number", lambda supplier: supplier.vat_number),
    ("Kind of business", lambda supplier: KINDS.get(supplier.kind, "")),
    ("Size of business", lambda supplier: SIZES.get(supplier.size, "")),
    ("Postcode", lambda supplier: supplier.postcode),
    ("Website", lambda supplier: supplier.website),
    ("Contact name", lambda supplier: supplier.contact_name),
    ("Contact email address", lambda supplier: supplier.contact_email),
    ("Contact telephone number", lambda supplier: supplier.contact_phone),
    ("In the register since", lambda supplier: format_day(supplier.created_at)),
)
SIDES = ("first", "second")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison. `differs` where both records say something and it is not the same."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return bool(self.first and self.second) and self.first.casefold() != self.second.casefold()


@dataclass(frozen=True, slots=True)
class Choice:
    """Keeping one record of the two: what that would do, or why it cannot be."""

    side: str
    kept: Supplier
    merged: Supplier
    plan: MergePlan | None
    problem: str = ""


def compare_rows(first: Supplier, second: Supplier) -> list[Row]:
    """What the records say of the business, line by line; lines that neither says are left out."""
    rows = [Row(label, told(first), told(second)) for label, told in ROWS]
    return [row for row in rows if row.first or row.second]


def explain_pairs(session: Session, pairs: Sequence[DuplicatePair]) -> list[Verdict]:
    """The verdict on each pair as both records stand."""
    return explain(
        session,
        [(read_signals(firm_of(pair.first)), read_signals(firm_of(pair.second))) for pair in pairs],
    )


def choices_of(session: Session, pair: DuplicatePair) -> list[Choice]:
    """Keeping the first record, and keeping the second; the one to prefer comes first."""
    found = [
        _choice(session, "first", pair.first, pair.second),
        _choice(session, "second", pair.second, pair.first),
    ]
    return sorted(found, key=_preference)


def _choice(session: Session, side: str, kept: Supplier, merged: Supplier) -> Choice:
    try:
        return Choice(side, kept, merged, plan_merger(session, kept, merged))
    except NotMergeableError as error:
        return Choice(side, kept, merged, None, str(error))


def _preference(choice: Choice) -> tuple[bool, bool, int, int]:
    """One that can be, then a claimed record, then the one of which less has to move, then the older."""
    moving = sum(len(each) for each in choice.plan.parts.values()) if choice.plan else 0
    return choice.plan is None, choice.kept.organisation_id is None, moving, choice.kept.id


def seen_of(choices: Sequence[Choice]) -> str:
    """The same for as long as neither way of merging would do anything else."""
    plans = sorted((choice.side, choice.plan.digest if choice.plan else "") for choice in choices)
    return hashlib.sha256(str(plans).encode()).hexdigest()


def count_members(session: Session, suppliers: Sequence[Supplier]) -> dict[int, int]:
    """How many people work with each record, by the number of its organisation."""
    numbers = [each.organisation_id for each in suppliers if each.organisation_id]
    counted = select(Membership.organisation_id, func.count(Membership.id)).group_by(
        Membership.organisation_id
    )
    rows = session.execute(counted.where(Membership.organisation_id.in_(numbers))).all()
    return {row[0]: row[1] for row in rows}
