"""Applying what was staged: suppliers and contracts in one transaction, and nothing where nothing differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from hub.awards.filing import Headings, read_headings
from hub.awards.joining import Joined, join_firms, removed_keys
from hub.awards.records import RESTATED_SOURCES
from hub.awards.sameness import Telling, is_same_award
from hub.awards.staging import BATCH, StagedContract, Staging
from hub.database import in_batches, new_public_id
from hub.duplicates.finding import look_at_imported
from hub.matches.cataloguing import note_changes
from hub.suppliers.models import Contract, Supplier

REMOVED = "removed on request"
PUBLISHED_HERE = "buyer"
"""The source of awards that their buyers publish on the hub."""
STATED = (
    "title",
    "description",
    "buyer_name",
    "category_id",
    "category_label",
    "value",
    "starts_on",
    "ends_on",
)
"""What a publisher says of a contract. Whose it is, is settled once: an adviser may have moved it since."""


@dataclass(slots=True)
class Applied:
    """What an import did. Contracts are counted but for `read`, `merged` and `skipped`, which count entries:
    read = new + changed + unchanged + merged + skipped."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    merged: int = 0
    skipped: int = 0
    withdrawn: int = 0
    without_value: int = 0
    suppliers: int = 0
    suppliers_new: int = 0
    touched: set[str] = field(default_factory=set)
    """Public ids of the suppliers whose profiles differ now."""


def apply_staged(session: Session, staging: Staging, source: str) -> Applied:
    """Bring the hub's suppliers and contracts to what `staging` says, and tell what differed."""
    groups = set(staging.groups()) if source in RESTATED_SOURCES else set()
    staging.skip_firms(removed_keys(session), REMOVED)
    firms = staging.firms()
    joined = join_firms(session, firms, source)
    applied = Applied(
        suppliers=len(firms), suppliers_new=len(joined.made), touched=joined.made | joined.filled
    )
    _apply_contracts(session, staging, source, joined, applied)
    _withdraw(session, staging, source, groups, applied)
    staged, applied.skipped = staging.count()
    applied.merged = staged - applied.new - applied.changed - applied.unchanged
    applied.read = staged + applied.skipped
    if applied.touched:
        note_changes(session, applied.touched)
        look_at_imported(session, sorted(joined.made | joined.filled))
    return applied


def _apply_contracts(
    session: Session, staging: Staging, source: str, joined: Joined, applied: Applied
) -> None:
    headings = read_headings(session)
    for batch in _contract_batches(staging):
        held = _held_contracts(session, source, [each.source_key for each in batch])
        rows = [(each, _stated_values(each, headings)) for each in batch]
        applied.without_value += sum(each.value is None for each in batch)
        new = [row for row in rows if row[0].source_key not in held]
        news = _without_published(session, new, joined)
        applied.unchanged += len(new) - len(news)
        _insert_new(session, source, news, joined, applied)
        _update_held(
            session,
            [(held[each.source_key], values) for each, values in rows if each.source_key in held],
            applied,
        )


def _contract_batches(staging: Staging) -> Iterator[list[StagedContract]]:
    rest = staging.contracts()
    while batch := list(islice(rest, BATCH)):
        yield batch


def _held_contracts(session: Session, source: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What the hub holds of these contracts, by source key; `supplier` is the public id of their supplier."""
    columns = [getattr(Contract, name) for name in ("source_key", "id", *STATED)]
    chosen = select(Supplier.public_id.label("supplier"), *columns).join_from(Contract, Supplier)
    rows = session.execute(chosen.where(Contract.source == source, Contract.source_key.in_(keys)))
    return {row["source_key"]: dict(row) for row in rows.mappings()}


def _stated_values(contract: StagedContract, headings: Headings) -> dict[str, Any]:
    category, label = headings.find(contract.slugs, contract.cpv, contract.label)
    return {
        "title": contract.title,
        "description": contract.description,
        "buyer_name": contract.buyer_name,
        "category_id": category,
        "category_label": label,
        "value": contract.value,
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
    }


def _without_published(
    session: Session, rows: Sequence[tuple[StagedContract, dict[str, Any]]], joined: Joined
) -> list[tuple[StagedContract, dict[str, Any]]]:
    """Without those that their buyers have published on the hub already: each stays one contract."""
    winners = sorted({joined.suppliers[contract.firm][0] for contract, _values in rows})
    published: dict[int, list[Contract]] = {}
    for each in session.scalars(
        select(Contract).where(Contract.supplier_id.in_(winners), Contract.source == PUBLISHED_HERE)
    ):
        published.setdefault(each.supplier_id, []).append(each)
    return [
        (contract, values)
        for contract, values in rows
        if not any(
            is_same_award(Telling(contract.title, contract.buyer_name, contract.starts_on), each)
            for each in published.get(joined.suppliers[contract.firm][0], ())
        )
    ]


def _insert_new(
    session: Session,
    source: str,
    contracts: Sequence[tuple[StagedContract, dict[str, Any]]],
    joined: Joined,
    applied: Applied,
) -> None:
    rows = []
    for contract, values in contracts:
        supplier, public_id = joined.suppliers[contract.firm]
        own = {"public_id": new_public_id(), "supplier_id": supplier, "source": source}
        rows.append(own | {"source_key": contract.source_key} | values)
        applied.touched.add(public_id)
    if rows:
        session.execute(insert(Contract), rows)
    applied.new += len(rows)


def _update_held(
    session: Session, contracts: Iterable[tuple[dict[str, Any], dict[str, Any]]], applied: Applied
) -> None:
    changes = []
    for held, values in contracts:
        if all(held[name] == value for name, value in values.items()):
            applied.unchanged += 1
            continue
        changes.append({"id": held["id"]} | values)
        applied.touched.add(held["supplier"])
    if changes:
        session.execute(update(Contract), changes)
    applied.changed += len(changes)


def _withdraw(session: Session, staging: Staging, source: str, groups: set[str], applied: Applied) -> None:
    """Take back what a newer notice gives to somebody else: its winners are all of them."""
    if not groups:
        return
    kept = {contract.source_key for contract in staging.contracts()}
    held = select(Contract.id, Contract.source_key, Supplier.public_id).join_from(Contract, Supplier)
    gone = [
        (number, supplier)
        for number, key, supplier in session.execute(held.where(Contract.source == source))
        if key not in kept and str(key).rpartition(":")[0] in groups
    ]
    for batch in in_batches([number for number, _supplier in gone]):
        session.execute(delete(Contract).where(Contract.id.in_(batch)))
    applied.withdrawn = len(gone)
    applied.touched |= {supplier for _number, supplier in gone}
