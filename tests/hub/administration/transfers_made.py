"""Buying organisations with people and things in them, and the state of the rows that a transfer moves."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Invitation, Membership, Organisation, User
from hub.database import open_session, utc_now
from hub.matches.models import Run
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist
from tests.people import make_organisation, make_user


def make_buyer(session: Session, name: str, members: dict[str, User]) -> Organisation:
    """A buying organisation with a member for each role that is named; committed."""
    organisation = make_organisation(session, "buyer", name)
    for role, user in members.items():
        session.add(Membership(user=user, organisation=organisation, role=role))
    session.commit()
    return organisation


def make_people(session: Session, *names: str) -> list[User]:
    people = [make_user(session, name) for name in names]
    session.commit()
    return people


def make_things(
    session: Session, organisation: Organisation, *, requirements: int = 1, shortlists: int = 1
) -> list[Requirement]:
    """Private requirements, each with so many shortlists; committed."""
    made = [
        Requirement(organisation=organisation, title=f"Secret need {number}")
        for number in range(requirements)
    ]
    session.add_all(made)
    session.flush()
    for requirement in made:
        for _ in range(shortlists):
            add_shortlist(session, requirement)
    session.commit()
    return made


def add_shortlist(session: Session, requirement: Requirement) -> Shortlist:
    run = Run(
        requirement=requirement, catalogue_version=1, code_version="1", asked={}, matches=[], digest="0"
    )
    shortlist = Shortlist(organisation_id=requirement.organisation_id, requirement=requirement, run=run)
    session.add(shortlist)
    return shortlist


def make_invitation(session: Session, organisation: Organisation, email: str = "") -> Invitation:
    invitation = Invitation(
        organisation_id=organisation.id,
        email=email or f"{uuid4().hex[:8]}@mail.example",
        role="viewer",
        token_hash=uuid4().hex,
        expires_at=utc_now() + timedelta(days=1),
    )
    session.add(invitation)
    session.commit()
    return invitation


State = dict[str, set[tuple[object, ...]]]


def state_of(*organisations: Organisation) -> State:
    """Every row that a transfer may touch, as the database has it now."""
    ids = [each.id for each in organisations]
    rows = {
        "memberships": select(
            Membership.id, Membership.user_id, Membership.organisation_id, Membership.role
        ).where(Membership.organisation_id.in_(ids)),
        "requirements": select(
            Requirement.id, Requirement.organisation_id, Requirement.version, Requirement.updated_at
        ).where(Requirement.organisation_id.in_(ids)),
        "shortlists": select(Shortlist.id, Shortlist.organisation_id, Shortlist.version).where(
            Shortlist.organisation_id.in_(ids)
        ),
        "invitations": select(
            Invitation.id, Invitation.organisation_id, Invitation.accepted_at, Invitation.withdrawn_at
        ).where(Invitation.organisation_id.in_(ids)),
        "organisations": select(Organisation.id, Organisation.merged_at).where(Organisation.id.in_(ids)),
    }
    with open_session(writes=False) as reading:
        return {name: {tuple(row) for row in reading.execute(chosen)} for name, chosen in rows.items()}


def holds(organisation: Organisation) -> tuple[dict[str, str], int, int, int]:
    """Roles by name, and the numbers of requirements, shortlists and invitations."""
    with open_session(writes=False) as reading:
        people = select(User.name, Membership.role).join(Membership.user)
        roles = reading.execute(people.where(Membership.organisation_id == organisation.id))
        counts = [
            len(reading.scalars(select(model.id).where(model.organisation_id == organisation.id)).all())
            for model in (Requirement, Shortlist, Invitation)
        ]
        return dict(roles.all()), counts[0], counts[1], counts[2]
