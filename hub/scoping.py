"""Who sees what: the one place that turns a person who asks into a condition on rows.

`seen(actor, Model)` holds for the rows that the actor may read, `own(actor, Model)` for those of the
organisations that the actor belongs to. Every read of a private thing names one of the two in its WHERE; a
row that it leaves out does not exist for that person.

A public requirement is also put to the suppliers of its categories: `put_to(supplier)` holds for the
requirements of one supplier, on pages of their own that show neither a rank nor a postcode.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    false,
    or_,
    select,
    true,
    union,
)

from hub.accounts.actors import Actor
from hub.accounts.models import Invitation, Membership, Organisation, SignIn, Transfer
from hub.categories.models import Category
from hub.clients.models import ConsentEntry, FactCheck, SharingEntry
from hub.contacts.models import FirmContact
from hub.duplicates.models import DuplicatePair, SupplierMerger
from hub.endings.models import Ending, EndingAward
from hub.evaluations.models import Evaluation, ShortlistNote
from hub.exports.models import Export
from hub.facts.models import FactDocument
from hub.growth.models import FirmFigure, FirmOwnership
from hub.matches.models import Run
from hub.outcomes.models import Outcome
from hub.proposals.models import Proposal, ProposalRequest
from hub.queue.models import QueueItem
from hub.requirements.models import Requirement, requirement_category
from hub.shortlists.models import Shortlist
from hub.suppliers.models import SHOWN_STATES, Capability, Claim, Fact, Supplier

Condition = ColumnElement[bool]
Rule = Callable[[Actor], Condition]


def seen(actor: Actor, model: type[Any]) -> Condition:
    """The rows of `model` that the actor may read. Raises KeyError for a model without a rule."""
    return SEEN[model](actor)


def own(actor: Actor, model: type[Any]) -> Condition:
    """The rows of `model` that belong to the actor's organisations, or to the actor. Raises KeyError."""
    return OWN[model](actor)


def put_to(supplier: Supplier) -> Condition:
    """The requirements put to a supplier, which is the actor's own: public ones, drafts aside, in the
    categories of its published capabilities, and those that it has an outcome in.

    A category, the one above it and those under it are one step apart, and count.
    """
    offered = select(Capability.category_id).where(
        Capability.supplier_id == supplier.id, Capability.state == "published"
    )
    under = requirement_category.c
    filed = select(under.requirement_id).where(under.category_id.in_(_one_step(offered)))
    came = select(Outcome.requirement_id).where(Outcome.supplier_id == supplier.id)
    is_put = or_(Requirement.id.in_(filed), Requirement.id.in_(came))
    return and_(Requirement.visibility == "public", Requirement.state != "draft", is_put)


def suppliers_put_to(requirement: Requirement) -> Condition:
    """The suppliers that a requirement is put to by its categories: the same the other way round."""
    under = requirement_category.c
    asked = select(under.category_id).where(under.requirement_id == requirement.id)
    offering = select(Capability.supplier_id).where(
        Capability.state == "published", Capability.category_id.in_(_one_step(asked))
    )
    return Supplier.id.in_(offering)


def _one_step(categories: Select[Any]) -> CompoundSelect[Any]:
    """Some categories, those above them and those under them."""
    above = select(Category.parent_id).where(Category.id.in_(categories), Category.parent_id.is_not(None))
    under = select(Category.id).where(Category.parent_id.in_(categories))
    return union(select(Category.id).where(Category.id.in_(categories)), above, under)


def _own_outcomes(actor: Actor) -> Condition:
    return Outcome.supplier_id.in_(select(Supplier.id).where(_own_suppliers(actor)))


def _own_suppliers(actor: Actor) -> Condition:
    return Supplier.organisation_id.in_(actor.organisations("supplier"))


def _seen_suppliers(actor: Actor) -> Condition:
    """Everybody sees what is shown; advisers see suspended and withdrawn ones as well."""
    if actor.is_adviser:
        return true()
    return or_(Supplier.state.in_(SHOWN_STATES), _own_suppliers(actor))


def _documents(of_suppliers: Condition) -> Condition:
    facts = select(Fact.id).join(Supplier, Fact.supplier_id == Supplier.id).where(of_suppliers)
    return FactDocument.fact_id.in_(facts)


def _own_documents(actor: Actor) -> Condition:
    return _documents(_own_suppliers(actor))


def _seen_documents(actor: Actor) -> Condition:
    """As contact details: advisers and confirmed buyers see those of the suppliers that they see."""
    return _documents(_seen_suppliers(actor) if actor.sees_contacts else _own_suppliers(actor))


def _own_figures(actor: Actor) -> Condition:
    return FirmFigure.supplier_id.in_(select(Supplier.id).where(_own_suppliers(actor)))


def _seen_figures(actor: Actor) -> Condition:
    return true() if actor.is_adviser else _own_figures(actor)


def _own_consent(actor: Actor) -> Condition:
    return ConsentEntry.supplier_id.in_(select(Supplier.id).where(_own_suppliers(actor)))


def _seen_consent(actor: Actor) -> Condition:
    return true() if actor.is_adviser else _own_consent(actor)


def _own_sharing(actor: Actor) -> Condition:
    return SharingEntry.supplier_id.in_(select(Supplier.id).where(_own_suppliers(actor)))


def _seen_sharing(actor: Actor) -> Condition:
    return true() if actor.is_adviser else _own_sharing(actor)


def _own_ownership(actor: Actor) -> Condition:
    """What an owner says is for owners: no colleague sees it, and no adviser."""
    owned = [each for each in actor.organisations("supplier") if actor.owns(each)]
    return FirmOwnership.supplier_id.in_(select(Supplier.id).where(Supplier.organisation_id.in_(owned)))


def _own_requirements(actor: Actor) -> Condition:
    return Requirement.organisation_id.in_(actor.organisations("buyer"))


def _seen_requirements(actor: Actor) -> Condition:
    """Advisers see those that are public, those of a shortlist shared with them, and open ones while their
    buyer asks the hub for a shortlist."""
    if not actor.is_adviser:
        return _own_requirements(actor)
    shared = select(Shortlist.requirement_id).where(Shortlist.state == "shared")
    public = and_(Requirement.visibility == "public", Requirement.state != "draft")
    asked = and_(Requirement.state == "open", Requirement.id.in_(select(ProposalRequest.requirement_id)))
    return or_(_own_requirements(actor), public, Requirement.id.in_(shared), asked)


def _endings(of_requirements: Condition) -> Condition:
    return Ending.requirement_id.in_(select(Requirement.id).where(of_requirements))


def _awards(of_requirements: Condition) -> Condition:
    return EndingAward.ending_id.in_(select(Ending.id).where(_endings(of_requirements)))


def _own_shortlists(actor: Actor) -> Condition:
    return Shortlist.organisation_id.in_(actor.organisations("buyer"))


def _seen_shortlists(actor: Actor) -> Condition:
    """Advisers see those that were shared with them."""
    if actor.is_adviser:
        return or_(_own_shortlists(actor), Shortlist.state == "shared")
    return _own_shortlists(actor)


def _own_evaluations(actor: Actor) -> Condition:
    """What colleagues say among themselves: it is not shared with the shortlist."""
    return Evaluation.shortlist_id.in_(select(Shortlist.id).where(_own_shortlists(actor)))


def _own_notes(actor: Actor) -> Condition:
    return ShortlistNote.shortlist_id.in_(select(Shortlist.id).where(_own_shortlists(actor)))


def _own_runs(actor: Actor) -> Condition:
    return Run.requirement_id.in_(select(Requirement.id).where(_own_requirements(actor)))


def _seen_runs(actor: Actor) -> Condition:
    shared = select(Shortlist.run_id).where(Shortlist.state == "shared")
    return or_(_own_runs(actor), Run.id.in_(shared)) if actor.is_adviser else _own_runs(actor)


def _own_proposals(actor: Actor) -> Condition:
    """A buyer's from the day that they are proposed: before, the hub is at work on them."""
    own = Proposal.requirement_id.in_(select(Requirement.id).where(_own_requirements(actor)))
    return and_(Proposal.proposed_at.is_not(None), own)


def _seen_proposals(actor: Actor) -> Condition:
    """Advisers see what the hub proposed, and drafts while they see the requirement."""
    if not actor.is_adviser:
        return _own_proposals(actor)
    shown = Proposal.requirement_id.in_(select(Requirement.id).where(_seen_requirements(actor)))
    return or_(Proposal.proposed_at.is_not(None), shown)


def _member_of(actor: Actor) -> list[int]:
    return [standing.organisation_id for standing in actor.standings]


def _own_organisations(actor: Actor) -> Condition:
    return Organisation.id.in_(_member_of(actor))


def _seen_organisations(actor: Actor) -> Condition:
    return true() if actor.is_adviser else _own_organisations(actor)


def _own_memberships(actor: Actor) -> Condition:
    return Membership.organisation_id.in_(_member_of(actor))


def _seen_memberships(actor: Actor) -> Condition:
    return true() if actor.is_administrator else _own_memberships(actor)


def _own_invitations(actor: Actor) -> Condition:
    """Owners invite, so owners see who is invited."""
    owned = [each for each in _member_of(actor) if actor.owns(each)]
    return Invitation.organisation_id.in_(owned)


def _seen_invitations(actor: Actor) -> Condition:
    return true() if actor.is_administrator else _own_invitations(actor)


def _own_claims(actor: Actor) -> Condition:
    return Claim.user_id == actor.user_id if actor.signed_in else false()


def _seen_claims(actor: Actor) -> Condition:
    return true() if actor.is_adviser else _own_claims(actor)


def _own_sign_ins(actor: Actor) -> Condition:
    return SignIn.user_id == actor.user_id if actor.signed_in else false()


def _seen_transfers(actor: Actor) -> Condition:
    return true() if actor.is_administrator else false()


def _seen_items(actor: Actor) -> Condition:
    """Advisers see what is about a requirement only where they see the requirement."""
    if not actor.is_adviser:
        return false()
    shown = select(Requirement.id).where(_seen_requirements(actor))
    return or_(QueueItem.requirement_id.is_(None), QueueItem.requirement_id.in_(shown))


def _seen_by_advisers(actor: Actor) -> Condition:
    return true() if actor.is_adviser else false()


OWN: dict[type[Any], Rule] = {
    Supplier: _own_suppliers,
    FactDocument: _own_documents,
    Requirement: _own_requirements,
    Ending: lambda actor: _endings(_own_requirements(actor)),
    EndingAward: lambda actor: _awards(_own_requirements(actor)),
    Shortlist: _own_shortlists,
    Evaluation: _own_evaluations,
    ShortlistNote: _own_notes,
    Run: _own_runs,
    Proposal: _own_proposals,
    Organisation: _own_organisations,
    Membership: _own_memberships,
    Invitation: _own_invitations,
    Claim: _own_claims,
    SignIn: _own_sign_ins,
    Outcome: _own_outcomes,
    FirmFigure: _own_figures,
    FirmOwnership: _own_ownership,
    ConsentEntry: _own_consent,
    SharingEntry: _own_sharing,
}
SEEN: dict[type[Any], Rule] = {
    Supplier: _seen_suppliers,
    FactDocument: _seen_documents,
    Requirement: _seen_requirements,
    Ending: lambda actor: _endings(_seen_requirements(actor)),
    EndingAward: lambda actor: _awards(_seen_requirements(actor)),
    Shortlist: _seen_shortlists,
    Evaluation: _own_evaluations,
    ShortlistNote: _own_notes,
    Run: _seen_runs,
    Proposal: _seen_proposals,
    Organisation: _seen_organisations,
    Membership: _seen_memberships,
    Invitation: _seen_invitations,
    Claim: _seen_claims,
    SignIn: _own_sign_ins,
    Transfer: _seen_transfers,
    Outcome: _own_outcomes,
    DuplicatePair: _seen_by_advisers,
    SupplierMerger: _seen_by_advisers,
    QueueItem: _seen_items,
    FirmContact: _seen_by_advisers,
    FirmFigure: _seen_figures,
    FirmOwnership: _own_ownership,
    FactCheck: _seen_by_advisers,
    ConsentEntry: _seen_consent,
    SharingEntry: _seen_sharing,
    Export: _seen_by_advisers,
}
