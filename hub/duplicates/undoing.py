"""Taking a merger of two records back, row by row: what was changed since is told before it is done."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.accounts.models import Membership
from hub.administration.transferring import move_invitations
from hub.audit.collecting import note_fact, note_subject
from hub.clients.models import ConsentEntry, FactCheck, SharingEntry
from hub.contacts.models import FirmContact
from hub.database import utc_now
from hub.duplicates.merging import AS_IT_IS, UNSHOWN, expire_parts
from hub.duplicates.models import SupplierMerger
from hub.duplicates.planning import PARTS, NotMergeableError, digests
from hub.duplicates.telling import tell_owners
from hub.endings.models import EndingAward
from hub.formatters import format_count
from hub.growth.models import FirmFigure
from hub.matches.cataloguing import note_changes
from hub.suppliers.models import Capability, Claim, Contract, Supplier
from hub.unlocking.models import PlannedAction

TOLD: dict[str, Any] = {
    "planned": PlannedAction,
    "checks": FactCheck,
    "consents": ConsentEntry,
    "sharings": SharingEntry,
    "log": FirmContact,
}
"""What was agreed or recorded, by its name in the record of a merger."""
THINGS = {
    "capabilities": ("thing it does", "things it does"),
    "contracts": ("contract", "contracts"),
    "facts": ("fact", "facts"),
    "figures": ("set of figures of its size", "sets of figures of its size"),
}
COLUMNS = {
    "trading_name": "Trading name",
    "company_number": "Company number",
    "vat_number": "VAT number",
    "kind": "Kind of business",
    "size": "Size of business",
    "postcode": "Postcode",
    "website": "Website",
    "contact_name": "Contact name",
    "contact_email": "Contact email address",
    "contact_phone": "Contact telephone number",
}
"""A place follows its postcode and is not told."""


@dataclass(slots=True)
class Undoing:
    """What goes back, and in words what does not go back as it came."""

    merger: SupplierMerger
    emptied: list[str] = field(default_factory=list)
    parts: dict[str, list[int]] = field(default_factory=dict)
    coming: list[tuple[Membership, dict[str, Any]]] = field(default_factory=list)
    doubled: list[tuple[Membership, dict[str, Any]]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The same for as long as the same goes back and the same is told."""
        places = [place.id for place, _record in (*self.coming, *self.doubled)]
        whole = [self.told, self.emptied, sorted(self.parts.items()), places]
        return hashlib.sha256(str(whole).encode()).hexdigest()


def plan_undoing(session: Session, merger: SupplierMerger) -> Undoing:
    """What taking the merger back will do. Raises NotMergeableError where it cannot be."""
    _check(session, merger)
    undoing = Undoing(merger)
    _plan_columns(undoing)
    for name in PARTS:
        _plan_parts(session, undoing, name)
    _plan_people(session, undoing)
    return undoing


def _check(session: Session, merger: SupplierMerger) -> None:
    if merger.undone_at is not None:
        raise NotMergeableError("This merger was undone already.")
    later = select(SupplierMerger.id).where(
        SupplierMerger.merged_id == merger.kept_id, SupplierMerger.undone_at.is_(None)
    )
    if session.scalars(later).first() is not None:
        raise NotMergeableError(
            f"{merger.kept.name} was merged into another record since. Undo that merger first."
        )
    if merger.merged.state != UNSHOWN:
        raise NotMergeableError(
            f"{merger.merged.name} is {merger.merged.state} now, so it is no merged record."
        )


def _plan_columns(undoing: Undoing) -> None:
    """A column that was taken over is emptied, unless it holds something else by now."""
    kept, merged = undoing.merger.kept, undoing.merger.merged
    for name in undoing.merger.moved["filled"]:
        if getattr(kept, name) == getattr(merged, name):
            undoing.emptied.append(name)
        elif name in COLUMNS:
            undoing.told.append(f"{COLUMNS[name]} was changed since. It stays with {kept.name} as it is now.")


def _plan_parts(session: Session, undoing: Undoing, name: str) -> None:
    """Parts go back as they are now, changed or not; those that were removed are gone."""
    model, (one, many) = PARTS[name], THINGS[name]
    recorded = {number: digest for number, _place, digest in undoing.merger.moved[name]}
    with_kept = select(model.id).where(
        model.id.in_(list(recorded)), model.supplier_id == undoing.merger.kept_id
    )
    there = sorted(session.scalars(with_kept))
    undoing.parts[name] = there
    now = digests(session, model, there)
    changed = sum(now[number] != recorded[number] for number in there)
    merged, kept = undoing.merger.merged.name, undoing.merger.kept.name
    if changed:
        words = "was changed since and goes" if changed == 1 else "were changed since and go"
        undoing.told.append(f"{format_count(changed, one, many)} {words} back to {merged} as changed.")
    if gone := len(recorded) - len(there):
        words = "was removed" if gone == 1 else "were removed"
        undoing.told.append(f"{format_count(gone, one, many)} {words} from {kept} since and cannot go back.")


def _plan_people(session: Session, undoing: Undoing) -> None:
    """Members go back to their place and role, unless either was changed since."""
    merger, moved = undoing.merger, undoing.merger.moved
    target, here = merger.kept.organisation_id, _users(session, merger.merged.organisation_id)
    for record in moved["coming"]:
        place = session.get(Membership, record["membership"], populate_existing=True)
        if _is_as(place, target, record["user"], record["role"]) and record["user"] not in here and place:
            undoing.coming.append((place, record))
    for record in moved["doubled"]:
        place = session.get(Membership, record["into"], populate_existing=True)
        if _is_as(place, target, record["user"], record["has"]) and record["user"] not in here and place:
            undoing.doubled.append((place, record))
    staying = len(moved["coming"]) + len(moved["doubled"]) - len(undoing.coming) - len(undoing.doubled)
    if staying:
        words = "stays" if staying == 1 else "stay"
        undoing.told.append(
            f"{format_count(staying, 'member')} {words} where they are: "
            "their place or role was changed since, or they left."
        )


def _is_as(place: Membership | None, organisation_id: int | None, user: int, role: str) -> bool:
    if place is None:
        return False
    return (place.organisation_id, place.user_id, place.role) == (organisation_id, user, role)


def _users(session: Session, organisation_id: int | None) -> set[int]:
    chosen = select(Membership.user_id).where(Membership.organisation_id == organisation_id)
    return set(session.scalars(chosen))


def undo_merger(session: Session, undoing: Undoing, actor: Actor) -> list[str]:
    """Take the merger back by its plan. Returns in words what did not go back as it came.

    The caller holds both records' rows.
    """
    merger = undoing.merger
    kept, merged, moved = merger.kept, merger.merged, merger.moved
    for name in undoing.emptied:
        setattr(kept, name, None if name in {"company_number", "place_id"} else "")
    merged.state = moved["state"]
    if merged.organisation is not None:
        merged.organisation.merged_at = None
    _send_parts_back(session, undoing)
    _send_people_back(session, undoing)
    merger.undone_at, merger.undone_by_id = utc_now(), actor.user_id
    session.flush()
    expire_parts(session, kept, merged)
    for each in (kept, merged):
        note_subject(session, "supplier", each.public_id)
    note_fact(
        session, parted=merged.public_id, back={name: len(rows) for name, rows in undoing.parts.items()}
    )
    note_changes(session, [kept.public_id, merged.public_id])
    tell_owners(session, "records_parted", kept, merged)
    return [*undoing.told, *_ownerless(session, merged)]


def _send_parts_back(session: Session, undoing: Undoing) -> None:
    merged, kept, moved = undoing.merger.merged_id, undoing.merger.kept_id, undoing.merger.moved
    for name in ("contracts", "facts", "figures"):
        model = PARTS[name]
        back = update(model).where(model.id.in_(undoing.parts[name])).values(supplier_id=merged)
        session.execute(back, execution_options=AS_IT_IS)
    places = {number: place for number, place, _digest in moved["capabilities"]}
    for number in undoing.parts["capabilities"]:
        values = {"supplier_id": merged, "position": places[number], "updated_at": Capability.updated_at}
        session.execute(
            update(Capability).where(Capability.id == number).values(values), execution_options=AS_IT_IS
        )
    waiting = update(Claim).where(
        Claim.id.in_(moved["claims"]), Claim.supplier_id == kept, Claim.state == "asked"
    )
    session.execute(waiting.values(supplier_id=merged), execution_options=AS_IT_IS)
    # An award that was published since is a contract of the kept record, and stays with it.
    with_merged = select(Contract.id).where(Contract.supplier_id == merged)
    awards = update(EndingAward).where(
        EndingAward.id.in_(moved.get("awards", ())),
        EndingAward.supplier_id == kept,
        or_(EndingAward.contract_id.is_(None), EndingAward.contract_id.in_(with_merged)),
    )
    session.execute(awards.values(supplier_id=merged), execution_options=AS_IT_IS)
    for name, model in TOLD.items():
        told = update(model).where(model.id.in_(moved.get(name, ())), model.supplier_id == kept)
        session.execute(told.values(supplier_id=merged), execution_options=AS_IT_IS)
    has = select(FirmFigure.as_at).where(FirmFigure.supplier_id == merged)
    growth = update(FirmFigure).where(
        FirmFigure.id.in_(moved.get("growth", ())),
        FirmFigure.supplier_id == kept,
        FirmFigure.as_at.not_in(has),
    )
    session.execute(growth.values(supplier_id=merged), execution_options=AS_IT_IS)


def _send_people_back(session: Session, undoing: Undoing) -> None:
    source, target = undoing.merger.merged.organisation_id, undoing.merger.kept.organisation_id
    if source is None or target is None:
        return
    for place, _record in undoing.coming:
        place.organisation_id = source
    for place, record in undoing.doubled:
        place.role = record["had"]
        again = Membership(user_id=record["user"], organisation_id=source, role=record["role"])
        if session.get(Membership, record["membership"]) is None:
            again.id = record["membership"]
        session.add(again)
    session.flush()
    move_invitations(session, undoing.merger.moved["invitations"], target, source)


def _ownerless(session: Session, *suppliers: Supplier) -> list[str]:
    """A firm that was claimed and has no owner now needs help."""
    told = []
    for supplier in suppliers:
        owners = select(func.count(Membership.id)).where(
            Membership.organisation_id == supplier.organisation_id, Membership.role == "owner"
        )
        if supplier.organisation_id is not None and not session.scalar(owners):
            told.append(f"{supplier.name} has no owner now. An administrator can make one.")
    return told
