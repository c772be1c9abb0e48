"""Stating a fact of one's own supplier, stating it anew, and taking it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from hub.suppliers.models import Fact, Supplier


def state_fact(
    session: Session,
    supplier: Supplier,
    name: str,
    value: Any,
    *,
    body: str = "",
    number: str = "",
    expires_on: date | None = None,
) -> Fact:
    """State a fact, or state it anew: a supplier has one of each name."""
    fact = find_fact(supplier, name)
    if fact is None:
        fact = Fact(name=name)
        supplier.facts.append(fact)
        session.add(fact)
    fact.value, fact.body, fact.number, fact.expires_on = value, body, number, expires_on
    return fact


def find_fact(supplier: Supplier, name: str) -> Fact | None:
    return next((fact for fact in supplier.facts if fact.name == name), None)


def remove_fact(supplier: Supplier, fact: Fact) -> None:
    """State nothing of it any more: for a buyer it is then not stated, and no longer met or not met."""
    supplier.facts.remove(fact)
