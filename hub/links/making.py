"""Making a link to a shortlist, and taking it back."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.database import utc_now
from hub.links.models import ShortlistLink
from hub.shortlists.models import Shortlist

TOKEN_BYTES = 32
"""256 bits: nobody guesses one."""
MOST_OPEN = 20
"""Links of one shortlist that work at the same time: a shortlist is for few readers."""


class TooManyLinksError(ValueError):
    """The shortlist has as many links as it may have."""


def hash_token(token: str) -> str:
    """What the hub keeps of a link's token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def make_link(
    session: Session, shortlist: Shortlist, actor: Actor, *, recipient: str, ends_on: date, form_key: str
) -> tuple[ShortlistLink, str]:
    """Add a link, and the token that opens it: it is told now and never again.

    Raises TooManyLinksError, and IntegrityError where `form_key` was used before.
    """
    session.execute(select(Shortlist.id).where(Shortlist.id == shortlist.id).with_for_update()).all()
    working = select(func.count(ShortlistLink.id)).where(
        ShortlistLink.shortlist_id == shortlist.id,
        ShortlistLink.revoked_at.is_(None),
        ShortlistLink.ends_on >= utc_now().date(),
    )
    if (session.scalar(working) or 0) >= MOST_OPEN:
        raise TooManyLinksError
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = ShortlistLink(
        shortlist_id=shortlist.id,
        token_hash=hash_token(token),
        recipient=recipient,
        made_by_id=actor.user_id,
        by_hub=actor.role_in(shortlist.organisation_id) is None,
        ends_on=ends_on,
        form_key=form_key,
    )
    session.add(link)
    session.flush()
    return link, token


def revoke_link(link: ShortlistLink) -> None:
    """It opens nothing from now on. The moment of the first revocation stands."""
    link.revoked_at = link.revoked_at or utc_now()
