"""Suppliers made by hand. Each test states what it needs and no more; the rest is noise on purpose."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from hub.accounts.models import Membership, Organisation, User
from hub.categories.models import Category
from hub.places.models import County, Place
from hub.suppliers.models import Capability, Contract, Supplier
from hub.suppliers.naming import name_key
from tests.people import make_user

ANSWERS: dict[str, dict[str, Any]] = {
    "business": {"name": "Brightwell Grounds Ltd", "company_number": "1234567", "website": ""},
    "about": {"kind": "company", "size": "small", "postcode": "nn11aa"},
    "what-you-do": {
        "title": "Grounds maintenance for schools",
        "description": "We mow playing fields and mark pitches.",
    },
    "category": {"proposed": "another", "another": "grounds-maintenance"},
}
CONTACT = {"contact_name": "Ada Brightwell", "contact_email": "ada@brightwell.example"}
"""What a person enters on each page of the registration, in the order of the pages."""


def make_list(session: Session) -> dict[str, Category]:
    """A lot with two categories under it, and a place: Northampton in its county."""
    lot = Category(slug="facilities", name="Facilities", level="lot")
    grounds = Category(slug="grounds-maintenance", name="Grounds maintenance", level="category", parent=lot)
    drains = Category(slug="drain-cleaning", name="Drain cleaning", level="category", parent=lot)
    county = County(slug="west-northamptonshire", name="West Northamptonshire")
    place = Place(
        code="NN1", level="outcode", name="Northampton", county=county, latitude=52.24, longitude=-0.9
    )
    session.add_all([lot, grounds, drains, place])
    session.commit()
    return {each.slug: each for each in (lot, grounds, drains)}


def make_supplier(session: Session, name: str = "Kestrel Drains Ltd", **columns: Any) -> Supplier:
    """A claimed supplier with an organisation of its own, unless its state says otherwise. Not committed."""
    supplier = Supplier(name=name, name_key=name_key(name), **columns)
    if supplier.state != "unclaimed":
        supplier.organisation = Organisation(kind="supplier", name=name)
    session.add(supplier)
    return supplier


def make_owner(session: Session, supplier: Supplier, role: str = "owner") -> User:
    """A person in the supplier's organisation, committed and ready to sign in."""
    user = make_user(session)
    session.add(Membership(user=user, organisation=supplier.organisation, role=role))
    session.commit()
    return user


def make_capability(session: Session, supplier: Supplier, title: str, **columns: Any) -> Capability:
    capability = Capability(supplier=supplier, title=title, **columns)
    session.add(capability)
    return capability


def make_award(session: Session, supplier: Supplier, number: int, **columns: Any) -> Contract:
    """A published award, told from others by its number."""
    contract = Contract(
        supplier=supplier,
        title=f"Award {number}",
        buyer_name="Harbour Council",
        source="ocds",
        source_key=f"award-{number}",
        **columns,
    )
    session.add(contract)
    return contract
