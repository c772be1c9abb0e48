"""Notes on the suppliers of a shortlist, for colleagues."""

from __future__ import annotations

from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.evaluations.models import ShortlistNote
from hub.shortlists.holding import hold_open
from hub.shortlists.models import Shortlist


def add_note(
    session: Session, shortlist: Shortlist, actor: Actor, *, rank: int, text: str, form_key: str
) -> ShortlistNote:
    """Keep a note. Raises FrozenError, and IntegrityError where `form_key` was used meanwhile."""
    hold_open(session, shortlist)
    note = ShortlistNote(
        shortlist_id=shortlist.id, user_id=actor.user_id, rank=rank, text=text, form_key=form_key
    )
    session.add(note)
    session.flush()
    return note


def remove_note(session: Session, shortlist: Shortlist, note: ShortlistNote) -> None:
    """Take a note away. Raises FrozenError."""
    hold_open(session, shortlist)
    session.delete(note)
