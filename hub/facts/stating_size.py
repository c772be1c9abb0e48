"""Stating the figures that a supplier's size follows from, and taking them back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from hub.database import utc_now
from hub.facts.models import SizeStatement
from hub.facts.queries import find_statement
from hub.facts.sizing import Figures, Sizes, size_of
from hub.suppliers.models import Supplier


def state_size(
    session: Session,
    supplier: Supplier,
    *,
    staff: int,
    turnover: Decimal,
    balance_sheet: Decimal | None,
    in_group: bool,
    group_name: str,
    vcse: str,
    year_ended_on: date,
) -> SizeStatement:
    """Put the figures in place of those stated before; the supplier's size follows them from now on."""
    statement = find_statement(session, supplier)
    if statement is None:
        statement = SizeStatement(supplier_id=supplier.id)
        session.add(statement)
    values: dict[str, Any] = {
        "staff": staff,
        "turnover": turnover,
        "balance_sheet": balance_sheet,
        "in_group": in_group,
        "group_name": group_name,
        "vcse": vcse,
        "year_ended_on": year_ended_on,
    }
    for name, value in values.items():
        setattr(statement, name, value)
    statement.stated_at = utc_now()
    supplier.size = sizes_of(statement).headline
    return statement


def remove_size(session: Session, statement: SizeStatement) -> None:
    """Forget the figures. The size that followed from them stays until the profile says another."""
    session.delete(statement)


def sizes_of(statement: SizeStatement) -> Sizes:
    """What the statement comes to under both definitions."""
    return size_of(
        Figures(statement.staff, statement.turnover, statement.balance_sheet, statement.year_ended_on)
    )
