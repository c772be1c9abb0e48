"""Reads of organisations, their members and invitations, through the actor who asks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload

from hub.accounts.actors import Actor
from hub.accounts.models import Invitation, Membership, Organisation, User
from hub.database import utc_now
from hub.members.roles import LEADING
from hub.scoping import own, seen

SHOWN = 500
"""Members on one page: more than any organisation of this register has."""


def list_memberships(session: Session, actor: Actor) -> Sequence[Membership]:
    """The actor's own places in organisations, by the organisation's name."""
    mine = select(Membership).where(own(actor, Membership), Membership.user_id == actor.user_id)
    return session.scalars(
        mine.join(Membership.organisation).order_by(Organisation.name, Organisation.id)
    ).all()


def find_organisation(session: Session, actor: Actor, public_id: str) -> Organisation | None:
    """An organisation whose members the actor may see: members their own, administrators every one."""
    visible = seen(actor, Organisation) if actor.is_administrator else own(actor, Organisation)
    return session.scalars(
        select(Organisation).where(Organisation.public_id == public_id, visible)
    ).one_or_none()


def hold_organisation(session: Session, organisation_id: int) -> Organisation:
    """The organisation as it stands now, its row locked until the transaction ends.

    Whoever changes its members holds it first: changes of one organisation's members come one after another.
    """
    held = select(Organisation).where(Organisation.id == organisation_id).with_for_update(key_share=True)
    return session.scalars(held.execution_options(populate_existing=True)).one()


def leads(session: Session, organisation: Organisation, actor: Actor) -> bool:
    """Whether the actor says who is a member there, as the database has it at this moment."""
    held = select(Membership.role).where(
        Membership.organisation_id == organisation.id, Membership.user_id == actor.user_id
    )
    return session.scalar(held) == LEADING[organisation.kind]


def list_members(session: Session, actor: Actor, organisation: Organisation) -> Sequence[Membership]:
    """The organisation's members with their people, by name."""
    members = select(Membership).where(seen(actor, Membership), Membership.organisation_id == organisation.id)
    ordered = members.join(Membership.user).options(joinedload(Membership.user))
    return session.scalars(ordered.order_by(func.lower(User.name), User.email).limit(SHOWN)).all()


def find_member(
    session: Session, actor: Actor, organisation: Organisation, person_id: str
) -> Membership | None:
    """The place of a person, by public id, in this organisation, read anew."""
    chosen = select(Membership).join(Membership.user).options(joinedload(Membership.user))
    wanted = chosen.where(
        seen(actor, Membership), Membership.organisation_id == organisation.id, User.public_id == person_id
    )
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def find_own_membership(session: Session, actor: Actor, organisation: Organisation) -> Membership | None:
    """The actor's own place in the organisation, read anew."""
    wanted = select(Membership).where(
        own(actor, Membership),
        Membership.organisation_id == organisation.id,
        Membership.user_id == actor.user_id,
    )
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def is_open(now: datetime) -> ColumnElement[bool]:
    """The invitations that can be accepted."""
    return and_(
        Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > now
    )


def list_open_invitations(session: Session, actor: Actor, organisation: Organisation) -> Sequence[Invitation]:
    """The organisation's open invitations, the latest first; none for who may not see them."""
    waiting = select(Invitation).where(
        seen(actor, Invitation), Invitation.organisation_id == organisation.id, is_open(utc_now())
    )
    ordered = waiting.options(joinedload(Invitation.invited_by))
    return session.scalars(ordered.order_by(Invitation.created_at.desc(), Invitation.id.desc())).all()


def find_open_invitation(
    session: Session, actor: Actor, organisation: Organisation, public_id: str
) -> Invitation | None:
    """An open invitation of this organisation by its public id."""
    wanted = select(Invitation).where(
        seen(actor, Invitation),
        Invitation.organisation_id == organisation.id,
        Invitation.public_id == public_id,
        is_open(utc_now()),
    )
    return session.scalars(wanted).one_or_none()


def hash_token(token: str) -> str:
    """What the hub keeps of an invitation's token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def find_invitation(session: Session, token: str) -> Invitation | None:
    """The open invitation whose link holds this token: whoever has the token may see it."""
    wanted = (
        select(Invitation)
        .join(Invitation.organisation)
        .where(
            Invitation.token_hash == hash_token(token), is_open(utc_now()), Organisation.merged_at.is_(None)
        )
    )
    whole = wanted.options(joinedload(Invitation.organisation), joinedload(Invitation.invited_by))
    return session.scalars(whole).one_or_none()


def hold_invitation(session: Session, token: str) -> Invitation | None:
    """The same, its row and its organisation's locked: of two who accept at once, one finds it used."""
    found = find_invitation(session, token)
    if found is None:
        return None
    organisation_id = found.organisation_id
    hold_organisation(session, organisation_id)
    held = select(Invitation).where(
        Invitation.id == found.id, Invitation.organisation_id == organisation_id, is_open(utc_now())
    )
    return session.scalars(
        held.with_for_update(of=Invitation).execution_options(populate_existing=True)
    ).one_or_none()
