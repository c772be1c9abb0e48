"""Requirements and buyers to test with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.places.models import County, Place
from hub.requirements.models import Criterion, Requirement
from tests.page_client import PageClient

BRIEF = (
    "Our schools have blocked drains most weeks.\n"
    "The supplier must jet drains with high pressure water. Suppliers must come within four hours.\n"
    "A written report should follow each visit."
)


def make_requirement(session: Session, buyer: User, **columns: Any) -> Requirement:
    """An open, private requirement of the buyer's organisation with one line, committed."""
    values: dict[str, Any] = {"title": "Blocked drains", "state": "open"} | columns
    values.setdefault("criteria", [Criterion(text="Jetting with high pressure", importance="must")])
    requirement = Requirement(
        organisation=buyer.memberships[0].organisation, created_by_id=buyer.id, **values
    )
    session.add(requirement)
    session.commit()
    return requirement


def make_places(session: Session) -> None:
    """Derby and Stafford, 45 km apart, in different counties."""
    for code, name, latitude, longitude in (
        ("DE1", "Derby", 52.92, -1.47),
        ("ST16", "Stafford", 52.81, -2.12),
    ):
        county = County(slug=name.lower(), name=name)
        session.add(
            Place(
                code=code, level="outcode", name=name, county=county, latitude=latitude, longitude=longitude
            )
        )
    session.commit()


def count_requirements(session: Session) -> int:
    session.expire_all()
    return session.scalar(select(func.count(Requirement.id))) or 0


def see_again(session: Session, requirement: Requirement) -> Requirement:
    """The requirement as it is saved now, read in a transaction that is over, so that the site can write."""
    session.refresh(requirement)
    session.refresh(requirement, ["criteria", "categories", "place"])
    session.commit()
    return requirement


def edit_values(page_client: PageClient, requirement: Requirement) -> dict[str, Any]:
    """What the edit page would send if nothing were changed."""
    form = page_client.get(f"/requirements/{requirement.public_id}/edit").select("main form")[0]
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values
