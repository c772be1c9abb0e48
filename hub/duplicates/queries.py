"""Reads of pairs and mergers, for advisers, and where a merged record's address leads."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from hub.accounts.actors import Actor
from hub.duplicates.models import DuplicatePair, SupplierMerger
from hub.paging import Page, cut_page
from hub.scoping import seen
from hub.suppliers.models import SHOWN_STATES, SUPPLIER_STATES, Capability, Supplier

PAIRS_A_PAGE = 20
MERGERS_A_PAGE = 50
MOST_MERGERS = 20
"""A record that was merged into one that was merged, and so on: nobody does it oftener."""


def page_pairs(session: Session, actor: Actor, page: int = 1) -> Page[DuplicatePair]:
    """Pairs that nobody has decided, the likeliest first, of records that are both shown. Two statements."""
    likeliest = (DuplicatePair.score.desc(), DuplicatePair.id.desc())
    chosen = _open_pairs().where(seen(actor, DuplicatePair)).order_by(*likeliest)
    return cut_page(session, chosen, page, PAIRS_A_PAGE)


def _open_pairs() -> Select[DuplicatePair]:
    """Of hundreds of thousands of records few are not shown: those are looked up, not the others."""
    unshown = select(Supplier.id).where(Supplier.state.in_(set(SUPPLIER_STATES) - set(SHOWN_STATES)))
    chosen = select(DuplicatePair).where(
        DuplicatePair.state == "found",
        DuplicatePair.first_id.not_in(unshown),
        DuplicatePair.second_id.not_in(unshown),
    )
    return chosen.options(
        joinedload(DuplicatePair.first).joinedload(Supplier.place),
        joinedload(DuplicatePair.second).joinedload(Supplier.place),
    )


def find_pair(session: Session, actor: Actor, public_id: str, *, hold: bool = False) -> DuplicatePair | None:
    """A pair with both records. With `hold` its row is locked: of two decisions at once, the second sees
    the first."""
    chosen = select(DuplicatePair).where(DuplicatePair.public_id == public_id, seen(actor, DuplicatePair))
    if hold:
        held = chosen.with_for_update(of=DuplicatePair).execution_options(populate_existing=True)
        return session.scalar(held)
    return session.scalar(
        chosen.options(*_with_parts(DuplicatePair.first), *_with_parts(DuplicatePair.second))
    )


def _with_parts(record: Any) -> tuple[Any, ...]:
    whole = joinedload(record)
    return (
        whole.joinedload(Supplier.place),
        whole.selectinload(Supplier.capabilities).joinedload(Capability.category),
        whole.selectinload(Supplier.facts),
    )


def find_pair_of(session: Session, first_id: int, second_id: int) -> DuplicatePair | None:
    """The pair of two records by number, in either order."""
    one, other = sorted((first_id, second_id))
    chosen = select(DuplicatePair).where(DuplicatePair.first_id == one, DuplicatePair.second_id == other)
    return session.scalar(chosen)


def page_mergers(session: Session, actor: Actor, page: int = 1) -> Page[SupplierMerger]:
    """Mergers of records, the latest first."""
    chosen = select(SupplierMerger).where(seen(actor, SupplierMerger))
    whole = chosen.options(joinedload(SupplierMerger.kept), joinedload(SupplierMerger.merged))
    ordered = whole.order_by(SupplierMerger.done_at.desc(), SupplierMerger.id.desc())
    return cut_page(session, ordered, page, MERGERS_A_PAGE)


def find_merger(
    session: Session, actor: Actor, public_id: str, *, hold: bool = False
) -> SupplierMerger | None:
    """A merger; with `hold` its row is locked until the transaction ends."""
    chosen = select(SupplierMerger).where(SupplierMerger.public_id == public_id, seen(actor, SupplierMerger))
    held = chosen.with_for_update(of=SupplierMerger).execution_options(populate_existing=True)
    return session.scalar(held if hold else chosen)


def find_kept(session: Session, actor: Actor, public_id: str) -> Supplier | None:
    """The record that a merged one's address leads to, where the actor may see it; None for other records."""
    found = session.scalar(select(Supplier).where(Supplier.public_id == public_id))
    kept = _follow(session, found) if found is not None else None
    if kept is None:
        return None
    return session.scalar(select(Supplier).where(Supplier.id == kept.id, seen(actor, Supplier)))


def _follow(session: Session, supplier: Supplier) -> Supplier | None:
    """Where mergers that stand lead from the record; None where it was not merged."""
    kept: Supplier | None = None
    number = supplier.id
    for _ in range(MOST_MERGERS):
        standing = select(SupplierMerger).where(
            SupplierMerger.merged_id == number, SupplierMerger.undone_at.is_(None)
        )
        merger = session.scalars(standing.options(joinedload(SupplierMerger.kept))).first()
        if merger is None:
            break
        kept, number = merger.kept, merger.kept_id
    return kept


def list_merged_into(session: Session, supplier_id: int) -> list[Supplier]:
    """Records that were merged into this one, or into one of those, by mergers that stand."""
    found: list[Supplier] = []
    into = [supplier_id]
    for _ in range(MOST_MERGERS):
        standing = select(Supplier).join(SupplierMerger, SupplierMerger.merged_id == Supplier.id)
        chosen = standing.where(SupplierMerger.kept_id.in_(into), SupplierMerger.undone_at.is_(None))
        more = list(session.scalars(chosen.order_by(Supplier.id)))
        if not more:
            break
        found += more
        into = [each.id for each in more]
    return found


def kept_by_merged(session: Session) -> dict[int, int]:
    """For every record that was merged away, the number of the record that stands for it."""
    standing = select(SupplierMerger.merged_id, SupplierMerger.kept_id).where(
        SupplierMerger.undone_at.is_(None)
    )
    step = dict(session.execute(standing).all())
    found = {}
    for merged in step:
        kept = merged
        for _ in range(MOST_MERGERS):
            kept = step.get(kept, kept)
        found[merged] = kept
    return found
