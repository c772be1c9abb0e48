"""Firms that clear drains, and requirements that ask for a certificate some of them lack."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Fact, Supplier
from hub.unlocking.models import Unlock
from tests.hub.requirements.requirements_made import make_requirement
from tests.hub.suppliers.suppliers_made import make_capability, make_supplier
from tests.people import make_member

FORM_KEY = "0123456789abcdef0123456789abcdef"


def make_barred(session: Session, name: str = "Kestrel Drains Ltd") -> Supplier:
    """A firm that says it has no ISO 9001. Committed."""
    firm = make_supplier(session, name)
    make_capability(session, firm, "Blocked drains", description="We clear blocked drains and gullies")
    firm.facts.append(Fact(name="iso_9001", value=False))
    session.commit()
    return firm


def ask(
    session: Session, visibility: str = "public", fact: str = "iso_9001", value: Any = True, worth: int = 0
) -> Requirement:
    """A requirement of a buyer of its own that asks for blocked drains and a fact."""
    line = Criterion(text=fact, importance="must", fact=fact, value=value)
    return make_requirement(
        session,
        make_member(session, "buyer"),
        title="Blocked drains",
        visibility=visibility,
        criteria=[line],
        estimated_value=Decimal(worth) if worth else None,
    )


def find(app: Flask, session: Session) -> list[Unlock]:
    """What the command keeps."""
    session.commit()
    result = app.test_cli_runner().invoke(args=["find-unlocks"])
    assert result.exit_code == 0, result.output
    chosen = select(Unlock).order_by(Unlock.fact, Unlock.supplier_id)
    found = list(session.scalars(chosen.execution_options(populate_existing=True)))
    session.commit()
    return found
