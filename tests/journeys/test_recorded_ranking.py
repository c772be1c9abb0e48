"""A buyer records a ranking, reads it as it stood and chooses from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask

from hub import create_app
from tests.journeys.browsing import NARROW, WIDE, Person, axe_violations
from tests.journeys.test_buyer_and_adviser import choose_three, describe_and_rank, sign_in

pytestmark = pytest.mark.journey


def empty_program(folder: Path) -> Flask:
    """Another machine: no database, no supplier."""
    instance = folder / "elsewhere"
    url = f"sqlite:///{instance / 'none.sqlite'}"
    return create_app({"INSTANCE": instance, "DATABASE_URL": url, "SECRET_KEY": "another key for tests"})


def look_at_the_file(buyer: Person, file: Path, names: list[str]) -> None:
    """The readable page as it opens from a folder, at both widths."""
    page = buyer.context.new_page()
    page.goto(file.as_uri())
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert all(name in page.inner_text("main") for name in names)
    page.close()


@pytest.mark.long
def test_from_a_ranked_page_to_a_file_that_is_made_again_elsewhere(
    person: Callable[..., Person], tmp_path: Path
) -> None:
    buyer = person()
    sign_in(buyer, "buyer")
    describe_and_rank(buyer, "Hosting for the county archive")
    buyer.press("Rank and record")
    buyer.see("Recorded ranking for")
    buyer.page.get_by_text("Musts, weights and versions").click()
    buyer.see("The seed of the lot is")
    buyer.look()
    recorded = buyer.page.url
    buyer.click("The whole order in one table")
    buyer.page.goto(recorded)
    names = choose_three(buyer)
    buyer.click("The ranking that it was chosen from")
    with buyer.page.expect_download() as download:
        buyer.page.get_by_role("link", name="Download all of it as one file (ZIP)").click()
    file = tmp_path / "ranking.zip"
    download.value.save_as(file)
    result = empty_program(tmp_path).test_cli_runner().invoke(args=["replay", str(file)])
    assert result.exit_code == 0, result.output
    with ZipFile(file) as pack:
        pack.extract("ranking.html", tmp_path)
    look_at_the_file(buyer, tmp_path / "ranking.html", names)
    shown = " ".join(card.inner_text() for card in buyer.page.locator(".hub-match__name").all())
    assert all(name in shown for name in names)
    buyer.page.goto(recorded)
    buyer.click("The ranking as it is now")
    buyer.page.get_by_text("Recorded rankings of this requirement").click()
    buyer.look()


@pytest.mark.long
def test_ranking_needs_no_javascript(person: Callable[..., Person]) -> None:
    buyer = person(javascript=False)
    sign_in(buyer, "buyer")
    describe_and_rank(buyer, "Hosting for the county museum")
    buyer.press("Rank and record")
    choose_three(buyer)
    buyer.see("Shortlist for")
