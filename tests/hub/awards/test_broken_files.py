"""A file that can't be read whole changes nothing and says in one line what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hub.awards import inspecting
from tests.hub.awards.conftest import Hub, RunImport
from tests.hub.awards.publishers import make_release, write_opportunities, write_releases, write_sales

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))


def _sales(path: Path) -> bytes:
    return write_sales(path, [{}, {"ProjectNameAndDescription": "Advice, in parts"}]).read_bytes()


def _opportunities(path: Path) -> bytes:
    return write_opportunities(path, [{}, {"ID": "8"}]).read_bytes()


def _releases(path: Path) -> bytes:
    return write_releases(path, [make_release("Elm Ltd"), make_release("Oak Ltd")]).read_bytes()


BROKEN: dict[str, tuple[str, Callable[[Path], bytes], str]] = {
    "an empty file": ("g-cloud-sales", lambda path: b"", "it is empty"),
    "a blank file": ("g-cloud-sales", lambda path: b"\n\n", "line 1: it has no column ‘LotDescription’"),
    "a picture": ("g-cloud-sales", lambda path: PICTURE, "it is not a text file"),
    "UTF-16": ("digital-outcomes", lambda path: "ID,Opportunity".encode("utf-16"), "it is not a text file"),
    "a workbook": ("ocds", lambda path: b"PK\x03\x04\x14\x00", "it is not a text file"),
    "a missing column": (
        "g-cloud-sales",
        lambda path: _sales(path).replace(b"EvidencedSpend", b"Spend"),
        "line 1: it has no column ‘EvidencedSpend’",
    ),
    "a column twice": (
        "digital-outcomes",
        lambda path: _opportunities(path).replace(b"Buyer Domain", b"ID"),
        "line 1: it has the column ‘ID’ twice",
    ),
    "a row cut short": (
        "g-cloud-sales",
        lambda path: _sales(path)[:-28],
        "line 3: it has 7 columns where the first line has 10",
    ),
    "an open quotation mark": (
        "g-cloud-sales",
        lambda path: _sales(path).replace(b'in parts"', b"in parts"),
        "line 3: it is not well-formed CSV",
    ),
    "a wrong encoding": (
        "digital-outcomes",
        lambda path: _opportunities(path).replace(b"Booking", b"Caf\xe9", 2),
        "line 2: it is not in UTF-8",
    ),
    "a truncated release": (
        "ocds",
        lambda path: _releases(path)[:-30],
        "line 2: it is not one whole JSON object",
    ),
    "a number that is none": (
        "ocds",
        lambda path: _releases(path).replace(b"1500.5", b"NaN"),
        "line 1: it is not one whole JSON object",
    ),
    "JSON nested without end": (
        "ocds",
        lambda path: b'{"ocid": ' + b"[" * 100_000 + b"\n",
        "line 1: it is not one whole JSON object",
    ),
    "JSON of another kind": (
        "ocds",
        lambda path: b'{"releases": []}\n',
        "line 1: it is not an OCDS release: it has no ‘ocid’",
    ),
    "a list": ("ocds", lambda path: b"[1]\n", "line 1: it is not an OCDS release"),
    "sales as releases": (
        "ocds",
        _sales,
        "line 1: this is a file of another source: import it with --source g-cloud-sales",
    ),
    "sales as opportunities": ("digital-outcomes", _sales, "with --source g-cloud-sales"),
    "opportunities as sales": ("g-cloud-sales", _opportunities, "with --source digital-outcomes"),
    "releases as sales": ("g-cloud-sales", _releases, "with --source ocds"),
    "too many columns": (
        "g-cloud-sales",
        lambda path: b"," * 101 + b"\r",
        "line 1: it has 102 columns, more than 100",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_changes_nothing(name: str, run_import: RunImport, hub: Hub, tmp_path: Path) -> None:
    source, make, reason = BROKEN[name]
    path = tmp_path / "awards.csv"
    path.write_bytes(make(path))
    before = hub.rows()
    result = run_import(path, source)

    assert result.exit_code == 1
    assert result.stdout == ""
    [message] = result.stderr.splitlines()
    assert message.startswith("Error: awards.csv: ")
    assert reason in message
    assert message.endswith("Nothing was imported.")
    assert hub.rows() == before


CAPS = {
    "LARGEST_FILE": (200, "it is larger than"),
    "LONGEST_LINE": (120, "line 1: it is longer than 120 characters"),
    "MOST_LINES": (2, "line 3: the file has more than 2 lines"),
}


@pytest.mark.parametrize("cap", CAPS)
def test_a_file_past_a_cap_changes_nothing(
    cap: str, run_import: RunImport, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value, reason = CAPS[cap]
    monkeypatch.setattr(inspecting, cap, value)
    before = hub.rows()
    result = run_import(write_sales(tmp_path / "a.csv", [{}, {}]), "g-cloud-sales")

    assert result.exit_code == 1
    assert reason in result.stderr
    assert hub.rows() == before


def test_sums_past_all_bounds_break_the_file(run_import: RunImport, hub: Hub, tmp_path: Path) -> None:
    sales = [{"EvidencedSpend": "999999999999"}] * 1000  # 10^15 pounds are 10^19 ten-thousandths
    before = hub.rows()
    result = run_import(write_sales(tmp_path / "a.csv", sales), "g-cloud-sales")

    assert result.exit_code == 1
    assert "add up to more than the hub can hold" in result.stderr
    assert hub.rows() == before


def test_the_last_line_that_breaks_takes_the_good_ones_back(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    path = write_sales(tmp_path / "a.csv", [{"SupplierName": f"Firm {number}"} for number in range(700)])
    path.write_bytes(path.read_bytes() + b"701,G-Cloud\r")
    result = run_import(path, "g-cloud-sales")

    assert "line 702: it has 2 columns" in result.stderr
    assert hub.suppliers() == {}
