"""Every table in one place, for whoever needs the whole of `Base.metadata`."""

from hub.accounts.models import Invitation, Membership, Organisation, SignIn, Transfer, User
from hub.audit.models import Event, EventHead, EventSubject, Look
from hub.categories.models import Category
from hub.clients.models import ConsentEntry, FactCheck, SharingEntry
from hub.contacts.models import FirmContact
from hub.database import Base
from hub.duplicates.models import DuplicatePair, SupplierBlock, SupplierMerger
from hub.endings.models import Ending, EndingAward
from hub.evaluations.models import Evaluation, EvaluationScore, ShortlistNote
from hub.exports.models import Export, ExportItem
from hub.facts.models import FactDocument, SizeStatement
from hub.growth.models import FirmFigure, FirmOwnership
from hub.imports.models import FirmImport, FirmImportRow
from hub.insight.models import SupplyCount
from hub.limits.models import LimitCount
from hub.links.models import ShortlistLink
from hub.mail.models import Message
from hub.matches.models import (
    CatalogueChange,
    CatalogueVersion,
    Matching,
    NearMiss,
    OpenMatch,
    Run,
    RunCard,
    RunSnapshot,
    Snapshot,
)
from hub.outcomes.models import Closing, Outcome
from hub.places.models import County, Place
from hub.proposals.models import Proposal, ProposalEntry, ProposalRequest
from hub.queue.models import QueueItem
from hub.requirements.models import Criterion, Requirement, RequirementVersion
from hub.settings.models import SettingVersion
from hub.shortlists.models import PassedOver, Shortlist, ShortlistEntry
from hub.suppliers.models import (
    Capability,
    Claim,
    Contract,
    Fact,
    Registration,
    Removal,
    Supplier,
    Wording,
)
from hub.synonyms.models import Synonym
from hub.unlocking.models import Effort, PlannedAction, Unlock, UnlockedRequirement
from hub.upkeep.models import Concern

__all__ = [
    "Base",
    "Capability",
    "CatalogueChange",
    "CatalogueVersion",
    "Category",
    "Claim",
    "Closing",
    "Concern",
    "ConsentEntry",
    "Contract",
    "County",
    "Criterion",
    "DuplicatePair",
    "Effort",
    "Ending",
    "EndingAward",
    "Evaluation",
    "EvaluationScore",
    "Event",
    "EventHead",
    "EventSubject",
    "Export",
    "ExportItem",
    "Fact",
    "FactCheck",
    "FactDocument",
    "FirmContact",
    "FirmFigure",
    "FirmImport",
    "FirmImportRow",
    "FirmOwnership",
    "Invitation",
    "LimitCount",
    "Look",
    "Matching",
    "Membership",
    "Message",
    "NearMiss",
    "OpenMatch",
    "Organisation",
    "Outcome",
    "PassedOver",
    "Place",
    "PlannedAction",
    "Proposal",
    "ProposalEntry",
    "ProposalRequest",
    "QueueItem",
    "Registration",
    "Removal",
    "Requirement",
    "RequirementVersion",
    "Run",
    "RunCard",
    "RunSnapshot",
    "SettingVersion",
    "SharingEntry",
    "Shortlist",
    "ShortlistEntry",
    "ShortlistLink",
    "ShortlistNote",
    "SignIn",
    "SizeStatement",
    "Snapshot",
    "Supplier",
    "SupplierBlock",
    "SupplierMerger",
    "SupplyCount",
    "Synonym",
    "Transfer",
    "Unlock",
    "UnlockedRequirement",
    "User",
    "Wording",
]
