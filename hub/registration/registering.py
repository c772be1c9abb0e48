"""Registering a business: answers kept page by page, then a supplier made of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.accounts.models import Membership, Organisation, User
from hub.categories.queries import find_category
from hub.places.queries import find_place
from hub.suppliers.claiming import ClaimError, ask_claim
from hub.suppliers.fields import NO_CATEGORY
from hub.suppliers.models import Capability, Claim, Registration, Supplier
from hub.suppliers.naming import name_key
from hub.suppliers.queries import list_unclaimed

SAME_BUSINESS = "I registered this business and saw this record beside it: it is the same business."
"""What a claim says that is made with a registration."""
PROFILE_ANSWERS = (
    "name",
    "kind",
    "size",
    "postcode",
    "website",
    "contact_name",
    "contact_email",
    "contact_phone",
)


def find_registration(session: Session, user_id: int) -> Registration | None:
    return session.scalar(select(Registration).where(Registration.user_id == user_id))


def take_registration(session: Session, user_id: int) -> Registration | None:
    """The registration, held until the transaction ends: a second request waits and then finds what is left.

    The person's own row is locked, because there may be no registration yet to lock.
    """
    session.execute(select(User.id).where(User.id == user_id).with_for_update())
    return find_registration(session, user_id)


def keep_answers(session: Session, user_id: int, answers: Mapping[str, Any]) -> Registration:
    """Add answers to the person's registration, or begin one with them."""
    registration = take_registration(session, user_id)
    if registration is None:
        registration = Registration(user_id=user_id, answers={})
        session.add(registration)
    registration.answers = {**registration.answers, **answers}
    return registration


def register_supplier(session: Session, user: User, answers: Mapping[str, Any]) -> Supplier:
    """Make the organisation, its owner, the supplier and its first capability; end the registration."""
    organisation = Organisation(kind="supplier", name=answers["name"])
    supplier = Supplier(
        organisation=organisation,
        state="claimed",
        name_key=name_key(answers["name"]),
        company_number=answers["company_number"] or None,
        place=find_place(session, answers["postcode"]),
        capabilities=[_first_capability(session, answers)],
        **{name: answers[name] for name in PROFILE_ANSWERS},
    )
    session.add_all([organisation, supplier, Membership(user=user, organisation=organisation, role="owner")])
    registration = find_registration(session, user.id)
    if registration is not None:
        session.delete(registration)
    return supplier


def claim_records(
    session: Session, actor: Actor, supplier: Supplier, public_ids: Collection[str]
) -> list[Claim]:
    """Claim, for the supplier just registered, the records that the person said are the same business.

    One that somebody else has claimed meanwhile is left out.
    """
    claims = []
    for record in list_unclaimed(session, public_ids):
        try:
            claim, _new = ask_claim(
                session,
                actor,
                record,
                company_number=supplier.company_number or "",
                proof=SAME_BUSINESS,
                joins=supplier,
            )
        except ClaimError:
            continue
        claims.append(claim)
    return claims


def _first_capability(session: Session, answers: Mapping[str, Any]) -> Capability:
    slug = answers["category"]
    category = None if slug == NO_CATEGORY else find_category(session, slug)
    return Capability(title=answers["title"], description=answers["description"], category=category)
