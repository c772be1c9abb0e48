"""What an event is about: the things that a changed row belongs to, and whose they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from hub.accounts.models import Invitation, Membership, Organisation, SignIn, Transfer, User
from hub.clients.models import ConsentEntry, FactCheck, SharingEntry
from hub.contacts.models import FirmContact
from hub.duplicates.models import DuplicatePair, SupplierMerger
from hub.endings.models import Ending, EndingAward
from hub.evaluations.models import Evaluation, EvaluationScore, ShortlistNote
from hub.exports.models import Export, ExportItem
from hub.facts.models import FactDocument, SizeStatement
from hub.growth.models import FirmFigure
from hub.imports.models import FirmImport
from hub.links.models import ShortlistLink
from hub.matches.models import Run
from hub.proposals.models import Proposal, ProposalEntry, ProposalRequest
from hub.queue.models import QueueItem
from hub.requirements.models import Criterion, Requirement
from hub.settings.models import SettingVersion
from hub.shortlists.models import PassedOver, Shortlist, ShortlistEntry
from hub.suppliers.models import Capability, Claim, Contract, Fact, Registration, Removal, Supplier, Wording
from hub.synonyms.models import Synonym
from hub.unlocking.models import Effort, PlannedAction

Root = TypeVar("Root")


class About(NamedTuple):
    """The roots of a row, each as kind and public id, and the number of the organisation it belongs to."""

    subjects: list[tuple[str, str]]
    organisation_id: int | None


Found = Callable[[Session, Any], About]


def _supplier(_session: Session, supplier: Supplier) -> About:
    return About([("supplier", supplier.public_id)], supplier.organisation_id)


def _of_supplier(session: Session, part: Any) -> About:
    supplier = _parent(session, Supplier, part, "supplier_id")
    return _supplier(session, supplier) if supplier else About([], None)


def _of_capability(session: Session, wording: Wording) -> About:
    capability = _parent(session, Capability, wording, "capability_id")
    return _of_supplier(session, capability) if capability else About([], None)


def _pair(session: Session, pair: DuplicatePair) -> About:
    return _both(session, pair.first_id, pair.second_id)


def _record_merger(session: Session, merger: SupplierMerger) -> About:
    return _both(session, merger.kept_id, merger.merged_id)


def _both(session: Session, *numbers: int) -> About:
    """Two records; whose an event about both is, nobody's rows say."""
    found = [session.get(Supplier, number) for number in numbers]
    return About([("supplier", each.public_id) for each in found if each], None)


def _of_fact(session: Session, document: FactDocument) -> About:
    fact = _parent(session, Fact, document, "fact_id")
    return _of_supplier(session, fact) if fact else About([], None)


def _requirement(_session: Session, requirement: Requirement) -> About:
    return About([("requirement", requirement.public_id)], requirement.organisation_id)


def _of_requirement(session: Session, part: Any) -> About:
    requirement = _parent(session, Requirement, part, "requirement_id")
    return _requirement(session, requirement) if requirement else About([], None)


def _of_ending(session: Session, award: EndingAward) -> About:
    ending = _parent(session, Ending, award, "ending_id")
    return _of_requirement(session, ending) if ending else About([], None)


def _shortlist(session: Session, shortlist: Shortlist) -> About:
    above = _of_requirement(session, shortlist)
    return About([*above.subjects, ("shortlist", shortlist.public_id)], shortlist.organisation_id)


def _of_shortlist(session: Session, part: Any) -> About:
    shortlist = _parent(session, Shortlist, part, "shortlist_id")
    return _shortlist(session, shortlist) if shortlist else About([], None)


def _of_evaluation(session: Session, score: EvaluationScore) -> About:
    evaluation = _parent(session, Evaluation, score, "evaluation_id")
    return _of_shortlist(session, evaluation) if evaluation else About([], None)


def _of_proposal(session: Session, entry: ProposalEntry) -> About:
    proposal = _parent(session, Proposal, entry, "proposal_id")
    return _of_requirement(session, proposal) if proposal else About([], None)


def _organisation(_session: Session, organisation: Organisation) -> About:
    return About([("organisation", organisation.public_id)], organisation.id)


def _of_organisation(session: Session, part: Membership | Invitation) -> About:
    organisation = _parent(session, Organisation, part, "organisation_id")
    return _organisation(session, organisation) if organisation else About([], None)


def _transfer(session: Session, transfer: Transfer) -> About:
    both = [session.get(Organisation, each) for each in (transfer.source_id, transfer.target_id)]
    return About([("organisation", each.public_id) for each in both if each], transfer.target_id)


def _person(_session: Session, user: User) -> About:
    return About([("person", user.public_id)], None)


def _of_person(session: Session, part: SignIn | Registration) -> About:
    user = _parent(session, User, part, "user_id")
    return _person(session, user) if user else About([], None)


def _synonym(_session: Session, synonym: Synonym) -> About:
    return About([("synonym", synonym.public_id)], None)


def _setting(_session: Session, version: SettingVersion) -> About:
    return About([("setting", version.key[:40])], None)


def _nobodys(_session: Session, _row: Any) -> About:
    """A setting of the hub."""
    return About([], None)


def _firm_import(_session: Session, found: FirmImport) -> About:
    return About([("import", found.public_id)], None)


def _queue_item(_session: Session, item: QueueItem) -> About:
    """Who sees to what is the hub's own affair: no firm reads it in its history."""
    return About([("queue item", item.public_id)], None)


def _contact(session: Session, contact: FirmContact) -> About:
    """The log is the advisers': no firm reads in its history that it was spoken to. An entry and those that
    correct it are one thing, by the first."""
    first = session.get(FirmContact, contact.first_id) if contact.first_id else None
    return About([("contact entry", (first or contact).public_id)], None)


def _claim(session: Session, claim: Claim) -> About:
    return About(_of_supplier(session, claim).subjects, None)


RULES: dict[type, Found] = {
    Supplier: _supplier,
    Capability: _of_supplier,
    Wording: _of_capability,
    Contract: _of_supplier,
    Fact: _of_supplier,
    FactDocument: _of_fact,
    SizeStatement: _of_supplier,
    PlannedAction: _of_supplier,
    FirmFigure: _of_supplier,
    FactCheck: _of_supplier,
    ConsentEntry: _of_supplier,
    SharingEntry: _of_supplier,
    Effort: _nobodys,
    Removal: _of_supplier,
    DuplicatePair: _pair,
    SupplierMerger: _record_merger,
    Claim: _claim,
    FirmImport: _firm_import,
    QueueItem: _queue_item,
    FirmContact: _contact,
    Requirement: _requirement,
    Criterion: _of_requirement,
    Ending: _of_requirement,
    EndingAward: _of_ending,
    Run: _of_requirement,
    Shortlist: _shortlist,
    ShortlistEntry: _of_shortlist,
    PassedOver: _of_shortlist,
    Evaluation: _of_shortlist,
    EvaluationScore: _of_evaluation,
    ShortlistNote: _of_shortlist,
    Export: _nobodys,
    ExportItem: _of_shortlist,
    ShortlistLink: _of_shortlist,
    ProposalRequest: _of_requirement,
    Proposal: _of_requirement,
    ProposalEntry: _of_proposal,
    Organisation: _organisation,
    Membership: _of_organisation,
    Invitation: _of_organisation,
    Transfer: _transfer,
    SettingVersion: _setting,
    Synonym: _synonym,
    User: _person,
    SignIn: _of_person,
    Registration: _of_person,
}
"""Rows of other tables are no change of anybody's: the catalogue's version, counts, waiting mail."""


def about(session: Session, row: Any) -> About:
    """What the row is about. Raises KeyError for a row that events do not speak of."""
    return RULES[type(row)](session, row)


def _parent(session: Session, root: type[Root], part: Any, column: str) -> Root | None:
    """The row that owns `part`, without asking the database where the session has it at hand."""
    number = getattr(part, column)
    if number is None:
        before = inspect(part).attrs[column].history.deleted
        number = before[0] if before else None
    return None if number is None else session.get(root, number)
