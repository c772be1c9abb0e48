"""XLSX: every text a constant string, no formula, no link. The same book is the same bytes."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from hub.tables.books import Book, Cell, Stamp, widths
from hub.tables.texts import fit

PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
TEXT = {"text_wrap": True, "valign": "top", "quote_prefix": True}
"""With the mark that keeps a text a text also where somebody edits the cell."""

LANDSCAPE_A4 = 9
IN_MARGIN = 220
"""Letters of a text above or below a page: Excel takes 255 with all its signs."""


def to_xlsx(book: Book) -> bytes:
    """The workbook: each table under a heading row that stays in sight, then what they are of."""
    file = BytesIO()
    workbook = Workbook(file, PLAIN)
    workbook.set_properties({"title": fit(book.title)[:255], "created": book.created.replace(tzinfo=None)})
    styles = _Styles(workbook, book.stamp)
    for sheet in book.tables:
        table = workbook.add_worksheet(sheet.name)
        for at, width in enumerate(widths(sheet.rows)):
            table.set_column(at, at, width)
        for number, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                styles.write(table, number, column, cell, styles.text if number else styles.heading)
        table.freeze_panes(1, 0)
        table.repeat_rows(0)
        table.repeat_columns(0, 2)
        _for_print(table, book.stamp, sheet.below)
    about = workbook.add_worksheet("About")
    for at, width in enumerate(widths(book.about)):
        about.set_column(at, at, width)
    for number, (label, cell) in enumerate(book.about):
        styles.write(about, number, 0, label, styles.bold)
        styles.write(about, number, 1, cell, styles.text)
    _for_print(about, book.stamp)
    workbook.close()
    return file.getvalue()


class _Styles:
    def __init__(self, workbook: Workbook, stamp: Stamp | None) -> None:
        self.text: Format = workbook.add_format(TEXT)
        self.bold: Format = workbook.add_format(TEXT | {"bold": True})
        filled = {"bg_color": stamp.colour, "font_color": "#ffffff"} if stamp else {}
        self.heading: Format = workbook.add_format(TEXT | {"bold": True} | filled) if filled else self.bold
        self.whole: Format = workbook.add_format({"valign": "top"})
        self.tenths: Format = workbook.add_format({"valign": "top", "num_format": "0.0"})

    def write(self, sheet: Worksheet, row: int, column: int, cell: Cell, style: Format) -> None:
        if isinstance(cell, str):
            sheet.write_string(row, column, fit(cell), style)
        else:
            sheet.write_number(row, column, cell, self.tenths if isinstance(cell, float) else self.whole)


def _for_print(sheet: Worksheet, stamp: Stamp | None, below: str = "") -> None:
    sheet.set_landscape()
    sheet.set_paper(LANDSCAPE_A4)
    if stamp:
        sheet.set_header(f"&L{_in_margin(stamp.above)}")
        sheet.set_footer(f"&L{_in_margin(below or stamp.below)}&RPage &P of &N")


def _in_margin(text: str) -> str:
    """Text as a header holds it: one line, an & as two, no longer than Excel takes."""
    line = " ".join(fit(text).split())
    return line[: IN_MARGIN - line.count("&")].replace("&", "&&")
