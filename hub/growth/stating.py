"""Stating figures of a firm and taking them away, and saying what ownership applies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.audit.collecting import note_fact, note_subject
from hub.database import utc_now
from hub.growth.models import FirmFigure, FirmOwnership
from hub.growth.queries import list_ownership
from hub.suppliers.models import Supplier


class FirmsOwnWordError(ValueError):
    """The firm itself gave figures of that day. The message says so."""


@dataclass(frozen=True, slots=True)
class Given:
    """Figures of a day: tenths of a full-time job, and pounds."""

    as_at: date
    jobs_tenths: int | None
    turnover: int | None


def state_figure(session: Session, supplier: Supplier, figures: Given) -> FirmFigure:
    """What the firm says of itself, in place of any of that day. The caller holds the firm's row."""
    return _put(session, supplier, figures, "firm", None)


def take_down_figure(
    session: Session, supplier: Supplier, actor: Actor, figures: Given, given: str
) -> FirmFigure:
    """What an adviser was told, in place of what advisers took down for that day. The caller holds the
    firm's row. Raises FirmsOwnWordError."""
    held = _of_day(session, supplier, figures.as_at)
    if held is not None and held.given == "firm":
        raise FirmsOwnWordError("The firm itself gave figures of that day, and they stand")
    return _put(session, supplier, figures, given, actor.user_id)


def remove_figure(session: Session, figure: FirmFigure) -> None:
    session.delete(figure)


def say_ownership(session: Session, supplier: Supplier, actor: Actor, kinds: Collection[str]) -> None:
    """Put these kinds in place of those said before; none leaves none. The event says that, and not which.

    The caller holds the firm's row.
    """
    if set(kinds) == list_ownership(session, actor, supplier):
        return
    session.execute(
        delete(FirmOwnership).where(FirmOwnership.supplier_id == supplier.id),
        execution_options={"synchronize_session": False},
    )
    if kinds:
        rows = [{"supplier_id": supplier.id, "kind": kind} for kind in sorted(set(kinds))]
        session.execute(insert(FirmOwnership.__table__), rows)  # type: ignore[arg-type]
    note_subject(session, "supplier", supplier.public_id)
    note_fact(session, ownership="said, or taken back")


def _of_day(session: Session, supplier: Supplier, day: date) -> FirmFigure | None:
    chosen = select(FirmFigure).where(FirmFigure.supplier_id == supplier.id, FirmFigure.as_at == day)
    return session.scalar(chosen)


def _put(
    session: Session, supplier: Supplier, figures: Given, given: str, entered_by_id: int | None
) -> FirmFigure:
    figure = _of_day(session, supplier, figures.as_at)
    if figure is None:
        figure = FirmFigure(supplier_id=supplier.id, as_at=figures.as_at)
        session.add(figure)
    figure.jobs_tenths, figure.turnover = figures.jobs_tenths, figures.turnover
    figure.given, figure.entered_by_id, figure.entered_at = given, entered_by_id, utc_now()
    session.flush()
    return figure
