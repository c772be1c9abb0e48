"""Erasing a person, and with them a firm that was theirs alone.

Rows go by statement, so that the event of an erasure says how many went and never what they held. What the
database frees is still in its files afterwards: `hub/privacy/purging.py` takes it out of those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Text, and_, cast, delete, null, or_, select, update
from sqlalchemy.orm import Session

from hub.accounts.models import Invitation, Membership, Organisation, SignIn, User
from hub.audit.collecting import note_fact, note_subject
from hub.audit.models import Event, EventSubject
from hub.clients.models import ConsentEntry, FactCheck, SharingEntry
from hub.contacts.models import FirmContact
from hub.database import in_batches
from hub.duplicates.models import SupplierBlock
from hub.duplicates.queries import list_merged_into
from hub.evaluations.models import Evaluation
from hub.facts.models import FactDocument, SizeStatement
from hub.growth.models import FirmFigure, FirmOwnership
from hub.imports.models import FirmImportRow
from hub.mail.models import Message
from hub.matches.cataloguing import note_changes
from hub.members.changing import count_other_leaders
from hub.outcomes.models import Outcome
from hub.privacy.kept_records import cut_contacts, cut_to_roles, hash_firm
from hub.privacy.traces import by_address, by_mention, by_own_firm, by_own_name, who_is
from hub.requirements.models import Requirement
from hub.suppliers.models import Capability, Claim, Contract, Fact, Registration, Removal, Supplier, Wording
from hub.unlocking.models import PlannedAction, Unlock
from hub.upkeep.models import Concern

STAYS = {"synchronize_session": False}
INTEREST_GONE = "[erased with the person who declared it]"


class ErasureRefusedError(ValueError):
    """Somebody who cannot be erased yet; the message says why and what to do first."""


@dataclass(slots=True)
class Erased:
    """What an erasure took: public ids, and the number of rows by table."""

    person: str = ""
    texts: list[str] = field(default_factory=list)
    """The address, and names that are more than a word: mail that holds one of them goes."""
    organisations: list[str] = field(default_factory=list)
    suppliers: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    """Suppliers that are unclaimed records again, with their published awards."""
    events: list[int] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)


def refusal(session: Session, user: User, called: str = "You are") -> str | None:
    """Why the person cannot be erased yet and what to do first; None where they can.

    `called` starts the sentence, for a reader who is somebody else.
    """
    for membership in user.memberships:
        able = _others(session, membership, active=True)
        led = bool(count_other_leaders(session, membership.organisation, user.id))
        if membership.role == "administrator" and not led:
            return f"{called} the last administrator of the hub. Make somebody else an administrator first"
        if membership.role == "owner" and able and not led:
            name = membership.organisation.name
            return f"{called} the last owner of {name}. Make another member an owner first"
    return None


def erase_person(
    session: Session, user: User, *, by: str, called: str = "You are", insist: bool = False
) -> Erased:
    """Erase the person and whatever is theirs alone. `by` says who asked: the person, an administrator, ...

    The caller commits, and then calls `finish_erasure`: the rows are in the database's files until then.

    Raises ErasureRefusedError for the last owner of an organisation with other members and for the last
    administrator, unless the caller insists: an erasure that is done again after a restore is no question.
    """
    session.flush()
    _hold(session, user)
    reason = refusal(session, user, called)
    if reason and not insist:
        raise ErasureRefusedError(reason)
    erased = Erased(person=user.public_id, texts=[user.email, *_long(user.name)])
    alone = theirs_alone(session, user)
    for membership in list(user.memberships):
        organisation, roles = membership.organisation, _roles(user, membership.role)
        if organisation.kind == "supplier" and organisation in alone:
            _erase_firm(session, organisation, roles, erased)
        elif organisation.kind == "supplier":
            erased.rows["names cut to roles"] += cut_contacts(session, organisation.id, roles)
        elif organisation.kind == "buyer":
            erased.rows["names cut to roles"] += cut_to_roles(session, organisation.id, roles)
    _erase_rows(session, user, erased)
    _note(session, erased, by)
    return erased


def theirs_alone(session: Session, user: User) -> list[Organisation]:
    """Organisations whose only member the person is. A supplier's goes with them; a buyer's stays."""
    return [each.organisation for each in user.memberships if not _others(session, each)]


def erase_firm(session: Session, organisation: Organisation, *, by: str) -> Erased:
    """Erase a firm and leave its people their accounts: because an owner asks, or after a restore once more.

    The caller commits, and then calls `finish_erasure`.
    """
    session.execute(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update()).all()
    erased = Erased()
    members = list(organisation_members(session, organisation))
    _erase_firm(session, organisation, _named_contacts(session, organisation), erased)
    claimed = and_(Claim.supplier_id.in_(_numbers_of(session, erased)), Claim.user_id.in_(members))
    _delete(session, Claim, claimed, erased)
    for text in erased.texts:
        mentioned = (each.icontains(text, autoescape=True) for each in (Message.subject, Message.body))
        _delete(session, Message, or_(*mentioned), erased)
    _note(session, erased, by)
    return erased


def organisation_members(session: Session, organisation: Organisation) -> list[int]:
    """The people of an organisation, by number."""
    return list(
        session.scalars(select(Membership.user_id).where(Membership.organisation_id == organisation.id))
    )


def _named_contacts(session: Session, organisation: Organisation) -> dict[str, str]:
    """Name and address of the firm's contact: they may stand in a buyer's reasons."""
    chosen = select(Supplier.contact_name, Supplier.contact_email)
    row = session.execute(chosen.where(Supplier.organisation_id == organisation.id)).one_or_none()
    return {text: "contact" for text in row or () if text}


def _numbers_of(session: Session, erased: Erased) -> list[int]:
    """The numbers of the records that are unclaimed again."""
    return list(session.scalars(select(Supplier.id).where(Supplier.public_id.in_(erased.returned))))


def _others(session: Session, membership: Membership, *, active: bool = False) -> list[str]:
    """The roles of the other members, or only of those who can sign in."""
    others = and_(
        Membership.organisation_id == membership.organisation_id, Membership.user_id != membership.user_id
    )
    chosen = select(Membership.role).join(Membership.user).where(others)
    return list(session.scalars(chosen.where(User.active) if active else chosen))


def _roles(user: User, role: str) -> dict[str, str]:
    return {name: role for name in (user.name, user.email) if name}


def _long(name: str) -> list[str]:
    """A name of one word may be any word of a mail."""
    return [name] if " " in name.strip() else []


def _hold(session: Session, user: User) -> None:
    """Two owners of one organisation who go at once go one after the other."""
    numbers = sorted(each.organisation_id for each in user.memberships)
    chosen = select(Organisation.id).where(Organisation.id.in_(numbers)).order_by(Organisation.id)
    session.execute(chosen.with_for_update()).all()
    session.execute(select(User.id).where(User.id == user.id).with_for_update()).all()


def _erase_rows(session: Session, user: User, erased: Erased) -> None:
    """Everything of the person in tables of people. What they made for others stays without its maker."""
    who = who_is(user)
    raised = {"version": Supplier.version + 1}
    named = raised | {"contact_name": "", "contact_phone": ""}
    changes: tuple[tuple[type[Any], Any, dict[str, Any]], ...] = (
        # A firm that goes on keeps an address that is not the person's: it may be the office's.
        (Supplier, by_own_name(who), named),
        (Supplier, by_address(Supplier.contact_email, who), named | {"contact_email": ""}),
        (Removal, by_address(Removal.email, who), {"email": "", "reason": ""}),
        # What the interest was is theirs; that there was one belongs to the decision.
        (Evaluation, Evaluation.user_id == user.id, {"interest_words": INTEREST_GONE}),
    )
    named_here = select(Supplier.id).where(or_(by_own_name(who), by_address(Supplier.contact_email, who)))
    # A key may tell of the address; the next look at the register makes it anew without.
    _delete(session, SupplierBlock, SupplierBlock.supplier_id.in_(named_here), erased)
    for model, condition, values in changes:
        found = session.execute(update(model).where(condition).values(values), execution_options=STAYS)
        erased.rows[model.__tablename__] += found.rowcount  # type: ignore[attr-defined]
    mentioned = [
        column.icontains(text, autoescape=True)
        for text in erased.texts
        for column in (Message.subject, Message.body)
    ]
    invited = or_(by_address(Invitation.email, who), Invitation.invited_by_id == user.id)
    theirs: tuple[tuple[type[Any], Any], ...] = (
        (Message, or_(by_address(Message.recipient, who), *mentioned)),
        (
            FirmImportRow,
            or_(*(by_mention(each, who) for each in (FirmImportRow.cells, FirmImportRow.values))),
        ),
        # It may have been said of the person. Other owners can say it again of themselves.
        (FirmOwnership, by_own_firm(FirmOwnership.supplier_id, who)),
        (Invitation, invited),
        (Claim, Claim.user_id == user.id),
        (Registration, Registration.user_id == user.id),
        (SignIn, SignIn.user_id == user.id),
        (Membership, Membership.user_id == user.id),
        (User, User.id == user.id),
    )
    for model, condition in theirs:
        _delete(session, model, condition, erased)


def _erase_firm(
    session: Session, organisation: Organisation, people: Mapping[str, str], erased: Erased
) -> None:
    """The firm goes, all but the published awards of one that was an unclaimed record before."""
    supplier = session.scalars(
        select(Supplier).where(Supplier.organisation_id == organisation.id).with_for_update()
    ).one_or_none()
    if supplier is not None:
        _erase_merged(session, supplier, people, erased)
        awards = list(session.scalars(select(Contract.public_id).where(_published(supplier))))
        for number in sorted(hash_firm(session, supplier, people, awards=awards or None)):
            note_subject(session, "requirement", session.get_one(Requirement, number).public_id)
        erased.rows["event"] += _empty_events(session, organisation, supplier, erased)
        _erase_profile(session, supplier, bool(awards), erased)
        note_changes(session, [supplier.public_id])
    _delete(session, Invitation, Invitation.organisation_id == organisation.id, erased)
    _delete(session, Membership, Membership.organisation_id == organisation.id, erased)
    _delete(session, Organisation, Organisation.id == organisation.id, erased)
    erased.organisations.append(organisation.public_id)


def _erase_merged(session: Session, supplier: Supplier, people: Mapping[str, str], erased: Erased) -> None:
    """Records that were merged into the firm's go with it: their awards, if any, are the firm's by now."""
    for merged in list_merged_into(session, supplier.id):
        for number in sorted(hash_firm(session, merged, people)):
            note_subject(session, "requirement", session.get_one(Requirement, number).public_id)
        organisation = merged.organisation
        if organisation is not None:
            erased.rows["event"] += _empty_events(session, organisation, merged, erased)
        _erase_profile(session, merged, False, erased)
        note_changes(session, [merged.public_id])
        if organisation is not None:
            _delete(session, Invitation, Invitation.organisation_id == organisation.id, erased)
            _delete(session, Organisation, Organisation.id == organisation.id, erased)
            erased.organisations.append(organisation.public_id)


def _published(supplier: Supplier) -> Any:
    return and_(Contract.supplier_id == supplier.id, Contract.source != "own")


def _erase_profile(session: Session, supplier: Supplier, returns: bool, erased: Erased) -> None:
    said = select(Capability.id).where(Capability.supplier_id == supplier.id)
    _delete(session, Wording, Wording.capability_id.in_(said), erased)
    _delete(session, Capability, Capability.supplier_id == supplier.id, erased)
    facts = select(Fact.id).where(Fact.supplier_id == supplier.id)
    _delete(session, FactDocument, FactDocument.fact_id.in_(facts), erased)
    _delete(session, Fact, Fact.supplier_id == supplier.id, erased)
    _delete(session, Outcome, Outcome.supplier_id == supplier.id, erased)
    _delete(session, Concern, Concern.supplier_id == supplier.id, erased)
    _delete(session, Unlock, Unlock.supplier_id == supplier.id, erased)
    _delete(session, PlannedAction, PlannedAction.supplier_id == supplier.id, erased)
    _delete(session, FirmContact, FirmContact.supplier_id == supplier.id, erased)
    _delete(session, FirmFigure, FirmFigure.supplier_id == supplier.id, erased)
    _delete(session, FirmOwnership, FirmOwnership.supplier_id == supplier.id, erased)
    for model in (FactCheck, ConsentEntry, SharingEntry):
        _delete(session, model, model.supplier_id == supplier.id, erased)
    _delete(session, SizeStatement, SizeStatement.supplier_id == supplier.id, erased)
    own = and_(Contract.supplier_id == supplier.id, Contract.source == "own")
    _delete(session, Contract, own, erased)
    _delete(session, FirmImportRow, FirmImportRow.supplier == supplier.public_id, erased)
    if returns:
        erased.returned.append(supplier.public_id)
        session.execute(_unclaim(supplier), execution_options=STAYS)
        return
    erased.suppliers.append(supplier.public_id)
    erased.texts.extend(_long(supplier.name))
    _delete(session, Claim, Claim.supplier_id == supplier.id, erased)
    _delete(session, Removal, Removal.supplier_id == supplier.id, erased)
    _delete(session, Supplier, Supplier.id == supplier.id, erased)


def _unclaim(supplier: Supplier) -> Any:
    """The record as an award would make it: its name alone. A suspended one stays suspended, and one that is
    gone from the company register stays so: without its number nobody would look it up again."""
    texts = (
        *("trading_name", "vat_number", "kind", "size", "postcode", "website"),
        *("contact_name", "contact_email", "contact_phone"),
    )
    state = "suspended" if supplier.state == "suspended" else "unclaimed"
    numbers = {"organisation_id": None, "company_number": None, "place_id": None}
    numbers |= {"confirmed_on": None, "entered_on": None}
    answer = {"register_name": "", "register_renamed": False, "nudges": True}
    if not supplier.is_gone:
        answer |= {"register_status": "", "register_source": ""}
        numbers |= {"register_checked_on": None, "dissolved_on": None}
    return (
        update(Supplier)
        .where(Supplier.id == supplier.id)
        .values(state=state, version=Supplier.version + 1, **numbers, **answer, **dict.fromkeys(texts, ""))
    )


def _empty_events(session: Session, organisation: Organisation, supplier: Supplier, erased: Erased) -> int:
    """Take the open texts out of events about the firm. Their hashes stay, so the chain holds."""
    about = [("supplier", supplier.public_id), ("organisation", organisation.public_id)]
    subject = or_(*(and_(EventSubject.kind == kind, EventSubject.public_id == one) for kind, one in about))
    numbers = select(EventSubject.event_number).where(subject)
    telling = and_(
        Event.number.in_(numbers), Event.changes.is_not(None), cast(Event.changes, Text).contains('"columns"')
    )
    found = sorted(session.scalars(select(Event.number).where(telling)))
    for batch in in_batches(found):
        emptied = update(Event).where(Event.number.in_(batch)).values(changes=null())
        session.execute(emptied, execution_options=STAYS)
    erased.events.extend(found)
    return len(found)


def _delete(session: Session, model: Any, condition: Any, erased: Erased) -> None:
    found = session.execute(delete(model).where(condition), execution_options=STAYS)
    erased.rows[model.__tablename__] += found.rowcount  # type: ignore[attr-defined]


def _note(session: Session, erased: Erased, by: str) -> None:
    """One fact for the event: public ids and counts, and which events lost their texts."""
    if erased.person:
        note_subject(session, "person", erased.person)
    for organisation in erased.organisations:
        note_subject(session, "organisation", organisation)
    for supplier in (*erased.suppliers, *erased.returned):
        note_subject(session, "supplier", supplier)
    note_fact(
        session,
        asked_by=by,
        erased_rows={table: count for table, count in sorted(erased.rows.items()) if count},
        erased_events=sorted(set(erased.events)),
    )
