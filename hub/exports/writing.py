"""One or many shortlists as one book in the hub's name. Nothing here reads the database or the request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.settings.identity import Identity
from hub.shortlists.exporting import AFTER, BEFORE, Origin, Row, moment, table
from hub.tables.books import Book, Cell, Sheet, Stamp

Rows = Sequence[Sequence[Cell]]
MARKED = ("Shortlist", "Export", "Mark")
"""Headings of what each row of an export says of it, last."""
ON_THE_PAGE = {*BEFORE[:2], *AFTER[AFTER.index("Requirement") :], *MARKED}
"""Headings of what a page to print says in its own headings and margins."""
OVERVIEW = (
    *("Number", "Requirement", "Buyer", "Suppliers", "Ranked on"),
    *("Shortlist", "Run", "Digest", "Mark"),
)
NOT_IN_A_NAME = re.compile(r"[^\w .,()-]+")
NAME_LETTERS = 31
"""What a workbook takes as the name of a sheet."""
DECIDED = "The ranking helped people decide. The order and the reasons are theirs."


@dataclass(frozen=True, slots=True)
class Taken:
    """A shortlist of an export."""

    public_id: str
    origin: Origin
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Mark:
    """Who took the file, when, and under which number: it stands on each of its pages."""

    number: int
    by: str
    at: datetime
    hub: Identity

    @property
    def line(self) -> str:
        name = self.hub.name
        return f"Taken by {self.by}, adviser of {name}, on {moment(self.at)}, export {self.number}"


def rows_of(taken: Taken, mark: Mark) -> list[list[Cell]]:
    """The table of one shortlist: headings, then its suppliers, each with the shortlist and the mark."""
    heading, *rows = table(taken.origin, taken.rows)
    return [
        [*heading, *MARKED],
        *([*row, taken.public_id, mark.number, mark.line] for row in rows),
    ]


def together(tables: Sequence[Rows]) -> list[list[Cell]]:
    """Tables of several shortlists as one. A line that several requirements have is one column; a cell of a
    line that a requirement does not have is empty."""
    after = len(AFTER) + len(MARKED)
    headings = [[str(cell) for cell in rows[0]] for rows in tables]
    lines = list(dict.fromkeys(line for heading in headings for line in heading[len(BEFORE) : -after]))
    whole: list[list[Cell]] = [[*BEFORE, *lines, *AFTER, *MARKED]]
    for heading, (_heading, *rows) in zip(headings, tables, strict=True):
        for row in rows:
            told = dict(zip(heading[len(BEFORE) : -after], row[len(BEFORE) : -after], strict=True))
            middle = [told.get(line, "") for line in lines]
            whole.append([*row[: len(BEFORE)], *middle, *row[-after:]])
    return whole


def book_for(shortlists: Sequence[Taken], mark: Mark) -> Book:
    """The workbook: one shortlist is one sheet; many have a sheet each, after one that lists them."""
    tables = [rows_of(each, mark) for each in shortlists]
    stamp = Stamp(mark.hub.brand, mark.line, _below(shortlists))
    about: list[tuple[str, Cell]] = [
        ("Hub", mark.hub.name),
        ("Mark", mark.line),
        ("Export", mark.number),
        ("Taken by", mark.by),
        ("Taken on", moment(mark.at)),
        ("Shortlists", len(shortlists)),
        ("Suppliers", sum(len(each.rows) for each in shortlists)),
        *((f"Digest (SHA-256), ranking of {each.public_id}", each.origin.digest) for each in shortlists),
        ("What decided", DECIDED),
    ]
    title = f"{len(shortlists)} shortlists of {mark.hub.name}"
    if len(shortlists) == 1:
        title = f"Shortlist for “{shortlists[0].origin.requirement}”"
        return Book(title, mark.at, "Shortlist", tables[0], about, stamp=stamp)
    more = [
        Sheet(sheet_name(at, each.origin.requirement), rows, _below([each]))
        for at, (each, rows) in enumerate(zip(shortlists, tables, strict=True), start=1)
    ]
    return Book(title, mark.at, "Overview", overview(shortlists, mark), about, more, stamp)


def told_on_paper(heading: Sequence[Cell], row: Sequence[Cell]) -> list[tuple[Cell, Cell]]:
    """What a page to print tells of a supplier: each heading with its cell, without what the page says once
    and without what is empty."""
    pairs = zip(heading, row, strict=True)
    return [(name, cell) for name, cell in pairs if cell != "" and name not in ON_THE_PAGE]


def overview(shortlists: Sequence[Taken], mark: Mark) -> list[list[Cell]]:
    """What is in a file of several shortlists: a row for each, headings first."""
    rows: list[list[Cell]] = [[*OVERVIEW]]
    for at, each in enumerate(shortlists, start=1):
        origin = each.origin
        told = (at, origin.requirement, origin.buyer, len(each.rows), moment(origin.ranked_at))
        rows.append([*told, each.public_id, origin.run, origin.digest, mark.line])
    return rows


def sheet_name(number: int, title: str) -> str:
    """A name that every spreadsheet program takes, and no other sheet of the file has.

    >>> sheet_name(2, "Web: 'hosting' [UK] / 2031?")
    '2 Web hosting UK 2031'
    """
    words = " ".join(NOT_IN_A_NAME.sub(" ", title).split())
    return f"{number} {words}"[:NAME_LETTERS].strip()


def _below(shortlists: Sequence[Taken]) -> str:
    if len(shortlists) > 1:
        return "The digests of the rankings stand on the sheet Overview"
    return f"Digest of the ranking (SHA-256): {shortlists[0].origin.digest}"
