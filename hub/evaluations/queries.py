"""Reads of evaluations and notes, through the actor who asks: their own organisations' only."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.accounts.actors import Actor
from hub.accounts.models import User
from hub.evaluations.models import Evaluation, ShortlistNote
from hub.scoping import own
from hub.shortlists.models import Shortlist


def list_evaluations(session: Session, actor: Actor, shortlist: Shortlist) -> Sequence[Evaluation]:
    """All colleagues', the first first, with their scores and names. Two statements."""
    chosen = select(Evaluation).where(Evaluation.shortlist_id == shortlist.id, own(actor, Evaluation))
    whole = chosen.options(selectinload(Evaluation.scores), joinedload(Evaluation.user))
    return session.scalars(whole.order_by(Evaluation.id)).all()


def list_notes(session: Session, actor: Actor, shortlist: Shortlist) -> Sequence[ShortlistNote]:
    """Notes by supplier, the oldest first, with who wrote them."""
    chosen = select(ShortlistNote).where(
        ShortlistNote.shortlist_id == shortlist.id, own(actor, ShortlistNote)
    )
    ordered = chosen.order_by(ShortlistNote.rank, ShortlistNote.id)
    return session.scalars(ordered.options(joinedload(ShortlistNote.user))).all()


def find_note(session: Session, actor: Actor, shortlist: Shortlist, public_id: str) -> ShortlistNote | None:
    """A note on this shortlist that the actor wrote."""
    chosen = select(ShortlistNote).where(
        ShortlistNote.public_id == public_id,
        ShortlistNote.shortlist_id == shortlist.id,
        ShortlistNote.user_id == actor.user_id,
        own(actor, ShortlistNote),
    )
    return session.scalars(chosen).one_or_none()


def has_note(session: Session, actor: Actor, form_key: str) -> bool:
    """Whether this form made a note before."""
    chosen = select(ShortlistNote.id).where(ShortlistNote.form_key == form_key, own(actor, ShortlistNote))
    return session.scalars(chosen).one_or_none() is not None


def frozen_by(session: Session, shortlist: Shortlist) -> str | None:
    """Who froze the shortlist; None where they are gone."""
    return session.scalars(select(User.name).where(User.id == shortlist.frozen_by_id)).one_or_none()
