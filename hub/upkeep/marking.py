"""Keeping what needs a look in step with the profiles: what is new is marked, what is over ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.suppliers.models import Supplier
from hub.upkeep.models import Concern
from hub.upkeep.noticing import DATED, Noticed
from hub.upkeep.queries import notice_now

Key = tuple[str, str]


@dataclass(slots=True)
class Marked:
    """What differs after a look at some suppliers: their public ids, and how many things began and ended."""

    suppliers: set[str] = field(default_factory=set)
    begun: int = 0
    ended: int = 0


def mark(session: Session, suppliers: Collection[Supplier], today: date) -> Marked:
    """Bring the concerns of these suppliers to what their profiles say today. Twice changes nothing."""
    noticed = notice_now(session, suppliers, today)
    held = _held(session, suppliers)
    marked = Marked()
    for supplier in suppliers:
        before = held[supplier.id]
        now = {(each.kind, each.about): each for each in noticed.get(supplier.public_id, ())}
        lasting = {key for key, concern in before.items() if concern.ended_on is None}
        for key in lasting - now.keys():
            before[key].ended_on = today
        for key, each in now.items():
            _keep(before.get(key) or _add(session, supplier, each, today), each, today)
        marked.begun += len(now.keys() - lasting)
        marked.ended += len(lasting - now.keys())
        if now.keys() != lasting:
            marked.suppliers.add(supplier.public_id)
    return marked


def _held(session: Session, suppliers: Collection[Supplier]) -> Mapping[int, dict[Key, Concern]]:
    ids = [supplier.id for supplier in suppliers]
    found: dict[int, dict[Key, Concern]] = defaultdict(dict)
    for each in session.scalars(select(Concern).where(Concern.supplier_id.in_(ids))):
        found[each.supplier_id][each.kind, each.about] = each
    return found


def _add(session: Session, supplier: Supplier, noticed: Noticed, today: date) -> Concern:
    kind, about, day = noticed.kind, noticed.about, noticed.day
    concern = Concern(supplier=supplier, kind=kind, about=about, day=day, found_on=today)
    session.add(concern)
    return concern


def _keep(concern: Concern, noticed: Noticed, today: date) -> None:
    """What was over begins again. Its owners may be told once more only where it is another thing by now."""
    if concern.ended_on is not None:
        concern.found_on, concern.ended_on = today, None
    if noticed.kind in DATED and concern.day != noticed.day:
        concern.nudged_for = concern.nudged_at = None
    concern.day, concern.notice = noticed.day, noticed.notice
