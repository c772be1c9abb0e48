"""No register is fresh: of the demo's firms some are in difficulty, renamed or gone at Companies House."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hub.demo.generating import OURS
from hub.suppliers.models import Supplier
from hub.upkeep.marking import mark

FIRST = 1000
"""Firms that are aged and looked at: enough for the pages to show what they can."""
EACH = 30
"""Of so many firms in turn one is in liquidation, one renamed, one dissolved."""


def age_firms(session: Session, today: date) -> None:
    """Give some of the first firms an answer of the company register, and mark what needs a look."""
    numbered = select(Supplier).where(Supplier.company_number.is_not(None), Supplier.name != OURS["name"])
    firms = session.scalars(numbered.order_by(Supplier.id).limit(FIRST)).all()
    for place, firm in enumerate(firms):
        answer = _answer(place % EACH, firm.name, today)
        if answer:
            aged = update(Supplier).where(Supplier.id == firm.id)
            session.execute(aged.values(register_checked_on=today, register_source="file", **answer))
    first = select(Supplier).order_by(Supplier.id).limit(FIRST)
    mark(session, session.scalars(first, execution_options={"populate_existing": True}).all(), today)


def _answer(turn: int, name: str, today: date) -> dict[str, Any]:
    answers: dict[int, dict[str, Any]] = {
        9: {"register_status": "liquidation", "register_name": name.upper()},
        19: {"register_status": "active", "register_name": f"NEW {name.upper()}", "register_renamed": True},
        29: {"register_status": "dissolved", "dissolved_on": today - timedelta(days=60)},
    }
    return answers.get(turn, {})
