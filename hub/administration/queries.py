"""Reads for the administrators of the hub: its people, its organisations, what was merged and moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.accounts.actors import Actor
from hub.accounts.models import Membership, Organisation, Transfer, User
from hub.paging import Page, cut_page
from hub.requirements.models import Requirement
from hub.scoping import seen
from hub.shortlists.models import Shortlist

PAGE = 25


@dataclass(frozen=True, slots=True)
class ListedOrganisation:
    """An organisation with the number of its members and things."""

    organisation: Organisation
    members: int
    requirements: int
    shortlists: int


def page_people(session: Session, text: str, page: int = 1) -> Page[User]:
    """People with their places, by name: those of whose name a word, or whose address, starts with `text`."""
    found: ColumnElement[bool] = true()
    if text:
        found = or_(
            User.name.istartswith(text, autoescape=True),
            User.name.icontains(f" {text}", autoescape=True),
            User.email.istartswith(text, autoescape=True),
        )
    whole = select(User).options(selectinload(User.memberships)).where(found)
    return cut_page(session, whole.order_by(func.lower(User.name), User.email), page, PAGE)


def find_person(session: Session, public_id: str) -> User | None:
    return session.scalars(select(User).where(User.public_id == public_id)).one_or_none()


def page_organisations(session: Session, actor: Actor, text: str, page: int = 1) -> Page[ListedOrganisation]:
    """Organisations whose name has `text` in it, with counts, by name."""
    named = _named(text)
    ordered = select(Organisation).where(seen(actor, Organisation), named)
    found = cut_page(session, ordered.order_by(func.lower(Organisation.name), Organisation.id), page, PAGE)
    ids = [each.id for each in found.rows]
    members, requirements, shortlists = (
        _counts(session, model, ids) for model in (Membership, Requirement, Shortlist)
    )
    rows = [
        ListedOrganisation(
            each, members.get(each.id, 0), requirements.get(each.id, 0), shortlists.get(each.id, 0)
        )
        for each in found.rows
    ]
    return Page(rows, found.total, found.number, found.pages)


def page_standing_buyers(
    session: Session, actor: Actor, text: str, page: int = 1, *, but: Organisation
) -> Page[Organisation]:
    """Buying organisations that `but` could be brought into."""
    others = select(Organisation).where(_standing_buyers(actor), Organisation.id != but.id, _named(text))
    return cut_page(session, others.order_by(func.lower(Organisation.name), Organisation.id), page, PAGE)


def find_standing_buyer(session: Session, actor: Actor, public_id: str) -> Organisation | None:
    """A buying organisation that was not merged into another."""
    chosen = select(Organisation).where(_standing_buyers(actor), Organisation.public_id == public_id)
    return session.scalars(chosen).one_or_none()


def page_transfers(session: Session, actor: Actor, page: int = 1) -> Page[Transfer]:
    """What was merged and moved, the latest first."""
    ordered = select(Transfer).where(seen(actor, Transfer)).order_by(Transfer.id.desc())
    both = (joinedload(Transfer.source), joinedload(Transfer.target))
    return cut_page(session, ordered.options(*both), page, PAGE)


def find_transfer(session: Session, actor: Actor, public_id: str) -> Transfer | None:
    """A merger or a move, read anew."""
    chosen = select(Transfer).where(seen(actor, Transfer), Transfer.public_id == public_id)
    both = (joinedload(Transfer.source), joinedload(Transfer.target))
    whole = chosen.options(*both).execution_options(populate_existing=True)
    return session.scalars(whole).one_or_none()


def names_of(session: Session, ids: set[int | None]) -> Mapping[int | None, str]:
    """Names of people by number; whoever has been erased is not among them."""
    chosen = select(User).where(User.id.in_({each for each in ids if each is not None}))
    return {user.id: user.name or user.email for user in session.scalars(chosen)}


@dataclass(frozen=True, slots=True)
class MovableRequirement:
    """A requirement as an administrator may know it: its title only where its buyer shows it to the hub."""

    public_id: str
    label: str


def list_movable_requirements(
    session: Session, actor: Actor, organisation: Organisation
) -> list[MovableRequirement]:
    """The organisation's requirements, the latest first."""
    told = select(Requirement.id, Requirement.title).where(
        seen(actor, Requirement), Requirement.organisation_id == organisation.id
    )
    titles: dict[int, str] = dict(session.execute(told).all())
    listed = (
        select(Requirement.id, Requirement.public_id, Requirement.created_at, User.name)
        .outerjoin(User, User.id == Requirement.created_by_id)
        .where(Requirement.organisation_id == organisation.id)
        .order_by(Requirement.created_at.desc(), Requirement.id.desc())
    )
    return [
        MovableRequirement(
            public_id,
            f"{titles.get(number, 'Private requirement')} ({public_id}), described on "
            f"{at.day} {at:%B %Y}{f' by {name}' if name else ''}",
        )
        for number, public_id, at, name in session.execute(listed)
    ]


def _standing_buyers(actor: Actor) -> ColumnElement[bool]:
    return and_(seen(actor, Organisation), Organisation.kind == "buyer", Organisation.merged_at.is_(None))


def _named(text: str) -> ColumnElement[bool]:
    return Organisation.name.icontains(text, autoescape=True) if text else true()


def _counts(session: Session, model: type[Any], ids: list[int]) -> dict[int, int]:
    counted = select(model.organisation_id, func.count()).where(model.organisation_id.in_(ids))
    return dict(session.execute(counted.group_by(model.organisation_id)).all())
