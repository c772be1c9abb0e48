"""Reads of suppliers. What is somebody's own is found through the actor who asks."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.accounts.actors import Actor
from hub.paging import Page, cut_page
from hub.places.models import Place
from hub.scoping import own, seen
from hub.suppliers.models import SHOWN_STATES, Capability, Contract, Removal, Supplier

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


def find_own_contract(session: Session, supplier: Supplier, public_id: str) -> Contract | None:
    """A contract that the supplier stated itself; published awards are not its to change."""
    return session.scalar(
        select(Contract)
        .where(Contract.supplier_id == supplier.id, Contract.public_id == public_id, Contract.source == "own")
        .options(joinedload(Contract.category))
    )


def list_same_firms(session: Session, name_key: str, company_number: str | None = None) -> Sequence[Supplier]:
    """Suppliers in the register under the same name or company number, by name; at most 10."""
    same: list[ColumnElement[bool]] = [Supplier.name_key == name_key] if name_key else []
    if company_number:
        same.append(Supplier.company_number == company_number)
    if not same:
        return []
    found = select(Supplier).where(or_(*same), Supplier.state.in_(SHOWN_STATES))
    return session.scalars(
        found.options(joinedload(Supplier.place)).order_by(Supplier.name, Supplier.id).limit(10)
    ).all()


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
