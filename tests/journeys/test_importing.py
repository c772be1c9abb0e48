"""An adviser brings a list of firms, from the file to the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hub.demo.signins import DEMO_SIGN_INS
from tests.hub.imports.files_made import make_csv, make_workbook
from tests.journeys.browsing import Person

pytestmark = [pytest.mark.journey, pytest.mark.long]
ADVISER = next(each for each in DEMO_SIGN_INS if each.kind == "adviser")
HEADINGS = ("Firm", "Company no", "Post code", "E-mail", "Services", "Sector")


def firms(word: str) -> list[tuple[str, ...]]:
    return [
        HEADINGS,
        (f"Brindle Peat {word} Ltd", "", "NN1 1AA", "ada@brindle.example", "Damming of peat", "Hosting"),
        (f"Corbel Stone {word}", "", "NN1 2AB", "", "Walls of dry stone", "Walls and hedges"),
        ("", "", "nowhere", "not an address", "Nothing", ""),
    ]


@pytest.mark.parametrize("javascript", [True, False])
def test_an_adviser_brings_a_list(person: Callable[..., Person], tmp_path: Path, javascript: bool) -> None:
    word = "Script" if javascript else "Plain"
    make, name = (make_workbook, "firms.xlsx") if javascript else (make_csv, "firms.csv")
    (tmp_path / name).write_bytes(make(firms(word)))
    adviser = person(javascript=javascript)
    adviser.sign_in(ADVISER.email, ADVISER.password)
    adviser.click("More", exact=True)
    adviser.click("Import firms")
    adviser.press("Upload")
    assert adviser.page.get_by_role("alert").count(), "a file is asked for"
    adviser.page.get_by_label("File").set_input_files(tmp_path / name)
    adviser.tick("The hub may hold these details")
    adviser.press("Upload")
    adviser.see("Say which column holds what")
    adviser.press("Check the rows")
    adviser.see("Match the categories")
    adviser.press("Check the rows")
    adviser.page.wait_for_selector("text=Nothing is in the register yet", timeout=30_000)
    adviser.look()
    adviser.see("Row 4")
    adviser.press("Import the 2 good rows")
    adviser.see("The list is imported")
    adviser.click(f"Brindle Peat {word} Ltd")
    adviser.see("The hub entered this from a list of its own")
    adviser.open(f"/search?q=damming+of+peat+{word}")
    adviser.see(f"Brindle Peat {word} Ltd")


def test_a_refused_file_says_why(person: Callable[..., Person], tmp_path: Path) -> None:
    (tmp_path / "firms.csv").write_bytes(b"\x89PNG\r\n")
    adviser = person()
    adviser.sign_in(ADVISER.email, ADVISER.password)
    adviser.open("/advice/imports")
    adviser.page.get_by_label("File").set_input_files(tmp_path / "firms.csv")
    adviser.tick("The hub may hold these details")
    adviser.press("Upload")
    adviser.see("The file is a picture")
