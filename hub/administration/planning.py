"""What a transfer will move, before it does: the page that asks and the transfer go by the same plan."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub.accounts.models import Invitation, Membership, Organisation, User
from hub.members.roles import higher_role
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist


class NotTransferableError(ValueError):
    """A transfer that cannot be. The text says what to do about it."""


@dataclass(frozen=True, slots=True)
class Doubled:
    """A person with a place in both organisations: one place stays, in the higher role."""

    here: Membership
    there: Membership

    @property
    def role(self) -> str:
        return higher_role([self.here.role, self.there.role])


@dataclass(frozen=True, slots=True)
class Plan:
    """What comes from `source` to `target`."""

    kind: str
    source: Organisation
    target: Organisation
    coming: list[Membership]
    doubled: list[Doubled]
    requirements: list[tuple[int, str]]
    """Number and public id."""
    shortlists: list[int]
    invitations: list[int]

    @property
    def digest(self) -> str:
        """The same for the same plan: what a person agreed to is what is done."""
        roles = [(each.id, each.role) for each in self.coming]
        both = [(each.here.id, each.here.role, each.there.id, each.there.role) for each in self.doubled]
        whole = [
            self.kind,
            self.source.id,
            self.target.id,
            roles,
            both,
            [number for number, _ in self.requirements],
            self.shortlists,
            self.invitations,
        ]
        return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def hold_both(session: Session, *ids: int) -> None:
    """Lock the organisations' rows, in the order of their numbers, and read them anew."""
    chosen = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id)
    held = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    session.scalars(held).all()


def plan_merger(session: Session, source: Organisation, target: Organisation) -> Plan:
    """Everything of `source` comes to `target`. Raises NotTransferableError."""
    _check_organisations(source, target)
    memberships = _memberships(session, source)
    requirements = _requirements(session, source)
    open_ones = select(Invitation.id).where(
        Invitation.organisation_id == source.id,
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
    )
    invitations = list(session.scalars(open_ones.order_by(Invitation.id)))
    return _plan(
        session,
        "merger",
        source,
        target,
        memberships=memberships,
        requirements=requirements,
        invitations=invitations,
    )


def plan_move(
    session: Session,
    source: Organisation,
    target: Organisation,
    people: Collection[str],
    requirements: Collection[str],
) -> Plan:
    """The chosen people and requirements, by public id, come to `target`. Raises NotTransferableError."""
    _check_organisations(source, target)
    memberships = _memberships(session, source)
    moving = [each for each in memberships if each.user.public_id in people]
    chosen = [each for each in _requirements(session, source) if each[1] in requirements]
    if len(moving) != len(set(people)) or len(chosen) != len(set(requirements)):
        raise NotTransferableError(
            f"Some of these are no longer with {source.name}. Choose again from what is there now."
        )
    if not moving and not chosen:
        raise NotTransferableError("Select at least one member or requirement to move.")
    if memberships and not any(each.role == "owner" for each in memberships if each not in moving):
        raise NotTransferableError(
            f"{source.name} needs at least one owner. Leave one of its owners there, "
            "or merge it into the other if everybody goes."
        )
    plan = _plan(session, "move", source, target, memberships=moving, requirements=chosen, invitations=[])
    staying = {each.there.id for each in plan.doubled}
    owners = [each.role for each in _memberships(session, target) if each.id not in staying]
    owners += [each.role for each in plan.coming] + [each.role for each in plan.doubled]
    if "owner" not in owners:
        raise NotTransferableError(f"{target.name} has no owner. Choose an owner among the members to move.")
    return plan


def _plan(
    session: Session,
    kind: str,
    source: Organisation,
    target: Organisation,
    *,
    memberships: list[Membership],
    requirements: list[tuple[int, str]],
    invitations: list[int],
) -> Plan:
    there = {each.user_id: each for each in _memberships(session, target)}
    numbers = [number for number, _ in requirements]
    following = select(Shortlist.id).where(Shortlist.requirement_id.in_(numbers)).order_by(Shortlist.id)
    return Plan(
        kind=kind,
        source=source,
        target=target,
        coming=[each for each in memberships if each.user_id not in there],
        doubled=[Doubled(each, there[each.user_id]) for each in memberships if each.user_id in there],
        requirements=requirements,
        shortlists=list(session.scalars(following)),
        invitations=invitations,
    )


def _check_organisations(source: Organisation, target: Organisation) -> None:
    if source.id == target.id:
        raise NotTransferableError("Choose two different organisations.")
    for each in (source, target):
        if each.kind != "buyer":
            raise NotTransferableError(f"{each.name} is not a buying organisation.")
        if each.merged_at is not None:
            raise NotTransferableError(f"{each.name} was merged into another organisation.")


def _memberships(session: Session, organisation: Organisation) -> list[Membership]:
    chosen = select(Membership).where(Membership.organisation_id == organisation.id)
    whole = chosen.join(Membership.user).options(joinedload(Membership.user))
    ordered = whole.order_by(User.name, Membership.id).execution_options(populate_existing=True)
    return list(session.scalars(ordered))


def _requirements(session: Session, organisation: Organisation) -> list[tuple[int, str]]:
    chosen = select(Requirement.id, Requirement.public_id)
    mine = chosen.where(Requirement.organisation_id == organisation.id).order_by(Requirement.id)
    return [(number, public_id) for number, public_id in session.execute(mine)]
