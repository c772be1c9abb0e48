"""Broken and hostile files, made by code: each with a name that people give them, and why it is refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from tests.hub.imports.files_made import (
    BOOK_TYPE,
    FIRMS,
    HEADINGS,
    MAIN,
    SHEET_PART,
    book,
    make_csv,
    make_workbook,
    pack,
    sheet,
    sheet_of,
    workbook_parts,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + f']><sst xmlns="{MAIN}"><si><t>&lol9;</t></si></sst>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="str"><v>&e;</v></c></row></sheetData></worksheet>'
)
FULL = sheet([HEADINGS, *FIRMS])
SHARED = "xl/sharedStrings.xml"


@dataclass(frozen=True)
class HostileFile:
    """`make` makes it anew; `reason` is a part of what the person reads."""

    name: str
    make: Callable[[], bytes]
    reason: str


def changed(**parts: bytes | str | None) -> Callable[[], bytes]:
    """A workbook with other parts, named by the last word of their names."""
    names = {"sheet": SHEET_PART, "texts": SHARED, "book": "xl/workbook.xml", "types": "[Content_Types].xml"}
    return lambda: make_workbook(**{names.get(name, name): part for name, part in parts.items()})


def added(name: str, content: bytes | str = b"x") -> Callable[[], bytes]:
    return lambda: make_workbook(**{name: content})


def nested() -> bytes:
    inner = make_workbook()
    for depth in range(20):
        inner = pack({f"{depth}.zip": inner})
    return inner


def bomb() -> bytes:
    """A sheet of 140 MB of spaces in 140 kB."""
    return make_workbook(**{SHEET_PART: sheet_of(" " * 140_000_000)})


def texts_bomb() -> bytes:
    return make_workbook(**{SHARED: f'<sst xmlns="{MAIN}">' + "<si><t/></si>" * 3_000_000 + "</sst>"})


def quiet_bomb() -> bytes:
    """The same, and the archive says that the part is small."""
    content = bytearray(make_workbook(**{SHEET_PART: sheet_of(" " * 40_000_000)}))
    at = content.rfind(SHEET_PART.encode()) - 46
    struct.pack_into("<L", content, at + 24, 1_000)
    at = content.find(SHEET_PART.encode()) - 30
    struct.pack_into("<L", content, at + 22, 1_000)
    return bytes(content)


def overlapping() -> bytes:
    """Every entry of the list points to the same bytes."""
    content = bytearray(pack({f"{n}.xml": b"0" * 10_000 for n in range(9)}))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<L", content, at + 42, 0)
        at = content.find(b"PK\x01\x02", at + 1)
    return bytes(content)


def many_parts() -> bytes:
    return pack(workbook_parts() | {f"xl/media/{n}.png": b"" for n in range(3_000)})


def large_archive() -> bytes:
    """The record at the end says: look for the real numbers in a record for large archives, which lies."""
    content = bytearray(make_workbook())
    at = content.rfind(b"PK\x05\x06")
    struct.pack_into("<2H2L", content, at + 8, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    return bytes(content)


def large_sizes() -> bytes:
    """An entry whose sizes stand in a field for large files, and are 2^62."""
    field = struct.pack("<HHQQ", 1, 16, 2**62, 2**62)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in workbook_parts().items():
            archive.writestr(name, part)
    content = bytearray(packed.getvalue())
    at = content.rfind(SHEET_PART.encode()) - 46
    struct.pack_into("<LL", content, at + 20, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<H", content, at + 30, len(field))
    end = at + 46 + len(SHEET_PART)
    content[end:end] = field
    last = content.rfind(b"PK\x05\x06")
    size = struct.unpack_from("<L", content, last + 12)[0]
    struct.pack_into("<L", content, last + 12, size + len(field))
    return bytes(content)


def encrypted_zip() -> bytes:
    content = bytearray(make_workbook())
    for mark, at_flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + at_flags] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


def strange_method() -> bytes:
    content = bytearray(make_workbook())
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = content.find(mark)
        while at >= 0:
            struct.pack_into("<H", content, at + place, 99)
            at = content.find(mark, at + 1)
    return bytes(content)


def flipped() -> bytes:
    """Bytes in the middle of the sheet's part are others."""
    content = bytearray(make_workbook())
    at = content.find(SHEET_PART.encode()) + len(SHEET_PART) + 20
    content[at : at + 40] = bytes(byte ^ 0xFF for byte in content[at : at + 40])
    return bytes(content)


def rows_400k() -> bytes:
    return make_workbook(
        **{
            SHEET_PART: sheet_of(
                "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 400_001))
            )
        }
    )


def csv_400k() -> bytes:
    return b"Name\n" + b"Firm\n" * 400_000


def million_columns() -> bytes:
    return make_workbook(**{SHEET_PART: sheet_of("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>")})


def far_cells() -> bytes:
    """Two cells, at the corners of the largest sheet: as a table it has 17 thousand million places."""
    return make_workbook(
        **{
            SHEET_PART: sheet_of(
                '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
            )
        }
    )


def million_cells() -> bytes:
    row = "<c><v>1</v></c>" * 90
    return make_workbook(**{SHEET_PART: sheet_of(f"<row>{row}</row>" * 11_200)})


def mixed() -> bytes:
    return "Name,Place\nCafé Société,Ashby\n".encode() + "Café Noir,Ashby\n".encode("cp1252")


def dyn(text: str) -> Callable[[], bytes]:
    return lambda: make_csv([HEADINGS, [text, "", "", "", ""]])


def constant(content: bytes) -> Callable[[], bytes]:
    return lambda: content


PNG = b"\x89PNG\r\n\x1a\n" + zlib.compress(b"\0" * 500)
MACRO_TYPE = BOOK_TYPE.replace(
    "openxmlformats-officedocument.spreadsheetml.sheet", "ms-excel.sheet.macroEnabled"
)

DAMAGED = "damaged or cut short"
FILES = (
    HostileFile("nested zips.xlsx", nested, "no Excel workbook"),
    HostileFile("zip bomb.xlsx", bomb, "unpacks to more than"),
    HostileFile("zip bomb that lies.xlsx", quiet_bomb, DAMAGED),
    HostileFile("bomb of texts.xlsx", texts_bomb, "unpacks to more than"),
    HostileFile("overlapping parts.xlsx", overlapping, "overlap"),
    HostileFile("three thousand parts.xlsx", many_parts, "more than 1,000 parts"),
    HostileFile("zip64 lie.xlsx", large_archive, "zip64"),
    HostileFile("zip64 sizes.xlsx", large_sizes, "unpacks to more than"),
    HostileFile("encrypted.zip", encrypted_zip, "protected by a password"),
    HostileFile(
        "encrypted.xlsx",
        constant(OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")),
        "protected by a password",
    ),
    HostileFile("unknown compression.xlsx", strange_method, DAMAGED),
    HostileFile("flipped bytes.xlsx", flipped, DAMAGED),
    HostileFile("cut short.xlsx", lambda: make_workbook()[:-400], DAMAGED),
    HostileFile("start alone.xlsx", constant(b"PK\x03\x04"), DAMAGED),
    HostileFile("empty archive.xlsx", lambda: pack({}), "empty or damaged archive"),
    HostileFile("archive of a CSV.zip", lambda: pack({"firms.csv": make_csv()}), "no Excel workbook"),
    HostileFile("path out.xlsx", added("../../etc/cron.d/x"), "lead out of it"),
    HostileFile("path from the root.xlsx", added("/etc/passwd"), "lead out of it"),
    HostileFile("path of Windows.xlsx", added("..\\..\\start.bat"), "lead out of it"),
    HostileFile(
        "two parts of one name.xlsx", added("xl/Worksheets/Sheet1.xml", FULL), "two parts of one name"
    ),
    HostileFile("macros.xlsm", added("xl/vbaProject.bin"), "holds macros"),
    HostileFile(
        "macros by type.xlsx",
        changed(types=f'<Types><Override ContentType="{MACRO_TYPE}"/></Types>'),
        "holds macros",
    ),
    HostileFile(
        "binary.xlsb",
        lambda: pack({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\0"}),
        "binary workbook",
    ),
    HostileFile(
        "open document.ods",
        lambda: pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
        "OpenDocument",
    ),
    HostileFile("old.xls", constant(OLE + b"\0" * 2_000), "old Office format"),
    HostileFile(
        "page.xls", constant(b"<html><table><tr><td>Name</td></tr></table></html>"), "web page or XML"
    ),
    HostileFile(
        "xml of 2003.xls", constant(b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>'), "web page or XML"
    ),
    HostileFile("billion laughs.xlsx", changed(texts=LAUGHS), "declares entities"),
    HostileFile("entity from outside.xlsx", changed(sheet=OUTSIDE), "declares entities"),
    HostileFile(
        "sheet in UTF-16.xlsx",
        changed(sheet=FULL.replace("UTF-8", "UTF-16").encode("utf-16")),
        "not written in UTF-8",
    ),
    HostileFile("400,000 rows.xlsx", rows_400k, "20,000 rows or fewer"),
    HostileFile("400,000 rows.csv", csv_400k, "20,000 rows or fewer"),
    HostileFile("a million columns.xlsx", million_columns, "500,000 cells or fewer"),
    HostileFile("a million columns.csv", constant(b"a," * 1_000_000), "longer than"),
    HostileFile(
        "200 columns.csv",
        lambda: make_csv([[f"Heading {n}" for n in range(200)], ["1"] * 200]),
        "100 columns or fewer",
    ),
    HostileFile("a million cells.xlsx", million_cells, "500,000 cells or fewer"),
    HostileFile("a million cells.csv", constant((b"a," * 89 + b"b\n") * 11_200), "Two columns are headed"),
    HostileFile("cells at the corners.xlsx", far_cells, "100 columns or fewer"),
    HostileFile(
        "a negative place.xlsx",
        changed(sheet=sheet_of('<row r="-1"><c r="A-1"><v>1</v></c></row>')),
        "places that no sheet has",
    ),
    HostileFile(
        "a text that is not there.xlsx",
        changed(sheet=sheet_of('<row r="1"><c r="A1" t="s"><v>999999999</v></c></row>')),
        DAMAGED,
    ),
    HostileFile("no sheet.xlsx", changed(book=book()), "no sheet that can be read"),
    HostileFile("a sheet that is not there.xlsx", changed(sheet=None), "no sheet that can be read"),
    HostileFile("broken XML.xlsx", changed(book="<workbook><sheets>"), DAMAGED),
    HostileFile("a sheet cut short.xlsx", changed(sheet=FULL[: len(FULL) // 2]), DAMAGED),
    HostileFile("a picture.csv", constant(PNG), "a picture"),
    HostileFile("a PDF.csv", constant(b"%PDF-1.7\n" + b"x" * 100), "a PDF"),
    HostileFile("a program.csv", constant(b"MZ" + b"\0" * 100), "a program"),
    HostileFile("empty.csv", constant(b""), "is empty"),
    HostileFile("spaces.csv", constant(b"\xef\xbb\xbf \r\n\r\n"), "is empty"),
    HostileFile("only headings.csv", lambda: make_csv([HEADINGS]), "no rows below them"),
    HostileFile("only headings.xlsx", lambda: make_workbook([HEADINGS]), "no rows below them"),
    HostileFile(
        "headed twice.csv",
        lambda: make_csv([["Name", "Place", "name"], ["A", "B", "C"]]),
        "Two columns are headed",
    ),
    HostileFile("noughts.csv", constant(b"Name,Place\nAlder\0 Ltd,Ashby\n"), "neither a CSV file nor"),
    HostileFile("UTF-16 cut short.csv", lambda: make_csv(encoding="utf-16")[:-1], "cut short"),
    HostileFile("two encodings.csv", mixed, "mixes two encodings"),
    HostileFile(
        "quotation marks.csv",
        constant(b'Name,Place\n"Alder Ltd,Ashby\nBirch,Oakham\n'),
        "do not fit together",
    ),
    HostileFile(
        "text after a quotation mark.csv", constant(b'Name,Place\n"Alder" Ltd,Ashby\n'), "do not fit together"
    ),
    HostileFile("a long line.csv", constant(b"Name\n" + b"x" * 9_000_000), "longer than"),
    HostileFile("twenty megabytes.csv", constant(b"Name\n" + b"x" * 20_000_000), "10 MB or smaller"),
    HostileFile(
        "a long cell.csv", constant(b"Name\n" + b"x" * 40_000 + b"\n"), "more than 32,767 characters"
    ),
    HostileFile("dynamic data exchange.csv", dyn("=cmd|' /C calc'!A0"), "formula that starts a program"),
    HostileFile(
        "dynamic data exchange, hidden.csv",
        dyn("  @SUM(1+1)*cmd|' /C calc'!A0"),
        "formula that starts a program",
    ),
    HostileFile(
        "random bytes.csv",
        constant(bytes((n * 7919 + n // 256) % 256 for n in range(60_000))),
        "neither a CSV file nor",
    ),
)
"""At least forty; the drill prints how long each takes."""
