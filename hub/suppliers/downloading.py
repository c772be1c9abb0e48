"""All that the hub holds of a supplier, as files for its own people.

As JSON it is one file of the shape of a person's own copy (`hub/privacy/downloading.py`): `about`, `keys` in
plain English, `held` with a list of rows for each key, `kept_elsewhere`. As CSV it is an archive with a file
for each key, because what a firm does and whom it did it for have no columns in common.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Mapper, Session, joinedload

from hub.audit.models import Event, EventSubject
from hub.audit.wording import tell_event
from hub.facts.models import FactDocument, SizeStatement
from hub.growth.models import FirmFigure
from hub.privacy.downloading import plain
from hub.suppliers.models import Capability, Contract, Fact, Supplier, Wording
from hub.tables.writing_csv import to_csv as write_csv

Row = dict[str, Any]
INNER = frozenset(
    [
        "id",
        "supplier_id",
        "organisation_id",
        "capability_id",
        "proof_contract_id",
        "place_id",
        "category_id",
        "name_key",
        "source_key",
        "entered_by_id",
        "version",
    ]
)
"""Columns that say nothing to a reader: numbers of rows, and what the hub works out for itself."""
OWN, PUBLISHED = "the business's own word", "published award"
KEYS = {
    "profile": "The profile: what the business says of itself. Its contact details are for advisers and "
    "confirmed buyers.",
    "what_it_does": "What the business does, published or not, in the order of its desk.",
    "earlier_wordings": "How each thing was worded until it was changed, the latest first.",
    "contracts": "Contracts, newest first. Those that public bodies published are marked; they are not the "
    "business’s to change.",
    "facts": "Certificates, insurance and other facts, with what proves them.",
    "documents": "Which facts have a document, how many bytes it has and when it was added. The documents "
    "themselves are downloaded one by one from the desk.",
    "size": "The figures that the size of the business follows from: its own, or those of its group.",
    "jobs_and_turnover": "Jobs (in tenths of a full-time one) and turnover on a day, as the business or an "
    "adviser entered them, the latest first.",
    "history": "What was changed, when, and by whom by their role, the latest first.",
}
ELSEWHERE = (
    "Rankings, shortlists and awards that name the business and are not published belong to the buyers who "
    "made them. What advisers of the hub logged of contacts with the business is the hub’s: ask it. What an "
    "owner said of who owns the business is in that owner’s own copy. What the hub holds about a person is "
    "in that person’s own copy, under their account."
)


@dataclass(frozen=True, slots=True)
class Copy:
    """The rows by key, and whose they are."""

    supplier: str
    public_id: str
    held: Mapping[str, Sequence[Row]]


def copy_supplier(session: Session, supplier: Supplier) -> Copy:
    """Everything of a supplier that its members may see. The number of statements is fixed."""
    place = supplier.place.name if supplier.place else None
    held = {
        "profile": [_columns(supplier) | {"place": place}],
        "what_it_does": [_capability(each) for each in supplier.capabilities],
        "earlier_wordings": _wordings(session, supplier),
        "contracts": _contracts(session, supplier),
        "facts": [_columns(each) for each in supplier.facts],
        "documents": _documents(session, supplier),
        "size": [_columns(each) for each in _figures(session, supplier)],
        "jobs_and_turnover": [_columns(each) for each in _growth(session, supplier)],
        "history": _history(session, supplier.public_id),
    }
    return Copy(supplier.name, supplier.public_id, held)


def _columns(thing: Supplier | Capability | Wording | Contract | Fact | SizeStatement | FirmFigure) -> Row:
    mapper: Mapper[Any] = inspect(type(thing))
    names = (column.key for column in mapper.column_attrs)
    return {name: plain(getattr(thing, name)) for name in names if name not in INNER}


def _category(thing: Capability | Contract) -> Row:
    return {"category": thing.category.name if thing.category else None}


def _capability(capability: Capability) -> Row:
    proof = capability.proof_contract
    return _columns(capability) | _category(capability) | {"proof_contract": proof.title if proof else None}


def _wordings(session: Session, supplier: Supplier) -> list[Row]:
    """Each with the public id of what it is a wording of."""
    chosen = select(Wording, Capability.public_id).join(Wording.capability)
    rows = session.execute(chosen.where(Capability.supplier_id == supplier.id).order_by(Wording.id.desc()))
    return [{"of": public_id} | _columns(wording) for wording, public_id in rows]


def _contracts(session: Session, supplier: Supplier) -> list[Row]:
    chosen = (
        select(Contract).where(Contract.supplier_id == supplier.id).options(joinedload(Contract.category))
    )
    found = session.scalars(chosen.order_by(Contract.starts_on.desc().nulls_last(), Contract.id))
    return [
        {"known_from": OWN if each.source == "own" else PUBLISHED} | _columns(each) | _category(each)
        for each in found
    ]


def _documents(session: Session, supplier: Supplier) -> list[Row]:
    chosen = select(Fact.name, FactDocument.size, FactDocument.added_at).join(
        Fact, FactDocument.fact_id == Fact.id
    )
    rows = session.execute(chosen.where(Fact.supplier_id == supplier.id).order_by(Fact.name))
    return [{"fact": row.name, "bytes": row.size, "added_at": plain(row.added_at)} for row in rows]


def _figures(session: Session, supplier: Supplier) -> Sequence[SizeStatement]:
    return session.scalars(select(SizeStatement).where(SizeStatement.supplier_id == supplier.id)).all()


def _growth(session: Session, supplier: Supplier) -> Sequence[FirmFigure]:
    chosen = select(FirmFigure).where(FirmFigure.supplier_id == supplier.id)
    return session.scalars(chosen.order_by(FirmFigure.as_at.desc())).all()


def _history(session: Session, public_id: str) -> list[Row]:
    about = select(Event).join(EventSubject, EventSubject.event_number == Event.number)
    events = session.scalars(
        about.where(EventSubject.kind == "supplier", EventSubject.public_id == public_id).order_by(
            Event.number.desc()
        )
    )
    told = (tell_event(event, "supplier", public_id) for event in events)
    return [
        {
            "at": each.at.isoformat(),
            "who": each.who,
            "what": each.what,
            "changes": "; ".join(change.words for change in each.changes),
        }
        for each in told
    ]


def to_mapping(copy: Copy, *, hub_name: str, now: datetime) -> dict[str, Any]:
    """The copy as a value that JSON can hold."""
    return {
        "about": {
            "hub": hub_name,
            "supplier": copy.supplier,
            "public_id": copy.public_id,
            "made_at": now.isoformat(),
        },
        "keys": KEYS,
        "held": copy.held,
        "kept_elsewhere": ELSEWHERE,
    }


def to_archive(copy: Copy) -> bytes:
    """The copy as a zip archive of CSV files, one for each key that holds something."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, rows in copy.held.items():
            if rows:
                archive.writestr(f"{key.replace('_', '-')}.csv", to_csv(rows))
    return packed.getvalue()


def to_csv(rows: Sequence[Row]) -> bytes:
    """With a heading row of the names of the keys."""
    names = list(rows[0])
    heading = [name.replace("_", " ").capitalize() for name in names]
    return write_csv([heading, *([_cell(row[name]) for name in names] for row in rows)])


def _cell(value: Any) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return value if isinstance(value, int) else str(value)
