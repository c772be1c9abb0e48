"""Holding a shortlist while something about it changes: a frozen one is refused."""

from __future__ import annotations

from sqlalchemy.orm import Session

from hub.shortlists.models import Shortlist


class FrozenError(ValueError):
    """A frozen shortlist, which nothing changes any more. A page of its own answers whoever tries."""

    def __init__(self, shortlist: Shortlist) -> None:
        super().__init__(shortlist.public_id)
        self.public_id = shortlist.public_id


def hold_open(session: Session, shortlist: Shortlist) -> None:
    """Read the shortlist anew and see to it that nobody changes or freezes it before the transaction ends.

    Raises FrozenError.
    """
    session.refresh(shortlist, ["version", "frozen_at", "entries"], with_for_update={"of": Shortlist})
    if shortlist.frozen_at is not None:
        raise FrozenError(shortlist)
