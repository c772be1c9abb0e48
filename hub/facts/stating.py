"""Stating a fact of one's own supplier, stating it anew, and taking it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hub.facts.models import FactDocument
from hub.suppliers.models import Fact, Supplier
from matching.gates import states


def state_fact(
    session: Session,
    supplier: Supplier,
    name: str,
    value: Any,
    *,
    body: str = "",
    number: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
) -> Fact:
    """State a fact, or state it anew: a supplier has one of each name.

    An answer that there is nothing keeps no proof, and no document.
    """
    fact = find_fact(supplier, name)
    if fact is None:
        fact = Fact(name=name)
        supplier.facts.append(fact)
        session.add(fact)
    there_is = states(tuple(value) if isinstance(value, list) else value)
    fact.value = value
    fact.body, fact.number = (body, number) if there_is else ("", "")
    fact.issued_on, fact.expires_on = (issued_on, expires_on) if there_is else (None, None)
    if not there_is and fact.id is not None:
        session.execute(delete(FactDocument).where(FactDocument.fact_id == fact.id))
    return fact


def find_fact(supplier: Supplier, name: str) -> Fact | None:
    return next((fact for fact in supplier.facts if fact.name == name), None)


def remove_fact(supplier: Supplier, fact: Fact) -> None:
    """State nothing of it any more: for a buyer it is then not stated, and no longer met or not met."""
    supplier.facts.remove(fact)
