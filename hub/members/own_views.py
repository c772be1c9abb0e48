"""The organisation that a page of the area is about, for those who may see it."""

from __future__ import annotations

from flask import abort, request

from hub.accounts.actors import current_actor
from hub.accounts.models import Membership, Organisation
from hub.database import session
from hub.members.queries import find_member, find_organisation, hold_organisation, leads


def fetch_organisation(public_id: str) -> Organisation:
    """An organisation whose members the actor may see, or 404."""
    return find_organisation(session, current_actor(), public_id) or abort(404)


def fetch_organisation_to_lead(public_id: str) -> Organisation:
    """The same for who says who is a member there: 403 for everybody else.

    A request that writes holds the row first, and goes by the role that the person has then.
    """
    organisation = fetch_organisation(public_id)
    if request.method == "POST":
        hold_organisation(session, organisation.id)
    if not leads(session, organisation, current_actor()):
        abort(403)
    return organisation


def fetch_member(organisation: Organisation, person_id: str) -> Membership:
    return find_member(session, current_actor(), organisation, person_id) or abort(404)
