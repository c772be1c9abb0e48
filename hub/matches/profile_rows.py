"""Loading many profiles at once: columns instead of objects, and a fixed number of statements a chunk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, joinedload

from hub.categories.models import Category
from hub.database import in_batches
from hub.matches.profiling import capability_piece, contract_piece, profile_of
from hub.places.models import Place
from hub.places.queries import matching_place
from hub.suppliers.models import Capability, Contract, Fact, Supplier, may_be_ranked
from matching import records

CHUNK = 1000
"""Suppliers of one round of statements: enough that a round costs little, few enough to hold in memory."""

SUPPLIER = (
    Supplier.id,
    Supplier.public_id,
    Supplier.name,
    Supplier.place_id,
    Supplier.size,
    Supplier.kind,
)
CAPABILITY = (
    Capability.supplier_id,
    Capability.public_id,
    Capability.title,
    Capability.description,
    Capability.features,
    Capability.benefits,
)
CONTRACT = (
    Contract.supplier_id,
    Contract.public_id,
    Contract.title,
    Contract.description,
    Contract.buyer_name,
    Contract.category_label,
    Contract.source,
)
FACT = (Fact.supplier_id, Fact.name, Fact.value, Fact.body, Fact.number, Fact.issued_on, Fact.expires_on)

Rows = dict[int, list[Any]]


def load_catalogue(session: Session) -> Iterator[records.Profile]:
    """Every profile that may be found, a chunk of suppliers at a time."""
    last = 0
    while True:
        after = _shown().where(Supplier.id > last).order_by(Supplier.id).limit(CHUNK)
        suppliers = session.execute(after).all()
        if not suppliers:
            return
        yield from _profiles(session, suppliers)
        last = suppliers[-1].id


def load_profiles(session: Session, public_ids: Sequence[str]) -> Iterator[records.Profile]:
    """The profiles of these suppliers; one that is withdrawn, suspended, dissolved or erased is not."""
    for chunk in in_batches(public_ids, CHUNK):
        yield from _profiles(session, session.execute(_shown().where(Supplier.public_id.in_(chunk))).all())


def _shown() -> Select[*tuple[Any, ...]]:
    return select(*SUPPLIER).where(may_be_ranked())


def _profiles(session: Session, suppliers: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[records.Profile]:
    ids = [supplier.id for supplier in suppliers]
    pieces = _capabilities(session, ids)
    for owner, contracts in _contracts(session, ids).items():
        pieces[owner] += contracts
    facts = _facts(session, ids)
    places = _places(session, {supplier.place_id for supplier in suppliers if supplier.place_id})
    for supplier in suppliers:
        place = places.get(supplier.place_id)
        yield profile_of(supplier, pieces[supplier.id], facts[supplier.id], place)


def _capabilities(session: Session, ids: Collection[int]) -> Rows:
    published = (
        select(*CAPABILITY, Category.slug)
        .outerjoin(Category, Capability.category_id == Category.id)
        .where(Capability.supplier_id.in_(ids), Capability.state == "published")
        .order_by(Capability.position, Capability.id)
    )
    found: Rows = defaultdict(list)
    for row in session.execute(published):
        found[row.supplier_id].append(capability_piece(row, row.slug))
    return found


def _contracts(session: Session, ids: Collection[int]) -> Rows:
    done = (
        select(*CONTRACT, Category.slug)
        .outerjoin(Category, Contract.category_id == Category.id)
        .where(Contract.supplier_id.in_(ids))
        .order_by(Contract.starts_on.desc(), Contract.id)
    )
    found: Rows = defaultdict(list)
    for row in session.execute(done):
        found[row.supplier_id].append(contract_piece(row, row.slug))
    return found


def _facts(session: Session, ids: Collection[int]) -> Rows:
    found: Rows = defaultdict(list)
    for row in session.execute(select(*FACT).where(Fact.supplier_id.in_(ids)).order_by(Fact.name)):
        found[row.supplier_id].append(row)
    return found


def _places(session: Session, ids: Collection[int]) -> dict[int | None, records.Place | None]:
    named = select(Place).where(Place.id.in_(ids)).options(joinedload(Place.county))
    return {place.id: matching_place(place) for place in session.scalars(named)}
