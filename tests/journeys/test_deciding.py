"""From a real requirement, pasted, to a decision on record: by mouse, and by keyboard alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.journeys.browsing import NARROW, Person
from tests.journeys.keyboard import Keyboard
from tests.journeys.test_buyer_and_adviser import SIGN_INS, sign_in
from tests.journeys.test_recorded_ranking import empty_program, look_at_the_file

pytestmark = pytest.mark.journey
BRIEFS = Path("data/judged/supplier-briefs/requirements.jsonl")
SHORT, LONG = "B23", ("A18", "B19", "B21")


def brief(shared: Path, public_id: str) -> dict[str, str]:
    """A requirement as a public officer wrote it."""
    rows = (json.loads(line) for line in (shared / BRIEFS).read_text().splitlines())
    return next(row for row in rows if row["id"] == public_id)


def decide(buyer: Person, asked: dict[str, str]) -> list[str]:
    """Paste, rank, compare, choose two, score, note, give reasons and freeze. Returns who was chosen."""
    buyer.open("/requirements/describe")
    buyer.fill("What do you need?", asked["title"])
    buyer.fill("Say more in your own words", asked["description"])
    buyer.press("Continue")
    assert buyer.page.locator("textarea[name^=lines]").count(), "lines were found in the words"
    buyer.press("Save and rank suppliers")
    buyer.press("Rank and record")
    cards = buyer.page.locator(".hub-match")
    for at in (0, 2):
        cards.nth(at).get_by_role("checkbox").check()
    names = [cards.nth(at).locator(".hub-match__name a").inner_text() for at in (0, 2)]
    buyer.press("Compare the ticked suppliers")
    buyer.click("Back", exact=True)
    buyer.press("Make a shortlist from the ticked suppliers")
    buyer.see("Have you seen these?")

    buyer.click("Declarations and scores")
    buyer.tick("I have no interest")
    for box in buyer.page.locator("select[name^=score]").all():
        box.select_option("4")
    buyer.press("Save my declaration and scores")
    buyer.see("80.0")
    buyer.click("Back", exact=True)
    buyer.click("Notes", exact=True)
    buyer.page.get_by_role("radio").first.check()
    buyer.fill("Note", "Ask for a reference of this size.")
    buyer.press("Add the note")
    buyer.click("Back", exact=True)

    for box in buyer.page.locator("textarea[name^=reason]").all():
        box.fill("What proves it is work like ours.")
    buyer.press("Save order and reasons")
    buyer.click("Finish and freeze the shortlist")
    buyer.press("Freeze the shortlist")
    buyer.see("There is a problem")
    buyer.fill("Why are fewer than three chosen?", "Two can do all of it.")
    for box in buyer.page.locator("select[name^=quick]").all():
        box.select_option("proof")
    buyer.press("Freeze the shortlist")
    buyer.see("Frozen on")
    buyer.click("The record of the decision")
    buyer.see("Choice and words are as they were frozen.")
    return names


def take_the_pack(buyer: Person, folder: Path, names: list[str]) -> None:
    """It opens, names who was chosen, and the ranking comes out the same on another machine."""
    with buyer.page.expect_download() as download:
        buyer.page.get_by_role("link", name="Download the audit pack (ZIP)").click()
    file = folder / "decision.zip"
    download.value.save_as(file)
    result = empty_program(folder).test_cli_runner().invoke(args=["replay", str(file)])
    assert result.exit_code == 0, result.output
    with ZipFile(file) as pack:
        for page in ("ranking.html", "decision.html"):
            pack.extract(page, folder)
            look_at_the_file(buyer, folder / page, names)
        assert {"ranking.csv", "ranking.xlsx", "ranking.ods", "decision.json"} <= set(pack.namelist())


@pytest.mark.parametrize("asked", [SHORT, *(pytest.param(each, marks=pytest.mark.long) for each in LONG)])
def test_from_a_pasted_requirement_to_an_audit_pack(
    person: Callable[..., Person], shared_data: Path, tmp_path: Path, asked: str
) -> None:
    buyer = person()
    sign_in(buyer, "buyer")
    names = decide(buyer, brief(shared_data, asked))
    take_the_pack(buyer, tmp_path, names)


@pytest.mark.long
@pytest.mark.parametrize("narrow", [False, True], ids=["1280 px", "320 px"])
def test_the_same_by_keyboard_alone(
    person: Callable[..., Person], shared_data: Path, tmp_path: Path, narrow: bool
) -> None:
    buyer, asked = person(), brief(shared_data, "B19")
    if narrow:
        buyer.page.set_viewport_size(NARROW)
    keys = Keyboard(buyer.page)
    buyer.page.goto(buyer.address + "/sign-in")
    keys.write("Email address", SIGN_INS["buyer"].email)
    keys.write("Password", SIGN_INS["buyer"].password)
    keys.go("Sign in")
    buyer.page.goto(buyer.address + "/requirements/describe")
    keys.write("What do you need?", asked["title"])
    keys.write("Say more in your own words", asked["description"])
    keys.go("Continue")
    keys.go("Save and rank suppliers")
    keys.go("Rank and record")
    names = []
    for _number in range(2):
        found = keys.reach("Add to shortlist", "INPUT")
        buyer.page.keyboard.press("Space")
        names.append(found["words"].partition(": ")[2])
    keys.go("Make a shortlist")
    keys.go("Declarations and scores")
    keys.choose("Have you an interest", "I have no interest")
    keys.go("Save my declaration")
    keys.go("Back")
    for name in names:
        keys.write(f"Why {name} was chosen", "What proves it is work like ours.")
    keys.go("Save order and reasons")
    keys.go("Finish and freeze")
    keys.write("Why are fewer than three chosen?", "Two can do all of it.")
    keys.go("Freeze the shortlist")
    keys.go("The record of the decision")
    assert "as they were frozen" in buyer.page.inner_text("main")
    with buyer.page.expect_download() as download:
        keys.reach("Download the audit pack")
        buyer.page.keyboard.press("Enter")
    file = tmp_path / "decision.zip"
    download.value.save_as(file)
    result = empty_program(tmp_path).test_cli_runner().invoke(args=["replay", str(file)])
    assert result.exit_code == 0, result.output
