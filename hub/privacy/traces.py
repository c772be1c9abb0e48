"""Where a person leaves traces: for each table with a personal column, how their rows are found.

A person's own copy, the erasure and the tests follow this list. A row that a person is found in by one column
may hold somebody else's data in another, so each trace names what of the row is the person's to see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from hub.accounts.models import Invitation, Membership, Organisation, SignIn, Transfer, User
from hub.audit.models import Event, Look
from hub.clients.models import ConsentEntry, FactCheck, SharingEntry
from hub.contacts.models import FirmContact
from hub.duplicates.models import DuplicatePair, SupplierMerger
from hub.evaluations.models import Evaluation, ShortlistNote
from hub.exports.models import Export
from hub.growth.models import FirmFigure, FirmOwnership
from hub.imports.models import FirmImport, FirmImportRow
from hub.links.models import ShortlistLink
from hub.mail.models import Message
from hub.matches.models import Run
from hub.privacy.labels import COLUMNS, PERSONAL
from hub.proposals.models import Proposal, ProposalRequest
from hub.queue.models import QueueItem
from hub.requirements.models import Requirement, RequirementVersion
from hub.settings.models import SettingVersion
from hub.shortlists.models import Shortlist
from hub.suppliers.models import Claim, Registration, Removal, Supplier
from hub.unlocking.models import Effort, PlannedAction

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Who:
    """A person as rows know them: by number, by address, by name within their own organisations."""

    user_id: int
    email: str
    name: str
    organisations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """Rows of `model` that are about a person because of the column `found_by`.

    `key` and `words` name them in the person's copy, `shown` are the columns it tells, `beside` the thing
    that a number stands for: a name for it, the column, and what is told of the thing.
    """

    key: str
    words: str
    model: type[Any]
    found_by: str
    how: Callable[[Any, Who], Condition]
    shown: tuple[str, ...]
    beside: tuple[str, str, InstrumentedAttribute[Any]] | None = None

    def rows(self, who: Who) -> Condition:
        return self.how(getattr(self.model, self.found_by), who)


def who_is(user: User) -> Who:
    return Who(user.id, user.email, user.name, tuple(each.organisation_id for each in user.memberships))


def by_number(column: Any, who: Who) -> Condition:
    condition: Condition = column == who.user_id
    return condition


def by_address(column: Any, who: Who) -> Condition:
    """However it was typed; the hub keeps an account's address in lower case."""
    return func.lower(column) == who.email.lower()


def as_contact(column: Any, who: Who) -> Condition:
    """The contact with the person's address, or with their name in an organisation of theirs."""
    return or_(by_address(column, who), by_own_name(who))


def by_own_name(who: Who) -> Condition:
    """Within the person's own organisations a contact of their name is them; elsewhere somebody else."""
    own = Supplier.organisation_id.in_(who.organisations)
    return and_(own, Supplier.contact_name == who.name, Supplier.contact_name != "")


def by_mention(column: Any, who: Who) -> Condition:
    """A list of texts that holds the address."""
    return cast(column, Text).icontains(who.email, autoescape=True)


def by_own_firm(column: Any, who: Who) -> Condition:
    """Of a business that the person owns, by the number of its record."""
    owned = select(Membership.organisation_id).where(
        Membership.user_id == who.user_id, Membership.role == "owner"
    )
    condition: Condition = column.in_(select(Supplier.id).where(Supplier.organisation_id.in_(owned)))
    return condition


ORGANISATION = ("organisation", "organisation_id", Organisation.name)
REQUIREMENT = ("requirement", "requirement_id", Requirement.title)


def _trace(  # noqa: PLR0917 - a row of the table below
    key: str,
    words: str,
    column: InstrumentedAttribute[Any],
    how: Callable[[Any, Who], Condition],
    shown: str,
    beside: tuple[str, str, InstrumentedAttribute[Any]] | None = None,
) -> Trace:
    model: Any = column.class_
    return Trace(key, words, model, column.key, how, tuple(shown.split()), beside)


TRACES = (
    _trace(
        "person",
        "Your account.",
        User.id,
        by_number,
        "public_id email name active confirmed_at created_at",
    ),
    _trace(
        "memberships",
        "The organisations you belong to, and your role in each.",
        Membership.user_id,
        by_number,
        "role",
        ORGANISATION,
    ),
    _trace(
        "sign_ins",
        "Browsers you signed in with, and when.",
        SignIn.user_id,
        by_number,
        "browser started_at ended_at",
    ),
    _trace(
        "registration",
        "A registration of a business that you began and have not sent.",
        Registration.user_id,
        by_number,
        "answers updated_at",
    ),
    _trace(
        "claims",
        "Records of businesses that you said are yours.",
        Claim.user_id,
        by_number,
        "supplier_name state company_number proof answer asked_at decided_at",
    ),
    _trace(
        "invitations_to_you",
        "Invitations to join an organisation, sent to your address.",
        Invitation.email,
        by_address,
        "email role created_at expires_at accepted_at withdrawn_at",
        ORGANISATION,
    ),
    _trace(
        "removals_you_asked_for",
        "Requests to remove a record, made with your address.",
        Removal.email,
        by_address,
        "supplier_name state email reason asked_at decided_at",
    ),
    _trace(
        "contact_details",
        "Profiles of businesses that name you as the contact.",
        Supplier.contact_email,
        as_contact,
        "name contact_name contact_email contact_phone",
    ),
    _trace(
        "ownership_you_said",
        "What was said, by you or another owner, of who owns and leads a business of yours.",
        FirmOwnership.supplier_id,
        by_own_firm,
        "kind",
        ("business", "supplier_id", Supplier.name),
    ),
    _trace(
        "imported_rows",
        "Rows with your address in lists of firms that the hub is about to import, as in the file.",
        FirmImportRow.cells,
        by_mention,
        "cells values",
    ),
    _trace(
        "imports",
        "Lists of firms that you uploaded for the hub.",
        FirmImport.uploaded_by_id,
        by_number,
        "file_name uploaded_at state",
    ),
    _trace(
        "mail_waiting",
        "Mail to your address that has not gone out yet.",
        Message.recipient,
        by_address,
        "recipient subject body queued_at",
    ),
    _trace(
        "requirements",
        "Requirements you wrote. They belong to your organisation, so only their titles are here.",
        Requirement.created_by_id,
        by_number,
        "public_id title created_at",
        ORGANISATION,
    ),
    _trace(
        "requirement_versions",
        "Versions of requirements you saved. They belong to your organisation, so only the title is here.",
        RequirementVersion.saved_by_id,
        by_number,
        "number saved_at",
        REQUIREMENT,
    ),
    _trace(
        "runs",
        "Rankings you recorded. They belong to your organisation, so only the requirement’s title is here.",
        Run.recorded_by_id,
        by_number,
        "public_id recorded_at",
        REQUIREMENT,
    ),
    _trace(
        "shortlists",
        "Shortlists you made. They belong to your organisation, so only the requirement’s title is here.",
        Shortlist.created_by_id,
        by_number,
        "public_id created_at",
        REQUIREMENT,
    ),
    _trace(
        "shortlists_frozen",
        "Shortlists you froze.",
        Shortlist.frozen_by_id,
        by_number,
        "public_id frozen_at",
        REQUIREMENT,
    ),
    _trace(
        "shortlist_links",
        "Links to a shortlist you made for somebody without an account. Whom they were for belongs to the "
        "organisation.",
        ShortlistLink.made_by_id,
        by_number,
        "public_id made_at ends_on revoked_at opened",
    ),
    _trace(
        "shortlists_asked_for",
        "Shortlists you asked the hub for.",
        ProposalRequest.asked_by_id,
        by_number,
        "asked_at",
        REQUIREMENT,
    ),
    _trace(
        "proposals_begun",
        "Shortlists for buyers you began for the hub.",
        Proposal.started_by_id,
        by_number,
        "public_id state started_at",
    ),
    _trace(
        "proposals_made",
        "Shortlists you proposed to buyers for the hub.",
        Proposal.proposed_by_id,
        by_number,
        "public_id state proposed_at",
    ),
    _trace(
        "proposals_settled",
        "Proposed shortlists you confirmed, declined or withdrew.",
        Proposal.settled_by_id,
        by_number,
        "public_id state settled_at",
    ),
    _trace(
        "exports",
        "Shortlists you took as a file for the hub, each time with its number.",
        Export.taken_by_id,
        by_number,
        "id taken_at format shortlists rows digest refused",
    ),
    _trace(
        "evaluations",
        "Interests you declared before you scored suppliers of a shortlist, suppliers by their rank.",
        Evaluation.user_id,
        by_number,
        "interests interest_words declared_at",
    ),
    _trace(
        "shortlist_notes",
        "Notes you wrote on suppliers of a shortlist.",
        ShortlistNote.user_id,
        by_number,
        "text written_at",
    ),
    _trace(
        "invitations_you_sent",
        "Invitations you sent. The address is another person’s, so it is not here.",
        Invitation.invited_by_id,
        by_number,
        "role created_at expires_at accepted_at withdrawn_at",
        ORGANISATION,
    ),
    _trace(
        "claims_you_decided",
        "Claims to a record that you decided for the hub. What the claimant wrote is theirs.",
        Claim.decided_by_id,
        by_number,
        "supplier_name state decided_at",
    ),
    _trace(
        "actions_you_agreed",
        "Actions that you agreed with a firm for the hub.",
        PlannedAction.agreed_by_id,
        by_number,
        "public_id fact state due_on agreed_at",
    ),
    _trace(
        "actions_you_settled",
        "Actions agreed with a firm that you marked as done or dropped.",
        PlannedAction.settled_by_id,
        by_number,
        "public_id fact state settled_at",
    ),
    _trace(
        "checks_you_made",
        "Checks of what firms state that you recorded, with your note.",
        FactCheck.checked_by_id,
        by_number,
        "public_id fact how checked_on note recorded_at",
    ),
    _trace(
        "checks_you_took_back",
        "Checks of what firms state that you took back, and why.",
        FactCheck.taken_back_by_id,
        by_number,
        "public_id fact taken_back_at taken_back_reason",
    ),
    _trace(
        "consent_you_recorded",
        "What firms agreed to or withdrew, as you recorded it.",
        ConsentEntry.recorded_by_id,
        by_number,
        "purpose partner act how on_day note recorded_at",
    ),
    _trace(
        "sharing_you_recorded",
        "What was shared of firms, as you recorded it.",
        SharingEntry.recorded_by_id,
        by_number,
        "shared_with what ground on_day recorded_at",
    ),
    _trace(
        "hours_you_set",
        "Hours that you said a fact takes to gain.",
        Effort.set_by_id,
        by_number,
        "fact hours set_at",
    ),
    _trace(
        "contacts_you_logged",
        "Contacts with firms that you logged for the hub.",
        FirmContact.by_id,
        by_number,
        "public_id day channel intensity quarters about next_step next_on logged_at",
    ),
    _trace(
        "contacts_you_struck_out",
        "Entries of the contact log that you struck out.",
        FirmContact.struck_by_id,
        by_number,
        "public_id struck_at struck_reason",
    ),
    _trace(
        "figures_you_took_down",
        "Jobs and turnover of firms that you took down for the hub. The figures are the firms’.",
        FirmFigure.entered_by_id,
        by_number,
        "public_id as_at given entered_at",
    ),
    _trace(
        "settings_you_saved",
        "Settings of the hub that you saved, and why.",
        SettingVersion.set_by_id,
        by_number,
        "key number why set_at",
    ),
    _trace(
        "removals_you_decided",
        "Requests to remove a record that you decided for the hub.",
        Removal.decided_by_id,
        by_number,
        "supplier_name state decided_at",
    ),
    _trace(
        "transfers_you_did",
        "Mergers of organisations and moves between them that you did for the hub.",
        Transfer.done_by_id,
        by_number,
        "kind done_at",
        ("into", "target_id", Organisation.name),
    ),
    _trace(
        "transfers_you_undid",
        "The same, taken back by you.",
        Transfer.undone_by_id,
        by_number,
        "kind undone_at",
        ("into", "target_id", Organisation.name),
    ),
    _trace(
        "duplicates_you_decided",
        "Pairs of records that you decided for the hub: one firm’s, or two firms’.",
        DuplicatePair.decided_by_id,
        by_number,
        "public_id state decided_at",
    ),
    _trace(
        "records_you_merged",
        "Records of businesses that you merged for the hub.",
        SupplierMerger.done_by_id,
        by_number,
        "public_id done_at",
        ("into", "kept_id", Supplier.name),
    ),
    _trace(
        "records_you_parted_again",
        "The same, taken back by you.",
        SupplierMerger.undone_by_id,
        by_number,
        "public_id undone_at",
        ("into", "kept_id", Supplier.name),
    ),
    _trace(
        "queue_items_yours",
        "Items of the advisers’ queue that you see to.",
        QueueItem.assigned_to_id,
        by_number,
        "kind came_at state",
    ),
    _trace(
        "queue_items_you_acted_on",
        "Items of the advisers’ queue that you acted on last, with what you wrote if you finished them.",
        QueueItem.last_by_id,
        by_number,
        "kind last_act last_at note",
    ),
    _trace(
        "events",
        "Changes you made on the hub: when, by which page, and the ids of the things changed.",
        Event.actor_id,
        by_number,
        "number at action actor_role subjects",
    ),
    _trace(
        "looks",
        "Private things of organisations that you looked at for the hub.",
        Look.user_id,
        by_number,
        "at kind page public_id",
    ),
)


def personal_columns() -> set[str]:
    """Every column with the label personal, as `table.column`."""
    return {f"{table}.{name}" for table, of in COLUMNS.items() for name in of.get(PERSONAL, "").split()}


def untraced(columns: set[str]) -> set[str]:
    """Those of the columns that no trace finds a person by and none shows."""
    traced = {
        f"{trace.model.__tablename__}.{name}" for trace in TRACES for name in (trace.found_by, *trace.shown)
    }
    return columns - traced
