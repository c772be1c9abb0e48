"""Reads of proposals, through the actor who asks: a buyer's own once proposed, and for advisers those of
requirements that they may read, and what the hub proposed before."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from hub.accounts.actors import Actor
from hub.matches.models import Run
from hub.paging import Page, cut_page
from hub.proposals.models import Proposal, ProposalEntry, ProposalRequest
from hub.requirements.models import Requirement
from hub.scoping import seen
from hub.shortlists.models import Shortlist
from hub.suppliers.models import Supplier

PAGE = 20
SHOWN = 10
"""Proposals that the page of a requirement lists, the newest."""
UNREAD = (defer(Run.matches), defer(Run.asked), defer(Run.excluded))


def find_request(session: Session, requirement: Requirement) -> ProposalRequest | None:
    """What was asked for this requirement, which the actor may see."""
    chosen = select(ProposalRequest).where(ProposalRequest.requirement_id == requirement.id)
    return session.scalars(chosen).one_or_none()


def find_proposal(session: Session, actor: Actor, public_id: str, *, hold: bool = False) -> Proposal | None:
    """A proposal that the actor may see, with its firms. With `hold` its row is locked: of two acts at once,
    the second sees the first."""
    chosen = select(Proposal).where(Proposal.public_id == public_id, seen(actor, Proposal))
    if hold:
        held = chosen.with_for_update(of=Proposal).execution_options(populate_existing=True)
        if session.scalars(held).one_or_none() is None:
            return None
    return session.scalars(
        chosen.options(
            joinedload(Proposal.requirement).joinedload(Requirement.organisation),
            joinedload(Proposal.run).options(*UNREAD),
            joinedload(Proposal.shortlist),
            joinedload(Proposal.proposed_by),
            joinedload(Proposal.settled_by),
            selectinload(Proposal.entries).joinedload(ProposalEntry.supplier).joinedload(Supplier.place),
        )
    ).one_or_none()


def find_proposal_by_key(session: Session, actor: Actor, form_key: str) -> str | None:
    """The public id of the proposal that this form began before, where the actor may see it."""
    chosen = select(Proposal.public_id).where(Proposal.form_key == form_key, seen(actor, Proposal))
    return session.scalars(chosen).one_or_none()


def find_origin(session: Session, shortlist: Shortlist) -> Proposal | None:
    """The proposal that a shortlist was made from, for whoever may see the shortlist."""
    chosen = select(Proposal).where(Proposal.shortlist_id == shortlist.id)
    return session.scalars(chosen.options(joinedload(Proposal.proposed_by))).one_or_none()


def list_proposals_of(session: Session, actor: Actor, requirement: Requirement) -> Sequence[Proposal]:
    """The newest proposals for a requirement that the actor may see."""
    chosen = select(Proposal).where(Proposal.requirement_id == requirement.id, seen(actor, Proposal))
    people = chosen.options(
        joinedload(Proposal.started_by), joinedload(Proposal.proposed_by), joinedload(Proposal.settled_by)
    )
    return session.scalars(people.order_by(Proposal.id.desc()).limit(SHOWN)).all()


def may_read(session: Session, actor: Actor, requirement_id: int) -> bool:
    """Whether the actor may see the requirement of a proposal."""
    chosen = select(Requirement.id).where(Requirement.id == requirement_id, seen(actor, Requirement))
    return session.scalar(chosen) is not None


def page_requests(session: Session, actor: Actor, page: int = 1) -> Page[tuple[ProposalRequest, int]]:
    """What buyers ask for, the longest waiting first, each with the number of proposals that are begun or
    wait for the buyer. Two statements."""
    under_way = (
        select(func.count(Proposal.id))
        .where(
            Proposal.requirement_id == ProposalRequest.requirement_id,
            Proposal.state.in_(("draft", "proposed")),
        )
        .correlate(ProposalRequest)
        .scalar_subquery()
    )
    chosen = (
        select(ProposalRequest, under_way)
        .join(ProposalRequest.requirement)
        .where(seen(actor, Requirement), Requirement.state == "open")
        .options(joinedload(ProposalRequest.requirement).joinedload(Requirement.organisation))
        .order_by(ProposalRequest.asked_at, ProposalRequest.id)
    )
    return cut_page(session, chosen, page, PAGE)


def page_proposals(session: Session, actor: Actor, page: int = 1) -> Page[tuple[Proposal, int]]:
    """All proposals that the actor may see, newest first, each with its number of firms. Two statements."""
    firms = (
        select(func.count(ProposalEntry.id))
        .where(ProposalEntry.proposal_id == Proposal.id)
        .correlate(Proposal)
        .scalar_subquery()
    )
    chosen = (
        select(Proposal, firms)
        .where(seen(actor, Proposal))
        .options(
            joinedload(Proposal.requirement).joinedload(Requirement.organisation),
            joinedload(Proposal.started_by),
            joinedload(Proposal.proposed_by),
            joinedload(Proposal.settled_by),
        )
        .order_by(Proposal.id.desc())
    )
    return cut_page(session, chosen, page, PAGE)
