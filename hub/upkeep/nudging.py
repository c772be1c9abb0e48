"""Writing to the owners of a profile: one mail for all that needs a look, and never twice for the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from flask import render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership, User
from hub.formatters import format_count
from hub.mail.queueing import queue_mail
from hub.suppliers.models import Supplier
from hub.upkeep.models import CONCERN_KINDS, Concern
from hub.upkeep.noticing import tell

WRITTEN_FOR = frozenset(CONCERN_KINDS) - {"another name"}
"""A firm may trade under another name for ever: that is for an adviser to see, once."""


def nudge(session: Session, suppliers: Collection[Supplier], now: datetime) -> set[str]:
    """Queue a mail to each owner of every one of these suppliers that has something new to be told.

    Only firms that have joined have owners. Returns the public ids of the suppliers that were written to.
    """
    wanted = {each.id: each for each in suppliers if each.state == "claimed" and each.nudges}
    open_ones = _open_concerns(session, wanted)
    owners = _owners(session, [wanted[each] for each in open_ones])
    nudged: set[str] = set()
    for number, concerns in open_ones.items():
        people = owners.get(wanted[number].organisation_id or 0, ())
        if people and any(map(is_due, concerns)):
            _write(session, wanted[number], concerns, people, now)
            nudged.add(wanted[number].public_id)
    return nudged


def is_due(concern: Concern) -> bool:
    """Whether its owners were not told, or not of how near the day is now."""
    return concern.nudged_for is None or concern.notice < concern.nudged_for


def _open_concerns(session: Session, ids: Collection[int]) -> dict[int, list[Concern]]:
    session.flush()
    lasting = select(Concern).where(
        Concern.supplier_id.in_(ids), Concern.ended_on.is_(None), Concern.kind.in_(WRITTEN_FOR)
    )
    found: dict[int, list[Concern]] = defaultdict(list)
    for concern in session.scalars(lasting.order_by(Concern.supplier_id, Concern.day, Concern.about)):
        found[concern.supplier_id].append(concern)
    return found


def _owners(session: Session, suppliers: Sequence[Supplier]) -> Mapping[int, list[User]]:
    """By organisation, its owners who can sign in, at addresses that they have confirmed."""
    ids = [supplier.organisation_id for supplier in suppliers]
    chosen = (
        select(Membership.organisation_id, User)
        .join(User, Membership.user_id == User.id)
        .where(
            Membership.organisation_id.in_(ids),
            Membership.role == "owner",
            User.active,
            User.confirmed_at.is_not(None),
        )
    )
    found: dict[int, list[User]] = defaultdict(list)
    for organisation, user in session.execute(chosen.order_by(User.id)):
        found[organisation].append(user)
    return found


def _write(
    session: Session, supplier: Supplier, concerns: Sequence[Concern], people: Sequence[User], now: datetime
) -> None:
    told = sorted(concerns, key=lambda each: CONCERN_KINDS.index(each.kind))
    things = render_template("mail/_things.txt", concerns=told, tell=tell).strip()
    for person in people:
        queue_mail(
            session,
            person.email,
            "nudge",
            person=person.name,
            supplier=supplier,
            number=format_count(len(told), "thing"),
            things=things,
        )
    for concern in concerns:
        concern.nudged_for, concern.nudged_at = concern.notice, now
