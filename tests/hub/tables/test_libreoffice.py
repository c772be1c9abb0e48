"""LibreOffice opens the tables: it finds no formula, each text as it was typed, each number as a number."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree
from sqlalchemy.orm import Session

from hub.tables.books import Book
from hub.tables.texts import fit
from hub.tables.writing_csv import to_csv
from hub.tables.writing_ods import to_ods
from hub.tables.writing_xlsx import to_xlsx
from tests.hub.exports.exports_made import HOSTILE, Counter
from tests.hub.runs.runs_made import rank
from tests.hub.shortlists.shortlists_made import Desk
from tests.hub.tables.test_workbooks import AWKWARD
from tests.page_client import PageClient

pytestmark = pytest.mark.long

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FLAT = "fods:OpenDocument Spreadsheet Flat XML"
CSV_READ = "--infilter=CSV:44,34,76,1"
"""Comma, quote, UTF-8, from the first line, and all columns as LibreOffice takes them: formulas too."""

Sheet = list[list[str | float]]


@pytest.fixture(scope="module")
def office() -> str:
    found = shutil.which("soffice")
    if not found:
        pytest.skip("no LibreOffice on this machine (Debian: apt-get install libreoffice-calc)")
    return found


def opened(office: str, folder: Path, content: bytes, ending: str) -> tuple[dict[str, Sheet], etree._Element]:
    """The cells of each sheet as LibreOffice has them, and all that it has, as it writes it down."""
    file = folder / f"table.{ending}"
    file.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    reading = [CSV_READ] if ending == "csv" else []
    command = [
        office,
        profile,
        "--headless",
        *reading,
        "--convert-to",
        FLAT,
        "--outdir",
        str(folder),
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    tree = etree.parse(folder / "table.fods", etree.XMLParser(huge_tree=True)).getroot()
    return {sheet.get(f"{TABLE}name"): _cells(sheet) for sheet in tree.iter(f"{TABLE}table")}, tree


def _cells(sheet: etree._Element) -> Sheet:
    rows: Sheet = []
    for row in sheet.iter(f"{TABLE}table-row"):
        cells: list[str | float] = []
        for cell in row.iter(f"{TABLE}table-cell"):
            times = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
            cells += [_value(cell)] * (times if times < 100 else 1)
        rows.append(cells)
    return rows


def _value(cell: etree._Element) -> str | float:
    if cell.get(f"{OFFICE}value-type") in ("float", "percentage"):
        return float(cell.get(f"{OFFICE}value"))
    return "\n".join(map(_paragraph, cell.findall(f"{TEXT}p")))


def _paragraph(part: etree._Element) -> str:
    """Its text, with the spaces and tabs that stand in it as elements."""
    told = part.text or ""
    for inner in part:
        name = etree.QName(inner).localname
        told += {"s": " " * int(inner.get(f"{TEXT}c", "1")), "tab": "\t"}.get(name) or _paragraph(inner)
        told += inner.tail or ""
    return told


def _as_flat(text: str) -> str:
    """As LibreOffice 7 writes it down: it leaves out the tabs that it has in a text of several lines."""
    return text.replace("\t", "") if "\n" in text else text


def formulas(tree: etree._Element) -> list[etree._Element]:
    return [each for each in tree.iter() if each.get(f"{TABLE}formula") is not None]


def without_empty_ends(sheet: Sheet, columns: int) -> Sheet:
    rows = [row[:columns] + [""] * (columns - len(row)) for row in sheet]
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    return rows


@pytest.mark.parametrize(("write", "ending"), [(to_xlsx, "xlsx"), (to_ods, "ods")])
def test_a_workbook_opens_with_each_text_as_it_was_typed(
    office: str, tmp_path: Path, write: object, ending: str
) -> None:
    texts = [*AWKWARD, "long " * 8_000, "word " * 6_000]
    rows = [["Text", "Number", "Score"], *([text, at, at + 0.5] for at, text in enumerate(texts))]
    book = Book("T", datetime(2031, 4, 1), "Ranking", rows, [("Title", "=1+1")])
    sheets, tree = opened(office, tmp_path, write(book), ending)  # type: ignore[operator]
    assert formulas(tree) == []
    assert list(sheets) == ["Ranking", "About"]
    told = without_empty_ends(sheets["Ranking"], 3)
    assert told[0] == rows[0]
    for (text, *numbers), row in zip(rows[1:], told[1:], strict=True):
        assert row == [_as_flat(fit(str(text))), *numbers]
    assert sheets["About"][0][:2] == ["Title", "=1+1"]


def test_the_csv_opens_without_a_formula_and_with_one_apostrophe_at_most(office: str, tmp_path: Path) -> None:
    texts = [text for text in AWKWARD if text.strip() and fit(text) == text]
    sheets, tree = opened(office, tmp_path, to_csv([["Text"], *([text] for text in texts)]), "csv")
    assert formulas(tree) == []
    ((*told,),) = sheets.values()
    for text, row in zip(texts, without_empty_ends(told, 1)[1:], strict=True):
        if isinstance(row[0], str) and not text.startswith("\ufeff"):
            assert row[0] in (_as_flat(text), _as_flat(f"'{text}"))


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
def test_a_ranking_and_a_shortlist_open_in_the_order_and_with_the_scores_of_their_pages(
    page_client: PageClient, session: Session, office: str, tmp_path: Path, ending: str
) -> None:
    desk = Desk(page_client, session)
    desk.suppliers["Elm Cloud"].name = "=Elm Cloud"
    session.commit()
    run = rank(desk)
    shortlist = desk.choose("@UK Plc", "Elm Cloud")
    for number, (address, name, score) in enumerate(((run, 2, 3), (shortlist, 1, 4))):
        page = desk.client.get(address)
        folder = tmp_path / str(number)
        folder.mkdir()
        content = desk.client.download(f"{address}.{ending}").get_data()
        sheets, tree = opened(office, folder, content, ending)
        _heading, *rows = without_empty_ends(next(iter(sheets.values())), 12)
        assert formulas(tree) == []
        names = [str(row[name]).removeprefix("'") if ending == "csv" else row[name] for row in rows]
        assert names == page.texts(".hub-match__name .hub-own-words")
        assert [f"{row[score]:.1f}" for row in rows] == page.texts(".hub-match__score strong")


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
def test_an_export_of_two_shortlists_opens_with_hostile_names_as_text(
    page_client: PageClient, session: Session, office: str, tmp_path: Path, ending: str
) -> None:
    counter = Counter(page_client.app, page_client, session)
    counter.share_another("[Web]: 'hosting' / *2*?")
    sheets, tree = opened(office, tmp_path, counter.take(ending).get_data(), ending)
    assert formulas(tree) == []
    names = [str(row[1]).removeprefix("'") for row in _supplier_rows(sheets, ending)]
    expected = sorted([*HOSTILE.values(), HOSTILE["Elm Cloud"]])
    assert sorted(names) == sorted(map(_as_flat, expected))
    mark = f"Taken by {counter.adviser.name}, adviser of"
    assert all(any(str(cell).startswith(mark) for cell in row) for row in _supplier_rows(sheets, ending))
    if ending != "csv":
        headers = tree.iter(f"{STYLE}header")
        above = [_paragraph(each) for header in headers for each in header.iter(f"{TEXT}p")]
        assert any(text.startswith(mark) for text in above)


def _supplier_rows(sheets: dict[str, Sheet], ending: str) -> list[list[str | float]]:
    """The rows of all sheets that hold suppliers; the CSV is one sheet."""
    held = sheets if ending == "csv" else {name: rows for name, rows in sheets.items() if name[0].isdigit()}
    return [row for rows in held.values() for row in rows[1:] if row and isinstance(row[0], float)]


def test_a_planted_formula_is_found(office: str, tmp_path: Path) -> None:
    content = b"Text\r\n=1+1\r\n"
    assert len(formulas(opened(office, tmp_path, content, "csv")[1])) == 1
