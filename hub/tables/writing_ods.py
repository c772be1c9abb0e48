"""ODS (OpenDocument 1.3): a few small files of XML in a zip. The same book is the same bytes.

No cell has a formula. Texts are paragraphs of a cell that is formatted as text, so that they stay texts also
where somebody edits the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from hub.tables.books import Book, Cell, Stamp, widths
from hub.tables.texts import fit

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
DATE = (1980, 1, 1, 0, 0, 0)
LETTER = 0.2
"""Centimetres that a letter takes."""

SPACE_TO_KEEP = re.compile("^ | $|(?<= ) ")
"""Spaces that a reader of XML would leave out: the first, the last, all of a row but its first."""

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}"'
    for prefix, name in (
        ("office", "office:1.0"),
        ("table", "table:1.0"),
        ("text", "text:1.0"),
        ("style", "style:1.0"),
        ("number", "datastyle:1.0"),
        ("fo", "xsl-fo-compatible:1.0"),
        ("meta", "meta:1.0"),
        ("config", "config:1.0"),
        ("manifest", "manifest:1.0"),
    )
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
CELL = '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
CELL_STYLES = f"""\
<number:text-style style:name="N1"><number:text-content/></number:text-style>\
<number:number-style style:name="N2">\
<number:number number:decimal-places="1" number:min-decimal-places="1" number:min-integer-digits="1"/>\
</number:number-style>\
<number:number-style style:name="N3"><number:number number:decimal-places="0" number:min-integer-digits="1"/>\
</number:number-style>\
<style:style style:name="text" style:family="table-cell" style:data-style-name="N1">{CELL}</style:style>\
<style:style style:name="bold" style:family="table-cell" style:data-style-name="N1">{CELL}\
<style:text-properties fo:font-weight="bold"/></style:style>\
<style:style style:name="tenths" style:family="table-cell" style:data-style-name="N2">{CELL}</style:style>\
<style:style style:name="whole" style:family="table-cell" style:data-style-name="N3">{CELL}</style:style>\
<style:style style:name="row" style:family="table-row">\
<style:table-row-properties style:use-optimal-row-height="true"/></style:style>"""
PAGE = """\
<style:page-layout style:name="page"><style:page-layout-properties \
fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape"/>\
{margins}</style:page-layout>"""
MARGINS = "".join(
    f'<style:{part}-style><style:header-footer-properties fo:min-height="0.75cm"/></style:{part}-style>'
    for part in ("header", "footer")
)


def to_ods(book: Book) -> bytes:
    """The workbook: each table under a heading row that stays in sight, then what they are of."""
    members = {
        "content.xml": _content(book),
        "styles.xml": _document("document-styles", _page_styles(book)),
        "meta.xml": _document("document-meta", _meta(book.title, book.created)),
        "settings.xml": _document("document-settings", _settings([each.name for each in book.tables])),
    }
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        _store(archive, "mimetype", TYPE, ZIP_STORED)
        for name, text in members.items():
            _store(archive, name, text, ZIP_DEFLATED)
        _store(archive, "META-INF/manifest.xml", _manifest(members), ZIP_DEFLATED)
    return file.getvalue()


def _store(archive: ZipFile, name: str, text: str, how: int) -> None:
    info = ZipInfo(name, DATE)
    info.create_system, info.external_attr, info.compress_type = 3, 0o600 << 16, how
    archive.writestr(info, text.encode())


def _document(kind: str, inside: str) -> str:
    return f'{HEAD}<office:{kind} {NAMESPACES} office:version="1.3">{inside}</office:{kind}>'


def _page_styles(book: Book) -> str:
    """The page that all sheets are printed on, and one for each table that has something of its own below."""
    pages = [_master("Default", book.stamp, "")]
    pages += [
        _master(f"P{at}", book.stamp, sheet.below) for at, sheet in enumerate(book.tables) if sheet.below
    ]
    layout = PAGE.format(margins=MARGINS if book.stamp else "")
    automatic = f"<office:automatic-styles>{layout}</office:automatic-styles>"
    return f"{automatic}<office:master-styles>{''.join(pages)}</office:master-styles>"


def _master(name: str, stamp: Stamp | None, below: str) -> str:
    inside = ""
    if stamp:
        above, under = (escape(" ".join(fit(text).split())) for text in (stamp.above, below or stamp.below))
        inside = (
            f"<style:header><text:p>{above}</text:p></style:header><style:footer><text:p>{under}. Page "
            "<text:page-number>1</text:page-number> of <text:page-count>1</text:page-count></text:p>"
            "</style:footer>"
        )
    return (
        f'<style:master-page style:name="{name}" style:page-layout-name="page">{inside}</style:master-page>'
    )


def _content(book: Book) -> str:
    tables = book.tables
    columns = {f"t{at}_": widths(sheet.rows) for at, sheet in enumerate(tables)} | {"a": widths(book.about)}
    styles = "".join(
        f'<style:style style:name="{letter}{at}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * LETTER:.2f}cm"/></style:style>'
        for letter, each in columns.items()
        for at, width in enumerate(each)
    )
    styles += "".join(
        f'<style:style style:name="s{at}" style:family="table" style:master-page-name="P{at}"/>'
        for at, sheet in enumerate(tables)
        if sheet.below
    )
    styles += _heading_style(book.stamp)
    head = "heading" if book.stamp else "bold"
    sheets = ""
    for at, sheet in enumerate(tables):
        heading, *rows = sheet.rows
        lines = [
            "<table:table-header-rows>",
            _row(heading, [head] * len(heading)),
            "</table:table-header-rows>",
            *(_row(row, ["text"] * len(row)) for row in rows),
        ]
        style = f"s{at}" if sheet.below else ""
        sheets += _table(sheet.name, f"t{at}_", columns[f"t{at}_"], lines, style)
    about = (_row(row, ("bold", "text")) for row in book.about)
    sheets += _table("About", "a", columns["a"], about)
    body = f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
    automatic = f"<office:automatic-styles>{CELL_STYLES}{styles}</office:automatic-styles>"
    return _document("document-content", automatic + body)


def _heading_style(stamp: Stamp | None) -> str:
    if stamp is None:
        return ""
    cell = CELL.replace("/>", f" fo:background-color={quoteattr(stamp.colour)}/>")
    return (
        f'<style:style style:name="heading" style:family="table-cell" style:data-style-name="N1">{cell}'
        '<style:text-properties fo:font-weight="bold" fo:color="#ffffff"/></style:style>'
    )


def _table(name: str, letter: str, columns: Sequence[int], rows: Iterable[str], style: str = "") -> str:
    wide = "".join(f'<table:table-column table:style-name="{letter}{at}"/>' for at in range(len(columns)))
    styled = f' table:style-name="{style}"' if style else ""
    return f"<table:table table:name={quoteattr(name)}{styled}>{wide}{''.join(rows)}</table:table>"


def _row(cells: Sequence[Cell], styles: Sequence[str]) -> str:
    written = "".join(map(_cell, cells, styles))
    return f'<table:table-row table:style-name="row">{written}</table:table-row>'


def _cell(cell: Cell, style: str) -> str:
    if isinstance(cell, str):
        if not cell:
            return f'<table:table-cell table:style-name="{style}"/>'
        lines = "".join(f"<text:p>{_line(line)}</text:p>" for line in fit(cell).split("\n"))
        opened = f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        return f"{opened}{lines}</table:table-cell>"
    style = "tenths" if isinstance(cell, float) else "whole"
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{cell}">'
        f"<text:p>{cell}</text:p></table:table-cell>"
    )


def _line(text: str) -> str:
    """A tab stands for itself: LibreOffice 7 reads no `text:tab` in a cell."""
    return SPACE_TO_KEEP.sub("<text:s/>", escape(text))


def _meta(title: str, created: datetime) -> str:
    at = f"{created:%Y-%m-%dT%H:%M:%S}"
    named = f'<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">{escape(fit(title))}</dc:title>'
    return f"<office:meta>{named}<meta:creation-date>{at}</meta:creation-date></office:meta>"


def _settings(sheets: Sequence[str]) -> str:
    """The first row of each table stays in sight."""
    items = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, kind, value in (
            ("VerticalSplitMode", "short", 2),
            ("VerticalSplitPosition", "int", 1),
            ("ActiveSplitRange", "short", 2),
            ("PositionBottom", "int", 1),
        )
    )
    entries = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(sheet)}>{items}</config:config-item-map-entry>"
        for sheet in sheets
    )
    view = (
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        '<config:config-item-map-named config:name="Tables">'
        f"{entries}</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
    )
    return (
        '<office:settings><config:config-item-set config:name="ooo:view-settings" '
        'xmlns:ooo="http://openoffice.org/2004/office">'
        f"{view}</config:config-item-set></office:settings>"
    )


def _manifest(members: Iterable[str]) -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", TYPE), *((name, "text/xml") for name in members))
    )
    return f'{HEAD}<manifest:manifest {NAMESPACES} manifest:version="1.3">{entries}</manifest:manifest>'
