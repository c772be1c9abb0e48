"""How much one person may take, and from when on they may take more. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_IN_ONE = 20
"""Shortlists in one file: a page of the list."""
MOST_AN_HOUR = 30
"""Exports: an adviser who hands on every shortlist of a busy morning takes fewer."""
MOST_A_DAY = 200
"""Shortlists: who leaves with the work of a whole hub is stopped, and is on record."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Taking:
    """An export of somebody's: when, and how many shortlists were in it."""

    at: datetime
    shortlists: int


def possible_from(takings: Sequence[Taking], asked: int, now: datetime) -> datetime:
    """From when on the person may take `asked` more shortlists in one file: `now` where they may at once.

    `takings` are theirs of the last day, oldest first. Any hour holds at most MOST_AN_HOUR exports, any day
    at most MOST_A_DAY shortlists. Raises ValueError for more than MOST_IN_ONE at once.
    """
    if not 0 < asked <= MOST_IN_ONE:
        raise ValueError(asked)
    lately = [each.at for each in takings if each.at > now - HOUR]
    free = lately[-MOST_AN_HOUR] + HOUR if len(lately) >= MOST_AN_HOUR else now
    left = MOST_A_DAY - asked
    for each in reversed([each for each in takings if each.at > now - DAY]):
        left -= each.shortlists
        if left < 0:
            return max(free, each.at + DAY)
    return free
