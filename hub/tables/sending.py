"""A table as the answer to a request, in the format that its address ends in."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, make_response

from hub.tables.books import Book
from hub.tables.writing_csv import to_csv
from hub.tables.writing_ods import TYPE, to_ods
from hub.tables.writing_xlsx import to_xlsx

FORMATS: dict[str, tuple[str, Callable[[Book], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", lambda book: to_csv(book.rows)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
    "ods": (TYPE, to_ods),
}
"""By the ending of the name: what it is called among types, and how it is written."""

ENDINGS = f"<any({', '.join(FORMATS)}):ending>"
"""The end of an address that gives a table in each of them."""


def send(book: Book, ending: str, name: str) -> Response:
    """The file, to be kept and not shown."""
    kind, write = FORMATS[ending]
    response = make_response(write(book))
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
