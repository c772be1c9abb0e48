"""What is past its time, by `retention_rules.py`, and deleting it.

`due` only reads, so that a dry run says what a real one would do. Rows go by statement, and the event says
how many of which table.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session

from hub.accounts.models import Invitation, Membership, SignIn, User
from hub.audit.collecting import note_fact
from hub.contacts.models import FirmContact
from hub.database import in_batches
from hub.endings.models import Ending
from hub.exports.models import Export
from hub.growth.models import FirmFigure
from hub.imports.models import FirmImport, FirmImportRow
from hub.mail.models import Message
from hub.matches.models import Run, RunSnapshot, Snapshot
from hub.privacy.retention_rules import RULES, Rule
from hub.queue.models import QueueItem
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist
from hub.suppliers.models import Claim, Registration

Due = dict[type[Any], list[int]]
"""Rows past their time, by table and number, in an order in which they can be deleted."""
LONGEST_SIGN_IN = timedelta(days=1)
"""A sign-in that nobody ended is over by then."""


def due(session: Session, rule: Rule, now: datetime) -> Due:
    """The rows that the rule lets go at `now`. Empty for a rule about files, or one without an end."""
    return FINDERS[rule.name](session, cut_of(rule, now)) if rule.name in FINDERS else {}


def cut_of(rule: Rule, now: datetime) -> datetime:
    """What was counted from this moment or before is past its time."""
    return now - timedelta(days=rule.days or 0)


def count(found: Due) -> int:
    return sum(len(numbers) for numbers in found.values())


def let_go(session: Session, rule: Rule, found: Due) -> None:
    """Delete what `due` found. The transaction's event names the rule and the number of rows by table."""
    for model, numbers in found.items():
        for batch in in_batches(numbers):
            statement = delete(model).where(model.id.in_(batch))
            session.execute(statement, execution_options={"synchronize_session": False})
    if count(found):
        rows = {model.__tablename__: len(numbers) for model, numbers in found.items() if numbers}
        note_fact(session, retention=rule.name, kept=rule.kept, rows=rows)


def _numbers(session: Session, model: type[Any], condition: Any) -> list[int]:
    return list(session.scalars(select(model.id).where(condition).order_by(model.id)))


def _decision_records(session: Session, cut: datetime) -> Due:
    """Closed requirements whose last record is old enough, with everything that was decided from them."""
    later_run = select(Run.id).where(Run.requirement_id == Requirement.id, Run.recorded_at > cut)
    later_choice = select(Shortlist.id).where(
        Shortlist.requirement_id == Requirement.id,
        or_(Shortlist.created_at > cut, Shortlist.shared_at > cut),
    )
    later_ending = select(Ending.id).where(Ending.requirement_id == Requirement.id, Ending.told_at > cut)
    over = and_(
        Requirement.state == "closed",
        Requirement.updated_at <= cut,
        ~later_ending.exists(),
        ~later_run.exists(),
        ~later_choice.exists(),
    )
    requirements = _numbers(session, Requirement, over)
    ended = select(Requirement.id).where(over)
    return {
        Shortlist: _numbers(session, Shortlist, Shortlist.requirement_id.in_(ended)),
        Run: _numbers(session, Run, Run.requirement_id.in_(ended)),
        Requirement: requirements,
        Snapshot: _numbers(session, Snapshot, ~_named_by_others(ended)),
    }


def _named_by_others(ended: Any) -> Any:
    """Whether a run that stays was made from the snapshot."""
    staying = select(RunSnapshot.run_id).join(Run).where(RunSnapshot.snapshot_id == Snapshot.id)
    return staying.where(Run.requirement_id.not_in(ended)).exists()


def _invitations(session: Session, cut: datetime) -> Due:
    ended = func.coalesce(Invitation.accepted_at, Invitation.withdrawn_at, Invitation.expires_at)
    return {Invitation: _numbers(session, Invitation, ended <= cut)}


def _sign_ins(session: Session, cut: datetime) -> Due:
    forgotten = and_(SignIn.ended_at.is_(None), SignIn.started_at <= cut - LONGEST_SIGN_IN)
    return {SignIn: _numbers(session, SignIn, or_(SignIn.ended_at <= cut, forgotten))}


def _registrations(session: Session, cut: datetime) -> Due:
    return {Registration: _numbers(session, Registration, Registration.updated_at <= cut)}


def _messages(session: Session, cut: datetime) -> Due:
    return {Message: _numbers(session, Message, Message.queued_at <= cut)}


def _claims(session: Session, cut: datetime) -> Due:
    decided = func.coalesce(Claim.decided_at, Claim.asked_at)
    return {Claim: _numbers(session, Claim, and_(Claim.state != "asked", decided <= cut))}


def _accounts(session: Session, cut: datetime) -> Due:
    belongs = select(Membership.id).where(Membership.user_id == User.id)
    alone = and_(User.confirmed_at.is_(None), User.created_at <= cut, ~belongs.exists())
    return {User: _numbers(session, User, alone)}


def _imports(session: Session, cut: datetime) -> Due:
    old = FirmImport.changed_at <= cut
    of_old = FirmImportRow.import_id.in_(select(FirmImport.id).where(old))
    return {
        FirmImportRow: _numbers(session, FirmImportRow, of_old),
        FirmImport: _numbers(session, FirmImport, old),
    }


def _queue_items(session: Session, cut: datetime) -> Due:
    """One that was done by hand and still stands comes up again then: a look a year is no nuisance."""
    return {
        QueueItem: _numbers(session, QueueItem, and_(QueueItem.state != "open", QueueItem.last_at <= cut))
    }


def _contacts(session: Session, cut: datetime) -> Due:
    return {
        FirmContact: _numbers(session, FirmContact, FirmContact.day <= cut.date()),
        FirmFigure: _numbers(session, FirmFigure, FirmFigure.as_at <= cut.date()),
    }


def _exports(session: Session, cut: datetime) -> Due:
    return {Export: _numbers(session, Export, Export.taken_at <= cut)}


FINDERS: dict[str, Callable[[Session, datetime], Due]] = {
    "decision records": _decision_records,
    "exports": _exports,
    "invitations": _invitations,
    "ended sign-ins": _sign_ins,
    "abandoned registrations": _registrations,
    "undelivered mail": _messages,
    "decided claims": _claims,
    "unconfirmed accounts": _accounts,
    "imports": _imports,
    "finished queue items": _queue_items,
    "contacts and figures": _contacts,
}
FILES = "outbox files"
"""The one rule about files: see `outbox.py`."""


def rules_with_an_end() -> list[Rule]:
    return [rule for rule in RULES if rule.days is not None]
