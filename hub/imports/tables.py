"""A sheet as rows of texts, the first of them the headings; what both kinds of file are read into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from hub.imports.refusing import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_MANY_CELLS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    RefusedFileError,
)

Row = tuple[int, list[str]]
"""The row as a spreadsheet program numbers it, and its cells."""
STARTS_A_PROGRAM = re.compile(r"\s*[=+\-@][^|]{0,200}\|[^!]{0,2000}!")
"""A formula of the kind that Dynamic Data Exchange answers by starting a program."""
HEADING_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Table:
    """The headings and the rows below them, which are read as they are asked for and may yet be refused.

    `sheets` are the names of a workbook's sheets.
    """

    headings: list[str]
    rows: Iterator[Row]
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def build_table(rows: Iterable[Row], sheet: str = "", sheets: tuple[str, ...] = ()) -> Table:
    """The first row that holds something is the headings. Raises RefusedFileError."""
    filled = _filled(rows)
    first, headings = next(filled, (1, []))
    if not headings:
        raise RefusedFileError("The sheet has nothing in it" if sheets else "The file has no rows")
    headings = [" ".join(heading.split())[:HEADING_LENGTH] for heading in headings]
    _check_headings(headings, first)
    below = next(filled, None)
    if below is None:
        raise RefusedFileError("The file has headings and no rows below them. Add the firms, a row each")
    return Table(headings, chain([below], filled), sheet, sheets)


def _filled(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows that hold something, without empty cells at their end, within the limits."""
    held = count = 0
    for number, cells in rows:
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        count += 1
        held += len(cells)
        _check_row(number, cells, count, held)
        yield number, cells


def _check_row(number: int, cells: list[str], count: int, held: int) -> None:
    if len(cells) > MOST_COLUMNS:
        raise RefusedFileError(TOO_MANY_COLUMNS)
    if count > MOST_ROWS + 1:
        raise RefusedFileError(TOO_MANY_ROWS)
    if held > MOST_CELLS:
        raise RefusedFileError(TOO_MANY_CELLS)
    for at, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            raise RefusedFileError(f"{place(number, at)} holds more than {LONGEST_CELL:,} characters")
        if STARTS_A_PROGRAM.match(cell):
            raise RefusedFileError(f"{place(number, at)} holds a formula that starts a program. Remove it")


def _check_headings(headings: list[str], number: int) -> None:
    seen: dict[str, int] = {}
    for at, heading in enumerate(headings):
        key = heading.casefold()
        if key and key in seen:
            raise RefusedFileError(
                f"Two columns are headed “{heading}”, {letters(seen[key])} and {letters(at)} of row {number}."
                " Rename one of them"
            )
        seen[key] = at


def letters(column: int) -> str:
    """A column as spreadsheet programs call it.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def place(row: int, column: int) -> str:
    return f"Cell {letters(column)}{row}"
