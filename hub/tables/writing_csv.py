"""CSV: UTF-8 with a byte order mark, RFC 4180.

A spreadsheet program takes a cell that starts like a formula for one, whoever wrote it. Every text gets a
leading apostrophe where it starts so, which spreadsheet programs and people read as "text follows".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from hub.formulas import neutralise
from hub.tables.books import Cell

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet program reads UTF-8 as the code page of its country."""


def to_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The file: one line a row, as they come."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for cells in rows:
        writer.writerow([cell if isinstance(cell, (int, float)) else neutralise(cell) for cell in cells])
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8", "replace")
