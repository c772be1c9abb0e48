"""The nightly look over every source: what went by statement, certificates by their day, flagged texts."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy.orm import Session

from hub.matches.flagging import list_flagged
from hub.queue.following import Followed, bring_told, follow_all, settle_others
from hub.queue.kinds import KINDS


def refresh(session: Session) -> Followed:
    """Bring the whole queue in step with its sources. Twice changes nothing."""
    followed = Followed()
    for kind in KINDS:
        followed.add(follow_all(session, kind))
    flagged = dict(_told_flags(session))
    followed.add(
        Followed(bring_told(session, "flagged", flagged), settle_others(session, "flagged", flagged))
    )
    return followed


def _told_flags(session: Session) -> Iterator[tuple[int, dict[str, str]]]:
    """A firm whose flags are others than those an adviser looked at is another thing."""
    for each in list_flagged(session):
        texts = sorted(f"{flag.kind} {flag.quote} {flag.about}" for flag in each.flags)
        yield each.supplier.id, {"stamp": sha256("\n".join(texts).encode()).hexdigest()[:16]}
