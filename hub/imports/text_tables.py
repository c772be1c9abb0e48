"""Reading a CSV file: commas, semicolons or tabs, quotes as RFC 4180 has them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from hub.imports.decoding import decode
from hub.imports.refusing import LONGEST_CELL, LONGEST_LINE, RefusedFileError
from hub.imports.tables import Row, Table, build_table

SEPARATORS = ",;\t|"


def read_text_table(content: bytes) -> Table:
    """Raises RefusedFileError for what is no CSV within the limits."""
    text = decode(content)
    _check_lines(text)
    csv.field_size_limit(LONGEST_CELL + 1)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_separator(text))
    return build_table(_rows(reader))


def _check_lines(text: str) -> None:
    start = number = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        number += 1
        if end - start > LONGEST_LINE:
            raise RefusedFileError(f"Line {number} is longer than {LONGEST_LINE:,} characters")
        start = end + 1


def _separator(text: str) -> str:
    """The sign that parts the first line into the most cells."""
    first = text.lstrip("\r\n").partition("\n")[0]
    counts = {sign: _count_cells(first, sign) for sign in SEPARATORS}
    return max(SEPARATORS, key=lambda sign: counts[sign])


def _count_cells(line: str, sign: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=sign), []))
    except csv.Error:
        return 0


def _rows(reader: Iterator[list[str]]) -> Iterator[Row]:
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RefusedFileError(_reason(number, str(error))) from None


def _reason(number: int, error: str) -> str:
    if "field limit" in error:
        return f"Row {number} has a cell of more than {LONGEST_CELL:,} characters"
    return f"The quotation marks of row {number} do not fit together. Save the file again as CSV"
