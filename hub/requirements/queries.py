"""Reads of requirements. Each takes the actor: what a person may not see does not exist for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.accounts.actors import Actor
from hub.accounts.models import Organisation
from hub.categories.models import Category
from hub.endings.models import Ending
from hub.places.models import Place
from hub.requirements.models import Requirement
from hub.scoping import own, seen
from hub.shortlists.models import Shortlist


def find_requirement(session: Session, actor: Actor, public_id: str) -> Requirement | None:
    """A requirement with its lines, categories and place at hand, or None where the actor may not see it.

    Members see their own organisation's; advisers those that are public, those of a shortlist shared with
    them, and those that a shortlist is asked for.
    """
    wanted = select(Requirement).where(Requirement.public_id == public_id, seen(actor, Requirement))
    return session.scalar(
        wanted.options(
            selectinload(Requirement.criteria),
            selectinload(Requirement.categories).joinedload(Category.parent),
            joinedload(Requirement.place).joinedload(Place.county),
            joinedload(Requirement.organisation),
        )
    )


def find_own_requirement(session: Session, actor: Actor, public_id: str) -> Requirement | None:
    """A requirement of an organisation that the actor belongs to, for those pages that nobody else sees."""
    wanted = select(Requirement).where(Requirement.public_id == public_id, own(actor, Requirement))
    return session.scalar(wanted)


def is_private(requirement: Requirement) -> bool:
    """Whether advisers see it only through a shared shortlist, or while they are asked for one."""
    return requirement.visibility != "public" or requirement.state == "draft"


def list_describing(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The buying organisations that the actor may describe requirements for, by name."""
    able = [each for each in actor.organisations("buyer") if actor.edits(each)]
    chosen = select(Organisation).where(own(actor, Organisation), Organisation.id.in_(able))
    return session.scalars(chosen.order_by(Organisation.name, Organisation.id)).all()


def is_shared(session: Session, requirement: Requirement) -> bool:
    """Whether advisers see it through a shared shortlist, private or not."""
    shared = exists().where(Shortlist.requirement_id == requirement.id, Shortlist.state == "shared")
    return bool(session.scalar(select(shared)))


@dataclass(frozen=True, slots=True)
class ListedRequirement:
    """A requirement in a list, with the number of shortlists made from it, and how it ended."""

    requirement: Requirement
    shortlists: int
    ending: Ending | None


def list_requirements(session: Session, actor: Actor) -> list[ListedRequirement]:
    """The requirements of the actor's buying organisations, newest first."""
    made = (
        select(func.count(Shortlist.id))
        .where(Shortlist.requirement_id == Requirement.id)
        .correlate(Requirement)
        .scalar_subquery()
    )
    mine = (
        select(Requirement, made, Ending)
        .outerjoin(Ending, Ending.requirement_id == Requirement.id)
        .where(own(actor, Requirement))
        .options(joinedload(Requirement.organisation), selectinload(Ending.awards))
    )
    listed = mine.order_by(Requirement.created_at.desc(), Requirement.id.desc())
    return [ListedRequirement(*row) for row in session.execute(listed)]
