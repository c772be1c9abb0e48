"""Reads for the ranked pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from hub.matches.models import LearnedWeights
from hub.places.models import Place
from hub.suppliers.models import Capability, Contract, Fact, Supplier, may_be_ranked
from matching import Evidence
from matching.weights import FIXED, Weights, shipped_weights, to_weights


def weights_in_force(session: Session) -> Weights:
    """The weights that this hub learned last, or else those that ship.

    A kind of evidence that came later than what was learned weighs what it does at the start.
    """
    newest = session.scalars(select(LearnedWeights).order_by(LearnedWeights.id.desc()).limit(1)).first()
    if newest is None or not newest.weights:
        return shipped_weights()
    return to_weights({"weights": asdict(FIXED) | newest.weights})


def shown_suppliers(session: Session, public_ids: Collection[str]) -> dict[str, Supplier]:
    """The suppliers of these that may be ranked, as they stand now, by public id. One statement."""
    chosen = select(Supplier).where(Supplier.public_id.in_(public_ids), may_be_ranked())
    placed = chosen.options(joinedload(Supplier.place).joinedload(Place.county))
    fresh = placed.execution_options(populate_existing=True)
    return {supplier.public_id: supplier for supplier in session.scalars(fresh)}


def facts_named(
    session: Session, public_ids: Collection[str], names: Collection[str]
) -> dict[str, list[Fact]]:
    """The facts of those names that suppliers state, by the public id of the supplier. One statement."""
    chosen = (
        select(Supplier.public_id, Fact)
        .join(Fact.supplier)
        .where(Supplier.public_id.in_(public_ids), Fact.name.in_(names))
    )
    found: dict[str, list[Fact]] = {}
    for public_id, fact in session.execute(chosen):
        found.setdefault(public_id, []).append(fact)
    return found


def quoted_contracts(session: Session, evidence: Iterable[Evidence]) -> dict[str, Contract]:
    """The contracts that evidence quotes, by public id, to say whose word each is. One statement."""
    ids = {each.piece for each in evidence if each.kind in ("contract", "meaning")}
    return {
        each.public_id: each for each in session.scalars(select(Contract).where(Contract.public_id.in_(ids)))
    }


def count_suppliers(session: Session) -> int:
    """Suppliers that can be found."""
    return session.scalar(select(func.count(Supplier.id)).where(may_be_ranked())) or 0


def count_contracts(session: Session) -> int:
    """Contracts of suppliers that can be found."""
    shown = select(func.count(Contract.id)).join(Contract.supplier).where(may_be_ranked())
    return session.scalar(shown) or 0


def count_capabilities(session: Session) -> int:
    """Published capabilities of suppliers that can be found."""
    shown = select(func.count(Capability.id)).join(Capability.supplier)
    shown = shown.where(may_be_ranked(), Capability.state == "published")
    return session.scalar(shown) or 0
