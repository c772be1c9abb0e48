"""Reads of suppliers. What is somebody's own is found through the actor who asks."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.accounts.actors import Actor
from hub.paging import Page, cut_page
from hub.places.models import Place
from hub.scoping import own, seen
from hub.suppliers.models import Capability, Contract, Removal, Supplier

CONTRACTS_A_PAGE = 50
BRACKETS = "[]"
"""What the database writes of a list that holds nothing."""


def find_supplier(session: Session, actor: Actor, public_id: str) -> Supplier | None:
    """A supplier that the actor may see, with all but its contracts at hand."""
    return session.scalar(_whole().where(Supplier.public_id == public_id, seen(actor, Supplier)))


def find_own_supplier(
    session: Session, actor: Actor, public_id: str, *, hold: bool = False
) -> Supplier | None:
    """A supplier of an organisation that the actor belongs to, with all but its contracts at hand.

    With `hold` its row is locked until the transaction ends: changes to one profile come one after another.
    """
    found = _whole().where(Supplier.public_id == public_id, own(actor, Supplier))
    return session.scalar(found.with_for_update(of=Supplier) if hold else found)


def list_own_suppliers(session: Session, actor: Actor) -> Sequence[Supplier]:
    """The suppliers of the organisations that the actor belongs to, by name."""
    return session.scalars(
        select(Supplier).where(own(actor, Supplier)).order_by(Supplier.name, Supplier.id)
    ).all()


def find_unclaimed_supplier(session: Session, public_id: str) -> Supplier | None:
    return session.scalar(
        select(Supplier).where(Supplier.public_id == public_id, Supplier.state == "unclaimed")
    )


def list_unclaimed(session: Session, public_ids: Collection[str]) -> Sequence[Supplier]:
    """Those of the records that nobody has claimed yet, by name."""
    chosen = select(Supplier).where(Supplier.public_id.in_(public_ids), Supplier.state == "unclaimed")
    return session.scalars(chosen.order_by(Supplier.name, Supplier.id)).all() if public_ids else []


def page_contracts(
    session: Session,
    supplier: Supplier,
    page: int = 1,
    *,
    own: bool | None = None,
    size: int = CONTRACTS_A_PAGE,
) -> Page[Contract]:
    """One page of a supplier's contracts, newest first: all, only its own, or only published awards.

    A page past the end is the last one. Two statements.
    """
    found = select(Contract).where(Contract.supplier_id == supplier.id)
    if own is not None:
        found = found.where(Contract.source == "own" if own else Contract.source != "own")
    ordered = found.options(joinedload(Contract.category)).order_by(
        Contract.starts_on.desc().nulls_last(), Contract.id
    )
    return cut_page(session, ordered, page, size)


@dataclass(frozen=True, slots=True)
class SomeContracts:
    """The newest contracts of a supplier, and how many it has in all."""

    newest: list[Contract] = field(default_factory=list)
    total: int = 0


def some_contracts(
    session: Session, suppliers: Iterable[Supplier], each: int = 3
) -> dict[int, SomeContracts]:
    """By number of the supplier, the newest few contracts of each; nothing for one without. One statement."""
    ids = [supplier.id for supplier in suppliers]
    newest = (Contract.starts_on.desc().nulls_last(), Contract.id)
    place = func.row_number().over(partition_by=Contract.supplier_id, order_by=newest)
    total = func.count().over(partition_by=Contract.supplier_id)
    numbered = select(Contract.id, place.label("place"), total.label("total"))
    numbered_rows = numbered.where(Contract.supplier_id.in_(ids)).subquery()
    chosen = (
        select(Contract, numbered_rows.c.total)
        .join(numbered_rows, numbered_rows.c.id == Contract.id)
        .where(numbered_rows.c.place <= each)
        .order_by(Contract.supplier_id, numbered_rows.c.place)
    )
    found: dict[int, SomeContracts] = {}
    for contract, number in session.execute(chosen):
        some = found.setdefault(contract.supplier_id, SomeContracts(total=number))
        some.newest.append(contract)
    return found


def find_own_contract(session: Session, supplier: Supplier, public_id: str) -> Contract | None:
    """A contract that the supplier stated itself; published awards are not its to change."""
    return session.scalar(
        select(Contract)
        .where(Contract.supplier_id == supplier.id, Contract.public_id == public_id, Contract.source == "own")
        .options(joinedload(Contract.category))
    )


def count_text(capability: Capability) -> int:
    """Characters of one capability's texts, lists as the database writes them."""
    texts, lists = (capability.title, capability.description), (capability.features, capability.benefits)
    return sum(map(len, texts)) + sum(len(json.dumps(each)) - len(BRACKETS) for each in lists)


def count_own_text(session: Session, supplier: Supplier) -> int:
    """Characters of all the supplier's own texts together. Two statements."""
    capability = func.length(Capability.title) + func.length(Capability.description)
    for lines in (Capability.features, Capability.benefits):
        capability += func.length(cast(lines, Text)) - len(BRACKETS)
    contract = func.length(Contract.title) + func.length(Contract.description)
    said = select(func.sum(capability)).where(Capability.supplier_id == supplier.id)
    done = select(func.sum(contract)).where(Contract.supplier_id == supplier.id, Contract.source == "own")
    return (session.scalar(said) or 0) + (session.scalar(done) or 0)


def find_open_removal(session: Session, supplier: Supplier) -> Removal | None:
    """The request to remove this record that no adviser has decided yet."""
    asked = select(Removal).where(Removal.supplier_id == supplier.id, Removal.state == "asked")
    return session.scalars(asked.order_by(Removal.id)).first()


def _whole() -> Select[Supplier]:
    return select(Supplier).options(
        joinedload(Supplier.place).joinedload(Place.county),
        selectinload(Supplier.capabilities).options(
            joinedload(Capability.category), joinedload(Capability.proof_contract)
        ),
        selectinload(Supplier.facts),
    )
