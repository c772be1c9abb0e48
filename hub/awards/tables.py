"""Reading a CSV file row by row: the header says what the cells are, and every row has as many."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from hub.awards.inspecting import Inspected, read_lines
from hub.awards.records import BrokenFileError

if TYPE_CHECKING:
    from _csv import Reader

MOST_COLUMNS = 100
Row = tuple[int, dict[str, str]]
"""The line a row starts on, counted from 1, and its cells by column."""


def read_table(inspected: Inspected, columns: Collection[str]) -> Iterator[Row]:
    """The rows of a CSV file that has at least `columns`. Raises BrokenFileError."""
    reader = csv.reader(read_lines(inspected), strict=True)
    header = _read_header(reader, columns)
    for line, cells in _rows(reader):
        if len(cells) != len(header):
            raise BrokenFileError(line, f"it has {len(cells)} columns where the first line has {len(header)}")
        yield line, dict(zip(header, cells, strict=True))


def read_header(inspected: Inspected) -> list[str]:
    """The cells of the first line, for telling one publisher's file from another's."""
    return next(iter(_rows(csv.reader(read_lines(inspected)))), (1, []))[1]


def _read_header(reader: Reader, columns: Collection[str]) -> list[str]:
    line, header = next(_rows(reader), (1, []))
    if len(header) > MOST_COLUMNS:
        raise BrokenFileError(line, f"it has {len(header):,} columns, more than {MOST_COLUMNS}")
    missing = [name for name in columns if name not in header]
    if missing:
        raise BrokenFileError(line, f"it has no column ‘{missing[0]}’")
    double = [name for name in columns if header.count(name) > 1]
    if double:
        raise BrokenFileError(line, f"it has the column ‘{double[0]}’ twice")
    return header


def _rows(reader: Reader) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line they start on; empty lines are none."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BrokenFileError(line, f"it is not well-formed CSV ({error})") from None
        if cells:
            yield line, cells
