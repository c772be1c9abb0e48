"""XLSX: every text a constant string, no formula, no link. The same book is the same bytes."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from hub.tables.books import Book, Cell, widths
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


def to_xlsx(book: Book) -> bytes:
    """The workbook: the table under a heading row that stays in sight, then what it is of."""
    file = BytesIO()
    workbook = Workbook(file, PLAIN)
    workbook.set_properties({"title": fit(book.title)[:255], "created": book.created.replace(tzinfo=None)})
    styles = _Styles(workbook)
    table = workbook.add_worksheet(book.sheet)
    for at, width in enumerate(widths(book.rows)):
        table.set_column(at, at, width)
    for number, row in enumerate(book.rows):
        for column, cell in enumerate(row):
            styles.write(table, number, column, cell, bold=number == 0)
    table.freeze_panes(1, 0)
    table.repeat_rows(0)
    table.repeat_columns(0, 2)
    _for_print(table)
    about = workbook.add_worksheet("About")
    for at, width in enumerate(widths(book.about)):
        about.set_column(at, at, width)
    for number, (label, cell) in enumerate(book.about):
        styles.write(about, number, 0, label, bold=True)
        styles.write(about, number, 1, cell)
    _for_print(about)
    workbook.close()
    return file.getvalue()


class _Styles:
    def __init__(self, workbook: Workbook) -> None:
        self.text: Format = workbook.add_format(TEXT)
        self.bold: Format = workbook.add_format(TEXT | {"bold": True})
        self.whole: Format = workbook.add_format({"valign": "top"})
        self.tenths: Format = workbook.add_format({"valign": "top", "num_format": "0.0"})

    def write(self, sheet: Worksheet, row: int, column: int, cell: Cell, *, bold: bool = False) -> None:
        if isinstance(cell, str):
            sheet.write_string(row, column, fit(cell), self.bold if bold else self.text)
        else:
            sheet.write_number(row, column, cell, self.tenths if isinstance(cell, float) else self.whole)


def _for_print(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(LANDSCAPE_A4)
