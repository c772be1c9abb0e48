"""Reads of the contact log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from hub.accounts.actors import Actor
from hub.contacts.models import INTENSITIES, FirmContact
from hub.paging import Page, cut_page
from hub.scoping import seen
from hub.suppliers.models import Supplier

A_PAGE = 25
LAST = 3


@dataclass(frozen=True, slots=True)
class Total:
    """Contacts that count, and the quarters of an hour that they took."""

    contacts: int = 0
    quarters: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """The last contacts with a firm, and all of them in numbers: what a page about the firm shows."""

    last: Sequence[FirmContact]
    total: Total


def page_contacts(session: Session, actor: Actor, supplier: Supplier, page: int) -> Page[FirmContact]:
    """A page of entries, newest first, struck ones that another replaced aside. Two statements."""
    found = _of(actor, supplier).where(FirmContact.replaced_by_id.is_(None))
    people = (joinedload(FirmContact.by), joinedload(FirmContact.struck_by))
    return cut_page(session, _newest(found).options(*people), page, A_PAGE)


def list_replaced(
    session: Session, actor: Actor, contacts: Sequence[FirmContact]
) -> Mapping[int, Sequence[FirmContact]]:
    """The entries that some others replaced, the latest first, by the number of the one that stands. One
    statement."""
    standing = {each.first_id: each.id for each in contacts if each.first_id is not None}
    threads = or_(FirmContact.first_id.in_(standing), FirmContact.id.in_(standing))
    chosen = select(FirmContact).where(
        seen(actor, FirmContact), threads, FirmContact.replaced_by_id.is_not(None)
    )
    people = (joinedload(FirmContact.by), joinedload(FirmContact.struck_by))
    found = defaultdict[int, list[FirmContact]](list)
    for each in session.scalars(chosen.options(*people).order_by(FirmContact.id.desc())):
        found[standing[each.first_id or each.id]].append(each)
    return found


def total_contacts(session: Session, actor: Actor, supplier: Supplier) -> dict[str, Total]:
    """What counts, by intensity, each of which is there. One statement."""
    counted = (
        select(FirmContact.intensity, func.count(), func.sum(FirmContact.quarters))
        .where(
            seen(actor, FirmContact),
            FirmContact.supplier_id == supplier.id,
            FirmContact.struck_at.is_(None),
        )
        .group_by(FirmContact.intensity)
    )
    found = {row[0]: Total(row[1], row[2]) for row in session.execute(counted)}
    return {intensity: found.get(intensity, Total()) for intensity in INTENSITIES}


def add_up(totals: Mapping[str, Total]) -> Total:
    return Total(
        sum(each.contacts for each in totals.values()), sum(each.quarters for each in totals.values())
    )


def summarise(session: Session, actor: Actor, supplier: Supplier) -> Summary:
    """The last three contacts that count, and how many there are in all. Two statements."""
    standing = _of(actor, supplier).where(FirmContact.struck_at.is_(None))
    last = session.scalars(_newest(standing).options(joinedload(FirmContact.by)).limit(LAST)).all()
    return Summary(last, add_up(total_contacts(session, actor, supplier)))


def find_contact(
    session: Session, actor: Actor, supplier: Supplier, public_id: str, *, hold: bool = False
) -> FirmContact | None:
    """An entry of the firm's log; with `hold` its row is locked."""
    chosen = _of(actor, supplier).where(FirmContact.public_id == public_id)
    return session.scalar(chosen.with_for_update(of=FirmContact) if hold else chosen)


def has_form(session: Session, form_key: str) -> bool:
    """Whether that form was sent before."""
    return session.scalar(select(FirmContact.id).where(FirmContact.form_key == form_key)) is not None


def _of(actor: Actor, supplier: Supplier) -> Select[FirmContact]:
    return select(FirmContact).where(seen(actor, FirmContact), FirmContact.supplier_id == supplier.id)


def _newest(found: Select[FirmContact]) -> Select[FirmContact]:
    return found.order_by(FirmContact.day.desc(), FirmContact.id.desc())
