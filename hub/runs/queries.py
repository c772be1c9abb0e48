"""Reads of recorded rankings, through the actor who asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from hub.accounts.actors import Actor
from hub.accounts.models import User
from hub.matches.models import Run, RunCard, RunSnapshot, Snapshot
from hub.requirements.models import Requirement
from hub.scoping import own, seen

LISTED = 20
"""Rankings that a page lists, the newest."""


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A recorded ranking in a list: who made it, None where they are gone, and when."""

    public_id: str
    recorded_at: datetime
    by: str | None
    rotated: bool


def find_run(session: Session, actor: Actor, public_id: str) -> Run | None:
    """A run with its requirement, or None where the actor may not see it."""
    chosen = select(Run).where(Run.public_id == public_id, seen(actor, Run))
    whole = chosen.options(joinedload(Run.requirement).joinedload(Requirement.organisation))
    return session.scalars(whole).one_or_none()


def find_run_by_key(session: Session, actor: Actor, form_key: str) -> str | None:
    """The public id of the run that this form made before, where it is the actor's own."""
    chosen = select(Run.public_id).where(Run.form_key == form_key, own(actor, Run))
    return session.scalars(chosen).one_or_none()


def list_runs(session: Session, actor: Actor, requirement: Requirement) -> list[ListedRun]:
    """The newest recorded rankings of a requirement that the actor may see."""
    chosen = select(Run.public_id, Run.recorded_at, User.name, Run.seed).outerjoin(
        User, User.id == Run.recorded_by_id
    )
    mine = chosen.where(Run.requirement_id == requirement.id, seen(actor, Run))
    newest = mine.order_by(Run.recorded_at.desc(), Run.id.desc()).limit(LISTED)
    return [ListedRun(one, at, name, bool(seed)) for one, at, name, seed in session.execute(newest)]


def recorder_of(session: Session, run: Run) -> str | None:
    """Who recorded it; None where they are gone."""
    return session.scalars(select(User.name).where(User.id == run.recorded_by_id)).one_or_none()


def cards_by_place(session: Session, run: Run, last: int) -> dict[int, dict[str, Any]]:
    """The reasons of the first of a run, by place."""
    chosen = select(RunCard.place, RunCard.reasons).where(RunCard.run_id == run.id, RunCard.place <= last)
    return {place: reasons for place, reasons in session.execute(chosen)}  # noqa: C416  rows are no pairs


def cards_of(session: Session, run: Run, suppliers: Collection[str]) -> dict[str, dict[str, Any]]:
    """The reasons of these suppliers of a run, by public id."""
    chosen = select(RunCard.supplier, RunCard.reasons).where(
        RunCard.run_id == run.id, RunCard.supplier.in_(suppliers)
    )
    return {supplier: reasons for supplier, reasons in session.execute(chosen)}  # noqa: C416  rows are no pairs


def count_profiles(session: Session, run: Run) -> int:
    """The profiles that are left of those a run was made from."""
    of_run = select(func.count()).select_from(RunSnapshot).join(Snapshot)
    return session.scalar(of_run.where(RunSnapshot.run_id == run.id, Snapshot.kind == "profile")) or 0
