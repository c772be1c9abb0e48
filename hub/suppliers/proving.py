"""What proves a supplier's word: its own contracts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.suppliers.models import Contract, Supplier

MOST_CONTRACTS = 200


class ProofError(ValueError):
    """A contract that cannot be added; the message says what to do instead."""


def add_contract(
    session: Session, supplier: Supplier, *, category: Category | None, **values: Any
) -> Contract:
    """Add work the supplier says it has done. Raises ProofError for one too many.

    Contracts alike in every answer are one: a form sent twice adds nothing.
    """
    of_its_own = (Contract.supplier_id == supplier.id, Contract.source == "own")
    same = [getattr(Contract, name) == value for name, value in values.items()]
    twin = select(Contract).where(*of_its_own, Contract.category == category, *same)
    if (held := session.scalars(twin).first()) is not None:
        return held
    if (session.scalar(select(func.count()).where(*of_its_own)) or 0) >= MOST_CONTRACTS:
        raise ProofError(f"A profile holds {MOST_CONTRACTS} contracts of your own: remove one first")
    contract = edit_contract(Contract(supplier_id=supplier.id, source="own"), category=category, **values)
    session.add(contract)
    return contract


def edit_contract(
    contract: Contract,
    *,
    title: str,
    description: str,
    buyer_name: str,
    category: Category | None,
    value: Decimal | None,
    starts_on: date | None,
    ends_on: date | None,
) -> Contract:
    contract.title, contract.description, contract.buyer_name = title, description, buyer_name
    contract.category, contract.value = category, value
    contract.starts_on, contract.ends_on = starts_on, ends_on
    return contract


def remove_contract(session: Session, contract: Contract) -> None:
    """Forget a contract that the supplier stated itself."""
    session.delete(contract)
