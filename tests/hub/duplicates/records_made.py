"""Two records of one firm with parts and people, mergers of them, and everything the database holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor, Standing
from hub.accounts.models import Invitation, Membership, User
from hub.database import get_engine, utc_now
from hub.duplicates.merging import decide_pair, merge_records
from hub.duplicates.models import DuplicatePair, SupplierMerger
from hub.duplicates.planning import hold_records, plan_merger
from hub.duplicates.undoing import plan_undoing, undo_merger
from hub.facts.models import SizeStatement
from hub.models import Base
from hub.suppliers.models import Capability, Claim, Contract, Fact, Supplier
from tests.hub.members.organisations_made import writing
from tests.hub.suppliers.suppliers_made import make_award, make_supplier

ADVISER = Actor(None, "An adviser", (Standing(0, "hub", "adviser", True),))
COUNTERS = {"version", "updated_at"}
ASIDE = frozenset(
    {
        "supplier_merger",
        "event",
        "event_subject",
        "event_head",
        "catalogue_version",
        "catalogue_change",
        "message",
        "queue_item",
    }
)
"""Tables that tell that something happened, and what waits to be mailed."""

Dump = dict[str, list[tuple[Any, ...]]]


def everything(app: Flask) -> Dump:
    """Each row of each table but for those that are set aside, without counters of changes."""
    with app.app_context(), get_engine().connect() as connection:
        return {
            table.name: sorted(
                (
                    tuple(str(row[column.name]) for column in table.columns if column.name not in COUNTERS)
                    for row in connection.execute(select(table)).mappings()
                ),
            )
            for table in Base.metadata.sorted_tables
            if table.name not in ASIDE
        }


def make_parts(session: Session, supplier: Supplier, mark: str, *, awards: int = 2) -> None:
    """Capabilities in an order, contracts of its own and published ones, facts."""
    supplier.capabilities = [
        Capability(title=f"Drains {mark}", description="We clear drains", position=0),
        Capability(title="Gullies", description="We clear gullies", position=1),
        Capability(title=f"Draft {mark}", description="Not yet", position=2, state="draft"),
    ]
    supplier.contracts = [Contract(title="Drains of a school", buyer_name=f"School {mark}", source="own")]
    supplier.facts = [
        Fact(name="iso_9001", value=True, body=f"Body {mark}"),
        Fact(name=f"own_{mark}", value=1),
    ]
    for number in range(awards):
        make_award(session, supplier, 1000 * supplier.id + number)


def make_double(session: Session, *, claimed: tuple[bool, bool] = (True, False)) -> DuplicatePair:
    """Quenby Drains twice, found as a pair, beside a firm that is not asked about. Committed."""
    make_parts(session, _made(session, "Noise and Sons Ltd", True), "noise")
    first = _made(session, "Quenby Drains Ltd", claimed[0], website="https://www.quenby-drains.example")
    second = _made(
        session, "Quenbby Drains", claimed[1], postcode="NN1 1AA", company_number="01234567", size="small"
    )
    make_parts(session, first, "one")
    make_parts(session, second, "two")
    figures = SizeStatement(supplier_id=second.id, staff=9, turnover=1, year_ended_on=date(2026, 3, 31))
    session.add(figures)
    session.flush()
    pair = session.scalars(select(DuplicatePair).where(DuplicatePair.first_id == first.id)).one()
    session.commit()
    return pair


def _made(session: Session, name: str, claimed: bool, **columns: Any) -> Supplier:
    supplier = make_supplier(session, name, state="claimed" if claimed else "unclaimed", **columns)
    session.flush()
    return supplier


def add_people(session: Session, supplier: Supplier, *people: tuple[User, str]) -> None:
    """Members of the record's organisation, and an invitation that nobody has answered."""
    for user, role in people:
        session.add(Membership(user=user, organisation=supplier.organisation, role=role))
    session.add(
        Invitation(
            organisation=supplier.organisation,
            email=f"guest-{supplier.id}@mail.example",
            role="viewer",
            token_hash=f"hash {supplier.id}",
            expires_at=utc_now(),
        )
    )
    session.commit()


def add_claim(session: Session, supplier: Supplier, user: User) -> None:
    session.add(Claim(supplier=supplier, supplier_name=supplier.name, user=user, proof="Ring us"))
    session.commit()


def merge(app: Flask, pair: DuplicatePair, *, keep: str = "first") -> int:
    """Merge in a transaction of its own; the number of the merger."""
    numbers = (pair.first_id, pair.second_id) if keep == "first" else (pair.second_id, pair.first_id)
    with writing(app) as session:
        held = hold_records(session, *numbers)
        plan = plan_merger(session, *(held[number] for number in numbers))
        merger = merge_records(session, plan, ADVISER)
        decide_pair(session.get_one(DuplicatePair, pair.id), "merged", ADVISER)
        session.flush()
        return merger.id


def undo(app: Flask, number: int, pair: DuplicatePair | None = None) -> list[str]:
    """Take it back in a transaction of its own; what is told."""
    with writing(app) as session:
        merger = session.get_one(SupplierMerger, number)
        hold_records(session, merger.kept_id, merger.merged_id)
        told = undo_merger(session, plan_undoing(session, merger), ADVISER)
        if pair is not None:
            decide_pair(session.get_one(DuplicatePair, pair.id), "found", None)
        return told
