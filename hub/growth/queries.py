"""Reads of a firm's figures and of what its owner says."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub.accounts.actors import Actor
from hub.growth.models import FirmFigure, FirmOwnership
from hub.paging import Page, cut_page
from hub.scoping import own, seen
from hub.suppliers.models import Supplier

A_PAGE = 20


def page_figures(session: Session, actor: Actor, supplier: Supplier, page: int) -> Page[FirmFigure]:
    """A firm's figures, the latest day first. Two statements."""
    found = select(FirmFigure).where(seen(actor, FirmFigure), FirmFigure.supplier_id == supplier.id)
    ordered = found.options(joinedload(FirmFigure.entered_by)).order_by(FirmFigure.as_at.desc())
    return cut_page(session, ordered, page, A_PAGE)


def find_figure(session: Session, actor: Actor, supplier: Supplier, public_id: str) -> FirmFigure | None:
    found = select(FirmFigure).where(seen(actor, FirmFigure), FirmFigure.supplier_id == supplier.id)
    return session.scalar(found.where(FirmFigure.public_id == public_id))


def hold_supplier(session: Session, actor: Actor, public_id: str) -> Supplier | None:
    """A supplier that the actor may see, its row locked: figures of one firm come one after another."""
    chosen = select(Supplier).where(Supplier.public_id == public_id, seen(actor, Supplier))
    return session.scalar(chosen.with_for_update(of=Supplier))


def list_ownership(session: Session, actor: Actor, supplier: Supplier) -> set[str]:
    """The kinds that its owner says apply, for an owner; nothing for anybody else."""
    chosen = select(FirmOwnership.kind).where(
        own(actor, FirmOwnership), FirmOwnership.supplier_id == supplier.id
    )
    return set(session.scalars(chosen))
