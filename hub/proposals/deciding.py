"""How a proposal ends: its buyer confirms or declines it, or the hub withdraws it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.database import utc_now
from hub.matches.models import RunCard
from hub.proposals.asking import end_asking
from hub.proposals.models import Proposal, ProposalEntry
from hub.shortlists.choosing import choose_from_run
from hub.shortlists.models import Shortlist


class SettledError(ValueError):
    """It was confirmed, declined or withdrawn already."""


def confirm(session: Session, proposal: Proposal, kept: Collection[str], actor: Actor) -> Shortlist | None:
    """Make the buyer's shortlist of the kept firms, by public id of their entries, in the proposed order and
    with its reasons.

    Those that the run did not rank among its first are told on the proposal alone; None where no other is
    kept. The row of `proposal` is held. Raises SettledError, and NotRankedError where a firm goes meanwhile.
    """
    settle(proposal, actor, "confirmed", frm="proposed")
    for entry in proposal.entries:
        entry.struck = entry.public_id not in kept
    ranked = {name: entry for name, entry in ranked_entries(session, proposal).items() if not entry.struck}
    end_asking(session, proposal.requirement_id)
    if not ranked:
        return None
    shortlist = choose_from_run(
        session, proposal.run, list(ranked), actor, form_key=f"proposal-{proposal.public_id}"
    )
    by_number = {entry.supplier_id: entry for entry in ranked.values()}
    ordered = sorted(shortlist.entries, key=lambda each: by_number[each.supplier_id].position)
    for position, each in enumerate(ordered, start=1):
        each.position, each.reason = position, by_number[each.supplier_id].reason
    proposal.shortlist = shortlist
    return shortlist


def ranked_entries(session: Session, proposal: Proposal) -> dict[str, ProposalEntry]:
    """Those that a shortlist can hold, by public id of the firm: the register has it, and the run has its
    verdicts and evidence."""
    here = {entry.supplier.public_id: entry for entry in proposal.entries if entry.supplier}
    cards = select(RunCard.supplier).where(RunCard.run_id == proposal.run_id, RunCard.supplier.in_(here))
    known = set(session.scalars(cards))
    return {name: entry for name, entry in here.items() if name in known}


def decline(proposal: Proposal, actor: Actor, *, answer: str) -> None:
    """Raises SettledError."""
    settle(proposal, actor, "declined", frm="proposed")
    proposal.answer = answer


def withdraw(proposal: Proposal, actor: Actor) -> None:
    """Raises SettledError."""
    settle(proposal, actor, "withdrawn", frm=proposal.state if proposal.state == "draft" else "proposed")


def settle(proposal: Proposal, actor: Actor, state: str, *, frm: str) -> None:
    if proposal.state != frm:
        raise SettledError
    proposal.state, proposal.settled_at, proposal.settled_by_id = state, utc_now(), actor.user_id
