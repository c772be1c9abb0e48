"""Accepting an invitation: the invited person becomes a member, once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from hub.accounts.joining import join
from hub.accounts.models import Invitation, Membership, User
from hub.database import utc_now


class AnotherAddressError(ValueError):
    """The invitation was made for an address that is not this person's."""


def accept_invitation(session: Session, invitation: Invitation, user: User) -> Membership:
    """Use up the invitation, whose row the caller holds, and return the person's place.

    Whoever is a member already keeps the role they have. Raises AnotherAddressError.
    """
    if user.email != invitation.email:
        raise AnotherAddressError
    invitation.accepted_at = utc_now()
    return join(session, user, invitation.organisation, invitation.role)
