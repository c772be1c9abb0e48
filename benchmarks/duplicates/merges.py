"""Merging found pairs in a real database and undoing each: how many records are exactly as they were."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.duplicates.made import Maker
from hub import create_app
from hub.accounts.actors import Actor, Standing
from hub.accounts.models import Membership, Organisation, User
from hub.database import get_engine, open_session
from hub.duplicates.finding import compare_register, keep_compared
from hub.duplicates.keeping import bring_keys_up_to_date
from hub.duplicates.merging import decide_pair, merge_records
from hub.duplicates.models import DuplicatePair, SupplierMerger
from hub.duplicates.planning import hold_records, plan_merger
from hub.duplicates.reading import read_register
from hub.duplicates.records import Firm
from hub.duplicates.undoing import plan_undoing, undo_merger
from hub.migrating import migrate
from hub.models import Base
from hub.suppliers.models import Capability, Contract, Fact, Supplier
from hub.suppliers.naming import name_key

ADVISER = Actor(None, "An adviser", (Standing(0, "hub", "adviser", True),))
COUNTERS = {"version", "updated_at", "score"}
"""Counters of changes, and the points of a pair: they go by how many firms the register shows."""
ASIDE = {
    "supplier_merger",
    "event",
    "event_subject",
    "event_head",
    "catalogue_version",
    "catalogue_change",
    "message",
}
"""What tells that something happened, and mail that waits."""

Rows = dict[str, set[tuple[str, ...]]]


@contextmanager
def made_hub(seed: int, pairs: int) -> Iterator[Flask]:
    """A hub in a folder of its own, with records of one firm in two spellings among others."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"INSTANCE": Path(folder), "DATABASE_URL": f"sqlite:///{folder}/hub.sqlite"})
        with app.app_context():
            migrate()
            with open_session(writes=True) as session:
                _fill(session, seed, pairs)
                session.commit()
            with open_session(writes=True) as session:
                signals = dict(read_register(session))
                bring_keys_up_to_date(session, signals)
                keep_compared(session, compare_register(session, signals))
                session.commit()
            yield app
            get_engine().dispose()


def _fill(session: Session, seed: int, pairs: int) -> None:
    random = Random(seed)
    for number, pair in enumerate(Maker(seed).pairs(pairs)):
        for side, firm in enumerate((pair.first, pair.second)):
            claimed = side == 0 or random.random() < 0.3
            session.add(_supplier(random, firm, 2 * number + side, claimed))
        if number % 100 == 99:
            session.flush()


def _supplier(random: Random, firm: Firm, number: int, claimed: bool) -> Supplier:
    supplier = Supplier(
        state="claimed" if claimed else "unclaimed",
        name=firm.name,
        name_key=name_key(firm.name),
        trading_name=firm.trading_name,
        company_number=firm.company_number or None,
        vat_number=firm.vat_number,
        postcode=firm.postcode,
        website=firm.website,
        contact_email=firm.email if claimed else "",
        contact_phone=firm.phone if claimed else "",
    )
    if claimed:
        user = User(email=f"p{number}@mail.example", name=f"Person {number}", fs_uniquifier=f"u{number}")
        supplier.organisation = Organisation(kind="supplier", name=firm.name)
        supplier.organisation.memberships = [Membership(user=user, role=random.choice(("owner", "editor")))]
    titles = ("Drains", "Gullies", "Pumps", "Culverts")
    supplier.capabilities = [
        Capability(title=title, description=title, position=at)
        for at, title in enumerate(random.sample(titles, random.randrange(4)))
    ]
    supplier.contracts = [
        Contract(title=f"Award {number} {each}", source="ocds", source_key=f"{number}-{each}")
        for each in range(random.randrange(4))
    ] + [Contract(title="Own work", buyer_name="A school", source="own") for _ in range(random.randrange(2))]
    facts = random.sample(("iso_9001", "cyber_essentials", "public_liability"), random.randrange(3))
    supplier.facts = [Fact(name=name, value=True, body=f"Body {number}") for name in facts]
    return supplier


def merge_and_undo(app: Flask, seed: int) -> tuple[int, int]:
    """How many pairs were merged, all at once, and of how many every row is as before once all are undone."""
    random = Random(seed)
    with app.app_context():
        before = _everything()
        merged = _merge_all(random)
        order = list(merged)
        while order:
            _undo_one(order, random)
        after = _everything()
        changed = _changed_suppliers(before, after)
    return len(merged), sum(not changed & set(pair) for pair in merged.values())


def _merge_all(random: Random) -> dict[int, tuple[int, int]]:
    """The mergers by number, each with its two records; a record is merged once, whichever is kept."""
    done: dict[int, tuple[int, int]] = {}
    touched: set[int] = set()
    with open_session(writes=True) as session:
        for pair in session.scalars(select(DuplicatePair).order_by(DuplicatePair.id)).all():
            numbers = [pair.first_id, pair.second_id]
            if touched & set(numbers):
                continue
            held = hold_records(session, *numbers)
            random.shuffle(numbers)
            if held[numbers[0]].organisation_id is None and held[numbers[1]].organisation_id is not None:
                numbers.reverse()
            plan = plan_merger(session, held[numbers[0]], held[numbers[1]])
            merger = merge_records(session, plan, ADVISER)
            decide_pair(pair, "merged", ADVISER)
            session.commit()
            done[merger.id] = (pair.first_id, pair.second_id)
            touched.update(numbers)
    return done


def _undo_one(order: list[int], random: Random) -> None:
    number = order.pop(random.randrange(len(order)))
    with open_session(writes=True) as session:
        merger = session.get_one(SupplierMerger, number)
        hold_records(session, merger.kept_id, merger.merged_id)
        undo_merger(session, plan_undoing(session, merger), ADVISER)
        low, high = sorted((merger.kept_id, merger.merged_id))
        chosen = select(DuplicatePair).where(DuplicatePair.first_id == low, DuplicatePair.second_id == high)
        decide_pair(session.scalars(chosen).one(), "found", None)
        session.commit()


def _everything() -> Rows:
    with get_engine().connect() as connection:
        return {
            table.name: {
                tuple(f"{name}={value}" for name, value in row.items() if name not in COUNTERS)
                for row in connection.execute(select(table)).mappings()
            }
            for table in Base.metadata.sorted_tables
            if table.name not in ASIDE
        }


def _changed_suppliers(before: Rows, after: Rows) -> set[int]:
    """Numbers of suppliers that a row differs of. A row of any other table condemns every one."""
    changed: set[int] = set()
    for name, rows in before.items():
        for row in rows ^ after[name]:
            values: dict[str, Any] = dict(each.split("=", 1) for each in row)
            numbers = [values.get(key) for key in ("supplier_id", "first_id", "second_id")]
            if name == "supplier":
                numbers = [values["id"]]
            found = {int(number) for number in numbers if number}
            changed |= found or set(range(1, 1_000_000))
    return changed
