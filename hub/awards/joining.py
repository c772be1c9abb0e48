"""Finding the supplier that an award belongs to, or making an unclaimed one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from hub.awards.records import firm_mark
from hub.awards.staging import StagedFirm
from hub.database import in_batches, new_public_id, utc_now
from hub.duplicates.queries import kept_by_merged
from hub.places.models import Place
from hub.places.queries import find_place
from hub.suppliers.models import Contract, Removal, Supplier

FILLED = ("company_number", "size", "postcode", "place_id")


@dataclass(frozen=True, slots=True)
class Joined:
    """Suppliers as (id, public id) by the key of the firm that joined them; public ids of those touched."""

    suppliers: dict[str, tuple[int, str]]
    made: set[str]
    filled: set[str]


def removed_keys(session: Session) -> list[str]:
    """Names that were removed on request and are never imported again."""
    return list(session.scalars(select(Removal.name_key).where(Removal.state == "removed").distinct()))


def join_firms(session: Session, firms: Sequence[StagedFirm], source: str) -> Joined:
    """The supplier of every firm, made where there is none.

    A firm joins the supplier of its name, claimed or not, unless company numbers tell the two apart. A firm
    that has since changed its name joins the supplier that holds what it was awarded before. Unclaimed
    suppliers have their empty fields filled; a claimed one is left as its owner wrote it.
    """
    by_key = _suppliers_by_key(session, [firm.key for firm in firms])
    by_mark = _suppliers_by_mark(session, source)
    joined = Joined({}, set(), set())
    new: list[StagedFirm] = []
    fills: list[dict[str, Any]] = []
    for firm in firms:
        held = by_mark.get(firm_mark(firm.key), ())
        supplier = _choose(firm, by_key.get(firm.key, ())) or _choose(firm, held)
        if supplier is None:
            new.append(firm)
            continue
        joined.suppliers[firm.key] = (supplier.id, supplier.public_id)
        if fill := _fill(session, firm, supplier):
            fills.append(fill)
            joined.filled.add(supplier.public_id)
    _apply_fills(session, fills)
    _make_suppliers(session, new, joined)
    return joined


def _suppliers_by_key(session: Session, keys: Sequence[str]) -> dict[str, list[Supplier]]:
    """Suppliers by the key of their name. A record that was merged stands for the one that was kept."""
    found: dict[str, list[Supplier]] = {}
    kept = kept_by_merged(session)
    for batch in in_batches(keys):
        chosen = select(Supplier).where(Supplier.name_key.in_(batch)).order_by(Supplier.id)
        for supplier in session.scalars(chosen).all():
            stands = session.get_one(Supplier, kept[supplier.id]) if supplier.id in kept else supplier
            found.setdefault(supplier.name_key, []).append(stands)
    return found


def _suppliers_by_mark(session: Session, source: str) -> dict[str, list[Supplier]]:
    """The supplier that holds earlier awards to a firm, by the mark of it that their source keys end in."""
    held = select(Contract.source_key, Contract.supplier_id).where(Contract.source == source)
    ids = {
        str(key).rpartition(":")[2]: supplier for key, supplier in session.execute(held.order_by(Contract.id))
    }
    suppliers: dict[int, Supplier] = {}
    for batch in in_batches(sorted(set(ids.values()))):
        suppliers |= {
            each.id: each for each in session.scalars(select(Supplier).where(Supplier.id.in_(batch)))
        }
    return {mark: [suppliers[each]] for mark, each in ids.items()}


def _choose(firm: StagedFirm, suppliers: Iterable[Supplier]) -> Supplier | None:
    """Of suppliers that may be the firm: the one with its number, then a claimed one, then the oldest."""
    numbers = {"", firm.company_number}
    allowed = [
        each for each in suppliers if not firm.company_number or (each.company_number or "") in numbers
    ]
    return min(allowed, key=lambda each: _rank(firm, each), default=None)


def _rank(firm: StagedFirm, supplier: Supplier) -> tuple[bool, bool, int]:
    same_number = bool(firm.company_number) and supplier.company_number == firm.company_number
    return not same_number, supplier.state != "claimed", supplier.id


def _fill(session: Session, firm: StagedFirm, supplier: Supplier) -> dict[str, Any] | None:
    """What an unclaimed supplier gains: a field is filled once and not written over."""
    if supplier.state != "unclaimed":
        return None
    postcode = "" if supplier.postcode else firm.postcode
    gains = {
        "company_number": "" if supplier.company_number else firm.company_number,
        "size": "" if supplier.size else firm.size,
        "postcode": postcode,
        "place_id": _place_id(session, postcode),
    }
    if not any(gains.values()):
        return None
    return {"supplier": supplier.id} | {name: gains[name] or getattr(supplier, name) for name in FILLED}


def _apply_fills(session: Session, fills: Sequence[dict[str, Any]]) -> None:
    """By hand, for the mapper's own bulk update would ask for each supplier's version."""
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in FILLED}
    new |= {"version": Supplier.version + 1, "updated_at": utc_now()}
    statement = update(Supplier).where(Supplier.id == bindparam("supplier")).values(new)
    for batch in in_batches(fills):
        rows = [
            {"supplier": row["supplier"]} | {f"new_{name}": row[name] for name in FILLED} for row in batch
        ]
        session.connection().execute(statement, rows)


def _make_suppliers(session: Session, firms: Sequence[StagedFirm], joined: Joined) -> None:
    for batch in in_batches(firms):
        rows = [_supplier_row(session, firm) for firm in batch]
        session.execute(insert(Supplier), rows)
        public_ids = [row["public_id"] for row in rows]
        made = select(Supplier.name_key, Supplier.id, Supplier.public_id).where(
            Supplier.public_id.in_(public_ids)
        )
        for key, number, public_id in session.execute(made):
            joined.suppliers[key] = (number, public_id)
            joined.made.add(public_id)


def _supplier_row(session: Session, firm: StagedFirm) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "state": "unclaimed",
        "name": firm.name,
        "name_key": firm.key,
        "company_number": firm.company_number or None,
        "size": firm.size,
        "postcode": firm.postcode,
        "place_id": _place_id(session, firm.postcode),
    }


def _place_id(session: Session, postcode: str) -> int | None:
    place: Place | None = find_place(session, postcode) if postcode else None
    return place.id if place else None
