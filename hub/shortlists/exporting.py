"""A shortlist as a table for a file. Nothing here reads the database or the request."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.tables.books import Book, Cell

BEFORE = ("Position", "Supplier", "Place", "Rank", "Score of 100", "Tie band")
AFTER = (
    *("Reasons", "Why chosen", "Note", "Supplier’s page", "Requirement", "Buyer", "Ranked on"),
    *("Run", "Digest of the ranking", "Downloaded on", "Downloaded by"),
)
"""Headings before and after those of the lines of the requirement."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a supplier answers one line of the requirement: verdict, points won, points at stake.

    ``most`` is empty for a line that brings no points to anybody.
    """

    line: str
    verdict: str
    points: str
    most: str


@dataclass(frozen=True, slots=True)
class Row:
    """A chosen supplier as the ranking saw it. `score` is points of 100; `reasons` are lines of text."""

    position: int
    supplier: str
    place: str
    rank: int
    score: float
    band: int
    answers: tuple[Answer, ...]
    reasons: tuple[str, ...]
    chosen_because: str
    page: str
    """Where the hub shows the supplier, with the contact details that its reader may see. A file travels
    further than permissions do, so it holds no person's name, address or number."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from, told on each of its rows: the ranking, and who took the file and when."""

    requirement: str
    buyer: str
    ranked_at: datetime
    run: str
    digest: str
    downloaded_at: datetime
    downloaded_by: str


def book_of(origin: Origin, rows: Sequence[Row]) -> Book:
    """The table, and where it comes from on a sheet of its own."""
    about: list[tuple[str, Cell]] = [
        ("Shortlist for", origin.requirement),
        ("Buyer", origin.buyer),
        ("Suppliers chosen", len(rows)),
        ("Ranked on", moment(origin.ranked_at)),
        ("Run", origin.run),
        ("Digest of the ranking (SHA-256)", origin.digest),
        ("Downloaded on", moment(origin.downloaded_at)),
        ("Downloaded by", origin.downloaded_by),
        ("What decided", "The ranking helped people decide. The order and the reasons are theirs."),
    ]
    title = f"Shortlist for “{origin.requirement}”"
    return Book(title, origin.downloaded_at, "Shortlist", list(table(origin, rows)), about)


def table(origin: Origin, rows: Sequence[Row]) -> Iterable[list[Cell]]:
    """Headings, then the rows. Each line of the requirement has a column, in the order they first come in."""
    lines = list(dict.fromkeys(heading for row in rows for heading in _by_heading(row.answers)))
    yield [*BEFORE, *lines, *AFTER]
    for row in rows:
        answers = _by_heading(row.answers)
        yield [
            *(row.position, row.supplier, row.place, row.rank, round(row.score, 1), row.band),
            *(_told(answers.get(line)) for line in lines),
            *(" | ".join(row.reasons), row.chosen_because, row.note, row.page),
            *(origin.requirement, origin.buyer, moment(origin.ranked_at)),
            *(origin.run, origin.digest, moment(origin.downloaded_at), origin.downloaded_by),
        ]


def _by_heading(answers: Iterable[Answer]) -> dict[str, Answer]:
    """Answers by the heading of their column: two lines in the same words are told apart by a number."""
    found: dict[str, Answer] = {}
    for answer in answers:
        heading, number = answer.line, 2
        while heading in found:
            heading, number = f"{answer.line} ({number})", number + 1
        found[heading] = answer
    return found


def _told(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return f"{answer.verdict}, {answer.points} of {answer.most} points" if answer.most else answer.verdict


def moment(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"


def file_name(requirement: str, public_id: str, ending: str = "csv", kind: str = "shortlist") -> str:
    """A name of plain letters, digits and hyphens for every system: `shortlist-web-hosting-4k7q.csv`."""
    plain = unicodedata.normalize("NFKD", requirement).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-")
    return "-".join(part for part in (kind, words, public_id) if part) + f".{ending}"
