"""What the demo hub's adviser did for firms: contacts, and jobs and turnover before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.contacts.models import FirmContact
from hub.database import new_public_id
from hub.growth.models import FirmFigure, FirmOwnership
from hub.suppliers.models import Supplier

HELPED = 120
"""Firms at most: a report then has groups of ten and more, and some that are not shown."""
JOBS = {"micro": (1, 9), "small": (10, 49), "medium": (50, 220)}
"""By the size of a firm, the fewest and the most it starts with."""
TALKS = (
    ("call", "light", 2, "What the hub does, and where to find the categories that fit."),
    ("call", "light", 4, "Which certificate buyers ask for in this trade, and what it costs."),
    ("video", "medium", 6, "Read the profile together and worked out what each capability proves."),
    ("visit", "medium", 12, "Went through two requirements that it missed, line by line."),
    ("visit", "intensive", 20, "A day on the quality system, with whom to see about the audit."),
)
"""Channel, intensity, quarters of an hour, and what it was about."""
OWNED = ("women", "family", "ethnic_minority", "social")
Row = dict[str, Any]


def help_firms(session: Session, adviser: User, *, skip: int, seed: int, today: date) -> None:
    """Contacts of the last fifteen months with claimed firms, the first `skip` of them aside."""
    claimed = select(Supplier.id, Supplier.size).where(Supplier.state == "claimed").order_by(Supplier.id)
    firms = session.execute(claimed.offset(skip).limit(HELPED)).all()
    chance = Random(seed)  # noqa: S311  a demo, and the same each time
    told = [(firm, today - timedelta(days=chance.randint(240, 450))) for firm in firms]
    talks = [row for firm, first in told for row in _talks(firm.id, first, chance)]
    figures = [row for firm, first in told for row in _figures(firm, first, chance)]
    for row in talks:
        row["by_id"] = adviser.id
    for row in figures:
        row["entered_by_id"] = adviser.id if row["given"] == "call" else None
    _insert(session, FirmContact, talks)
    _insert(session, FirmFigure, figures)
    owned = [(firm.id, chance.choice(OWNED)) for firm in firms if chance.random() < 0.6]
    _insert(session, FirmOwnership, [{"supplier_id": number, "kind": kind} for number, kind in owned])


def _talks(number: int, first: date, chance: Random) -> Iterator[Row]:
    """A few contacts, about two months apart, each more than the one before or as much."""
    for place, (channel, intensity, quarters, about) in enumerate(TALKS[: chance.randint(1, len(TALKS))]):
        day = first + timedelta(days=45 * place + chance.randint(0, 14))
        yield {
            "public_id": new_public_id(),
            "supplier_id": number,
            "day": day,
            "channel": channel,
            "intensity": intensity,
            "quarters": quarters,
            "about": about,
            "next_step": "",
            "struck_reason": "",
            "logged_at": _noon(day),
        }


def _figures(firm: Any, first: date, chance: Random) -> Iterator[Row]:
    """What it was like at the first contact, and of three firms in four what it is like seven months on."""
    fewest, most = JOBS.get(firm.size, JOBS["micro"])
    jobs = chance.randint(fewest * 10, most * 10)
    turnover = jobs * chance.randint(5_000, 9_000)
    grown = 1 + chance.uniform(-0.1, 0.35)
    after = first + timedelta(days=200 + chance.randint(0, 30))
    known = [(first, jobs, turnover, "call")]
    if chance.random() < 0.75:
        known.append((after, round(jobs * grown), round(turnover * grown), "firm"))
    for day, tenths, pounds, given in known:
        yield {
            "public_id": new_public_id(),
            "supplier_id": firm.id,
            "as_at": day,
            "jobs_tenths": tenths,
            "turnover": round(pounds, -3),
            "given": given,
            "entered_at": _noon(day),
        }


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _insert(session: Session, model: Any, rows: Sequence[Row]) -> None:
    """By statement: what a demo loads is no change by anybody."""
    if rows:
        session.execute(insert(model.__table__), list(rows))
