"""A requirement for drains, a firm that is put it, and others that clear drains as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.categories.models import Category
from hub.outcomes.models import Outcome
from hub.outcomes.recording import keep, work_out
from hub.places.models import County, Place
from hub.requirements.editing import close_requirement
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Fact, Supplier
from tests.hub.matches.catalogue_made import DRAINS, make_categories, make_firm
from tests.hub.requirements.requirements_made import make_requirement
from tests.people import make_member

PAST, FUTURE = date.today() - timedelta(days=10), date.today() + timedelta(days=400)
PROVED = {"body": "A registrar", "number": "R 1", "expires_on": FUTURE}


@dataclass
class Made:
    """The firm's owner, the buyer, the categories by slug, and the firm."""

    owner: User
    buyer: User
    categories: dict[str, Category]
    firm: Supplier


def make_all(session: Session, others: int = 4) -> Made:
    """The firm states nothing; the others hold ISO 9001, and the last of them nothing else than drains."""
    categories, owner = make_categories(session), make_member(session, "supplier")
    drains = categories["drain-clearance"]
    firm = make_firm(session, "Our Drains", f"Blocked drains: {DRAINS}", organisation=owner_of(owner))
    firm.capabilities[0].category = drains
    for at in range(others):
        other = make_firm(session, f"Rival {at}", f"Blocked drains: {DRAINS}", organisation=None)
        other.capabilities[0].category = drains
        other.facts.append(Fact(name="iso_9001", value=True, **PROVED))
    make_firm(session, "Noise", "Office plants: Plants watered in offices")
    buyer = make_member(session, "buyer")
    session.commit()
    return Made(owner, buyer, categories, firm)


def owner_of(user: User) -> Any:
    return user.memberships[0].organisation


def certificate(
    importance: str = "should", name: str = "iso_9001", value: Any = True, **more: Any
) -> Criterion:
    return Criterion(text=f"{name}, in date", importance=importance, fact=name, value=value, **more)


def ask(session: Session, made: Made, *lines: Criterion, **columns: Any) -> Requirement:
    """A public, open requirement for drains with these lines and a place."""
    county = County(slug="derby", name="Derby")
    place = Place(code="DE1", level="outcode", name="Derby", county=county, latitude=52.92, longitude=-1.47)
    values = {
        "visibility": "public",
        "title": "Blocked drains",
        "description": "Gullies cleared by jetting",
        "postcode": "DE1 2FS",
        "place": place,
        "categories": [made.categories["drain-clearance"]],
        "criteria": list(lines),
    }
    return make_requirement(session, made.buyer, **values | columns)


def close(session: Session, requirement: Requirement) -> None:
    """Close it, and work out where everybody came."""
    close_requirement(requirement)
    session.commit()
    worked_out = work_out(session, requirement.id)
    assert worked_out is not None
    assert keep(session, worked_out)
    session.commit()


def outcome_of(session: Session, requirement: Requirement, firm: Supplier) -> Outcome | None:
    session.expire_all()
    return session.scalar(
        select(Outcome).where(Outcome.requirement_id == requirement.id, Outcome.supplier_id == firm.id)
    )
