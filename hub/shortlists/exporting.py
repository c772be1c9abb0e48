"""A shortlist as a file: rows in, bytes out. Nothing here reads the database or the request.

A spreadsheet program takes a cell that starts like a formula for one, whoever wrote it. Every text gets a
leading apostrophe where it starts so, which spreadsheet programs and people read as "text follows"; numbers
are only those that the hub writes itself.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.formulas import neutralise

Cell = str | int | float
"""Text is somebody's words and is neutralised; a number is the hub's own."""

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet program reads UTF-8 as the code page of its country."""


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


def to_csv(origin: Origin, rows: Sequence[Row]) -> bytes:
    """The file: UTF-8 with a byte order mark, RFC 4180, one heading row, one row a supplier."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for cells in table(origin, rows):
        writer.writerow([cell if isinstance(cell, (int, float)) else neutralise(cell) for cell in cells])
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8", "replace")


def table(origin: Origin, rows: Sequence[Row]) -> Iterable[list[Cell]]:
    """Headings, then the rows. Each line of the requirement has a column, in the order they first come in."""
    lines = list(dict.fromkeys(heading for row in rows for heading in _by_heading(row.answers)))
    yield [
        *("Position", "Supplier", "Place", "Rank", "Score of 100", "Tie band"),
        *lines,
        *("Reasons", "Why chosen", "Note", "Supplier’s page", "Requirement", "Buyer", "Ranked on"),
        *("Run", "Digest of the ranking", "Downloaded on", "Downloaded by"),
    ]
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
