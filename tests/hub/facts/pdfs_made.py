"""PDFs made for tests: a plain page, and pages with what a certificate does not have."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

Change = Callable[[PdfWriter], object]


def make_pdf(change: Change | None = None) -> bytes:
    """One empty page, after the change."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if change:
        change(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def opening(action: str, key: str) -> Change:
    """What makes a PDF do something when it is opened."""

    def change(writer: PdfWriter) -> None:
        done = DictionaryObject(
            {NameObject("/S"): NameObject(action), NameObject(key): TextStringObject("app.alert(1)")}
        )
        writer.root_object[NameObject("/OpenAction")] = done

    return change
