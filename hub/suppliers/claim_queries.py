"""Reads of claims: a person's own, and what an adviser needs beside one to decide it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from hub.accounts.actors import Actor
from hub.accounts.models import Membership, User
from hub.scoping import own, seen
from hub.suppliers.models import Claim, Supplier

SHOWN = 100
COMPARED = (Supplier.public_id, Supplier.name, Supplier.company_number, Supplier.website)
"""What of a record its claims are held against."""


def find_claim(session: Session, actor: Actor, public_id: str) -> Claim | None:
    """A claim that the actor may see, with its record and its claimant."""
    chosen = select(Claim).where(Claim.public_id == public_id, seen(actor, Claim))
    whole = (joinedload(Claim.supplier), joinedload(Claim.user), joinedload(Claim.joins))
    return session.scalar(chosen.options(*whole))


def find_own_claim(session: Session, actor: Actor, public_id: str) -> Claim | None:
    return session.scalar(select(Claim).where(Claim.public_id == public_id, own(actor, Claim)))


def list_own_claims(session: Session, actor: Actor) -> Sequence[Claim]:
    """What the person has claimed, the newest first."""
    mine = select(Claim).where(own(actor, Claim)).options(joinedload(Claim.supplier))
    return session.scalars(mine.order_by(Claim.asked_at.desc(), Claim.id.desc()).limit(SHOWN)).all()


def find_open_claim(session: Session, supplier: Supplier, user_id: int | None) -> Claim | None:
    """This person's claim on this record that nobody has decided yet."""
    waiting = select(Claim).where(
        Claim.supplier_id == supplier.id, Claim.user_id == user_id, Claim.state == "asked"
    )
    return session.scalars(waiting.order_by(Claim.id)).first()


def list_open_claims(session: Session, actor: Actor, limit: int) -> Sequence[Claim]:
    """Claims that the actor may see and nobody has decided, the longest waiting first; `limit` at most."""
    waiting = select(Claim).where(Claim.state == "asked", seen(actor, Claim))
    record = joinedload(Claim.supplier).load_only(*COMPARED)
    claimant = joinedload(Claim.user).load_only(User.name, User.email, User.confirmed_at)
    whole = waiting.options(record, claimant)
    return session.scalars(whole.order_by(Claim.asked_at, Claim.id).limit(limit)).all()


def list_rival_claims(session: Session, actor: Actor, claim: Claim) -> Sequence[Claim]:
    """The other claims on the same record that are open, the longest waiting first."""
    if claim.supplier_id is None:
        return []
    rivals = select(Claim).where(
        Claim.supplier_id == claim.supplier_id,
        Claim.id != claim.id,
        Claim.state == "asked",
        seen(actor, Claim),
    )
    whole = rivals.options(joinedload(Claim.supplier), joinedload(Claim.user))
    return session.scalars(whole.order_by(Claim.asked_at, Claim.id).limit(SHOWN)).all()


def list_owned_alike(session: Session, claim: Claim) -> Sequence[Supplier]:
    """Suppliers that the claimant owns already under the record's name, or under either company number."""
    supplier = claim.supplier
    numbers = {claim.company_number, supplier.company_number if supplier else None} - {"", None}
    alike: list[ColumnElement[bool]] = [Supplier.company_number.in_(numbers)] if numbers else []
    if supplier is not None:
        alike.append(Supplier.name_key == supplier.name_key)
    if not alike:
        return []
    owned = select(Membership.organisation_id).where(
        Membership.user_id == claim.user_id, Membership.role == "owner"
    )
    chosen = select(Supplier).where(Supplier.organisation_id.in_(owned), or_(*alike))
    return session.scalars(chosen.order_by(Supplier.name, Supplier.id)).all()


def list_others_numbered(session: Session, claim: Claim) -> Sequence[Supplier]:
    """Other suppliers of the register under the number that the claimant gives; at most 10."""
    if not claim.company_number:
        return []
    chosen = select(Supplier).where(
        Supplier.company_number == claim.company_number, Supplier.id != (claim.supplier_id or 0)
    )
    return session.scalars(chosen.order_by(Supplier.name, Supplier.id).limit(10)).all()
