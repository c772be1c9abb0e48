"""A buyer with a closed requirement, a firm that may win it, and the forms that say how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.accounts.models import User
from hub.endings.awarding import Terms, add_award
from hub.endings.models import Ending, EndingAward
from hub.requirements.models import Requirement
from hub.suppliers.models import Contract, Supplier
from tests.hub.outcomes.outcomes_made import ask, close, make_all

TERMS = Terms("Gullies of the ring road", Decimal(12_000), "excluded", date(2026, 3, 2), None, None, False)
FORM = {
    "version": "1",
    "title": "Gullies of the ring road",
    "value": "12,000",
    "vat": "excluded",
    "awarded_on-day": "2",
    "awarded_on-month": "3",
    "awarded_on-year": "2026",
    "starts_on-day": "1",
    "starts_on-month": "4",
    "starts_on-year": "2026",
    "form_key": "0123456789abcdef0123456789abcdef",
}
PUBLISHED = {"published": "y"}


@dataclass
class Made:
    owner: User
    buyer: User
    firm: Supplier
    rival: Supplier
    requirement: Requirement

    @property
    def address(self) -> str:
        return f"/requirements/{self.requirement.public_id}"

    @property
    def result(self) -> str:
        """Where the firm reads what became of it."""
        return f"/business/{self.firm.public_id}{self.address}"


def make_closed(session: Session, **columns: Any) -> Made:
    """A closed requirement that our firm and a rival stood in, committed."""
    made = make_all(session, 1)
    rival = session.scalars(select(Supplier).where(Supplier.name == "Rival 0")).one()
    requirement = ask(session, made, **columns)
    if requirement.visibility == "public":
        close(session, requirement)
    return Made(made.owner, made.buyer, made.firm, rival, requirement)


def award(session: Session, made: Made, winner: Supplier | None, name: str = "", **more: Any) -> EndingAward:
    """Record an award, committed."""
    terms = Terms(**{each: getattr(TERMS, each) for each in TERMS.__dataclass_fields__} | more)
    found = add_award(
        session, made.requirement, winner, name, terms, form_key=f"{winner and winner.id}{name}"
    )
    session.commit()
    return found


def ending_of(session: Session, requirement: Requirement) -> Ending | None:
    """As it is saved now, in a transaction that is over."""
    chosen = select(Ending).where(Ending.requirement_id == requirement.id)
    whole = chosen.options(selectinload(Ending.awards)).execution_options(populate_existing=True)
    found = session.scalar(whole)
    session.commit()
    return found


def published(session: Session) -> list[Contract]:
    """The contracts that came of awards on the hub."""
    chosen = select(Contract).where(Contract.source == "buyer").order_by(Contract.id)
    whole = chosen.options(joinedload(Contract.supplier), joinedload(Contract.category))
    found = list(session.scalars(whole.execution_options(populate_existing=True)))
    session.commit()
    return found
