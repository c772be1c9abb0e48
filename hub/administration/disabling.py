"""Disabling and enabling an account."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.accounts.entering import end_sign_ins
from hub.accounts.models import User
from hub.accounts.queries import find_hub
from hub.members.changing import count_other_leaders
from hub.members.queries import hold_organisation


class KeptAccountError(ValueError):
    """An account that has to stay as it is. The text says why."""


def disable_account(session: Session, person: User, actor: Actor) -> None:
    """From the next request on the person is signed out everywhere and cannot sign in.

    Raises KeptAccountError for the actor's own account, and where nobody else would administer the hub.
    """
    if person.id == actor.user_id:
        raise KeptAccountError("You cannot disable your own account. Ask another administrator to do it.")
    hub = find_hub(session)
    if hub is not None:
        hold_organisation(session, hub.id)
        if _administers(person) and not count_other_leaders(session, hub, person.id):
            raise KeptAccountError(f"{hub.name} needs an administrator: this is the last one.")
    person.active = False
    person.fs_uniquifier = uuid.uuid4().hex  # links that were mailed before work no more
    end_sign_ins(session, person)


def enable_account(person: User) -> None:
    """The person can sign in again. What they were signed in to before stays ended."""
    person.active = True


def _administers(person: User) -> bool:
    return any(each.role == "administrator" for each in person.memberships)
