"""Hours that a fact takes to gain: what advisers set, and what counts until they do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.database import utc_now
from hub.facts.kinds import FACT_KINDS, FactKind
from hub.unlocking.models import Effort, Unlock

CERTIFICATE_HOURS, INSURANCE_HOURS, OTHER_HOURS = 60.0, 4.0, 16.0
LEAST_HOURS, MOST_HOURS = 0.5, 2000.0


def usual_hours(kind: FactKind) -> float:
    """What counts until an adviser sets it."""
    if kind.kind == "money":
        return INSURANCE_HOURS
    return CERTIFICATE_HOURS if kind.proved else OTHER_HOURS


def read_efforts(session: Session) -> dict[str, Effort]:
    """Those that advisers set, by fact."""
    return {each.fact: each for each in session.scalars(select(Effort))}


def hours_of(efforts: Mapping[str, Effort]) -> dict[str, float]:
    """The hours of every kind of fact."""
    return {
        name: efforts[name].hours if name in efforts else usual_hours(kind)
        for name, kind in FACT_KINDS.items()
    }


def gain_per_hour(hours: Mapping[str, float]) -> ColumnElement[Any]:
    """What an unlock is worth for each hour."""
    taken = case(dict(hours), value=Unlock.fact, else_=OTHER_HOURS)
    return Unlock.worth / taken


def set_hours(session: Session, actor: Actor, fact: str, hours: float) -> Effort:
    """Say how many hours a kind of fact takes. Flushes."""
    held = session.scalar(select(Effort).where(Effort.fact == fact).with_for_update())
    effort = held or Effort(fact=fact)
    effort.hours, effort.set_by_id, effort.set_at = hours, actor.user_id, utc_now()
    session.add(effort)
    session.flush()
    return effort
