"""What an adviser does with a queue item: assign it, snooze it, finish it, open it again.

Every act names the version of the item that the person saw. Where somebody acted since, nothing is done and
the error says who did what. The same form twice is one act: the second time returns False.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.accounts.models import User
from hub.database import utc_now
from hub.formatters import format_day
from hub.queue.following import follow
from hub.queue.kinds import KINDS
from hub.queue.models import QueueItem


class ActedSinceError(ValueError):
    """Somebody acted on the item after the person saw it. The message says who did what."""


class NotByHandError(ValueError):
    """The item ends by the decision that it asks for, and not by hand."""


def assign(session: Session, item: QueueItem, actor: Actor, seen: int, to: User | None) -> bool:
    """Give the item to somebody, or to nobody."""
    wanted = {"assigned_to_id": to.id if to else None}
    return _act(session, item, actor, seen, "assigned", wanted, ("open",))


def snooze(session: Session, item: QueueItem, actor: Actor, seen: int, *, until: date, reason: str) -> bool:
    """Put the item away until a day, on which it comes back by itself."""
    wanted = {"snoozed_until": until, "snooze_reason": reason}
    return _act(session, item, actor, seen, "snoozed", wanted, ("open",))


def finish(session: Session, item: QueueItem, actor: Actor, seen: int, note: str) -> bool:
    """Say that it is done. Raises NotByHandError for what a decision settles."""
    if not KINDS[item.kind].by_hand:
        raise NotByHandError(f"{KINDS[item.kind].action}: that ends it.")
    return _act(session, item, actor, seen, "done", {"state": "done", "note": note}, ("open",))


def reopen(session: Session, item: QueueItem, actor: Actor, seen: int) -> bool:
    """Take back that it was done. Raises ActedSinceError where the same thing came up again since.

    Where its source has settled it meanwhile, it is settled at once.
    """
    again = select(QueueItem.id).where(
        QueueItem.kind == item.kind, QueueItem.source_id == item.source_id, QueueItem.state == "open"
    )
    if item.state == "done" and session.scalar(again.limit(1)) is not None:
        raise ActedSinceError("It came up again since, as a new item. This one stays done.")
    wanted = {"state": "open", "snoozed_until": None, "snooze_reason": ""}
    if not _act(session, item, actor, seen, "reopened", wanted, ("done",)):
        return False
    session.flush()
    follow(session, item.kind, [item.source_id])
    return True


def _act(  # noqa: PLR0917 - who, on what, as seen; and what
    session: Session,
    item: QueueItem,
    actor: Actor,
    seen: int,
    act: str,
    wanted: Mapping[str, object],
    states: tuple[str, ...],
) -> bool:
    if _is_same_form(item, actor, seen, act, wanted):
        return False
    if item.version != seen or item.state not in states:
        raise ActedSinceError(f"{tell_last(session, item)} Nothing of yours was saved.")
    for name, value in wanted.items():
        setattr(item, name, value)
    item.last_act, item.last_by_id, item.last_at = act, actor.user_id, utc_now()
    return True


def _is_same_form(item: QueueItem, actor: Actor, seen: int, act: str, wanted: Mapping[str, object]) -> bool:
    """Whether this person's last act is this very one, on the version that the form names."""
    return (
        item.version == seen + 1
        and (item.last_by_id, item.last_act) == (actor.user_id, act)
        and all(getattr(item, name) == value for name, value in wanted.items())
    )


def tell_last(session: Session, item: QueueItem) -> str:
    """The last act on the item, as a sentence: who did what."""
    who = _name(session, item.last_by_id) or "Somebody"
    to = _name(session, item.assigned_to_id)
    return {
        "": "Nobody has acted on it yet.",
        "assigned": f"{who} gave it to {to}." if to else f"{who} gave it back.",
        "snoozed": f"{who} snoozed it until {format_day(item.snoozed_until)}.",
        "done": f"{who} marked it as done.",
        "reopened": f"{who} opened it again.",
        "settled": "It was settled elsewhere: nothing is left to do.",
    }[item.last_act]


def _name(session: Session, user_id: int | None) -> str:
    user = session.get(User, user_id) if user_id is not None else None
    return (user.name or user.email) if user else ""
