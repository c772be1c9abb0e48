"""What an import found and did: in words for the page, and row by row as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from hub.imports.tables import letters
from hub.tables.books import Cell
from hub.tables.writing_csv import to_csv as write_csv

WORDS = {
    "": "Not checked yet",
    "new": "New",
    "filled": "Adds to a record",
    "same": "In the register already",
    "claimed": "The firm’s own: left alone",
    "hidden": "Withdrawn or suspended: left alone",
    "removed": "Removed on request: left out",
    "repeated": "Same firm twice",
    "wrong": "To put right",
}
DONE = WORDS | {"new": "Entered", "filled": "Record added to"}
"""The same once the import is applied."""
COUNTED = ("new", "filled", "same", "claimed", "hidden", "removed", "repeated", "wrong")


def told_counts(counts: Mapping[str, int], *, applied: bool) -> list[tuple[str, int]]:
    """Words and number of each outcome that there is."""
    words = DONE if applied else WORDS
    return [(words[outcome], counts[outcome]) for outcome in COUNTED if counts.get(outcome)]


def column_name(column: int | None, headings: Sequence[str]) -> str:
    """`Postcode (column C)`; empty for what is about no column of the file."""
    if column is None:
        return ""
    heading = headings[column] if column < len(headings) else ""
    return f"{heading} (column {letters(column)})" if heading else f"Column {letters(column)}"


def to_csv(
    rows: Iterable[Any], headings: Sequence[str], address: Callable[[str], str], *, applied: bool
) -> bytes:
    """A line for each problem, and for each row without one: UTF-8 with its mark, formulas neutralised."""
    lines: list[list[Cell]] = [["Row", "Business name", "Outcome", "Column", "What to do", "Record"]]
    words = DONE if applied else WORDS
    for row in rows:
        record = address(row.supplier) if row.supplier else ""
        for column, message in _problems(row, headings):
            lines.append([row.number, row.name, words[row.outcome], column, message, record])
    return write_csv(lines)


def _problems(row: Any, headings: Sequence[str]) -> Iterator[tuple[str, str]]:
    if not row.problems:
        yield "", ""
    for problem in row.problems:
        yield column_name(problem["column"], headings), problem["message"]
