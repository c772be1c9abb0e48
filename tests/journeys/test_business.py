"""A business registers what it can do, and the next search finds it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.browsing import Person

pytestmark = pytest.mark.journey
PASSWORD = "nine slow herons waded"


def register(person: Person, name: str, email: str) -> None:
    """From the start page to the desk, a page at a time."""
    person.create_account("Rosa Lindqvist", email, PASSWORD, "I run a business")
    person.fill("Business name", name)
    person.press("Continue")
    person.tick("Sole trader")
    person.tick("Micro")
    person.fill("Where does it work from?", "DE1 2FS")
    person.press("Continue")
    person.fill("One thing you do, in a few words", "Peat bog restoration")
    person.fill(
        "Describe it in your own words",
        "We block grips on upland peat with heather bales and leaky timber dams, reseed bare peat by hand, "
        "and leave the volunteers able to keep the sphagnum wet.",
    )
    person.press("Continue")
    person.tick("No category of the list fits")
    person.press("Continue")
    person.see("Check your answers")
    person.press("Accept and publish")


def test_a_business_registers_and_is_found(person: Callable[..., Person]) -> None:
    owner, visitor = person(), person()
    register(owner, "Lindqvist Moorland Works", "rosa@peat.example")
    owner.see("Lindqvist Moorland Works")

    visitor.open("/")
    visitor.page.get_by_role("searchbox").or_(
        visitor.page.locator("input[name=q], textarea[name=q]")
    ).first.fill("sphagnum on upland peat")
    visitor.press("Rank suppliers")
    first = visitor.page.locator(".hub-match").first
    assert "Lindqvist Moorland Works" in first.inner_text()
    assert first.locator("mark").count() > 0
    visitor.click("Lindqvist Moorland Works")
    assert "rosa@peat.example" not in visitor.page.content()
    visitor.open("/suppliers/find?name=Lindquist+Moorland")
    visitor.see("Lindqvist Moorland Works")


@pytest.mark.long
def test_a_business_changes_its_profile_and_mistakes_are_told(person: Callable[..., Person]) -> None:
    owner = person()
    register(owner, "Lindqvist Hedges", "rosa@hedges.example")
    owner.open("/business")
    owner.click("Add something you do")
    owner.press("Publish")
    assert owner.page.get_by_role("alert").count(), "an empty capability is refused in words"
    owner.page.locator("input[name=title]").fill("Hedge laying")
    owner.page.locator("textarea[name=description]").fill("Midland style, with hazel stakes and binders.")
    owner.page.locator("select[name=category]").select_option(label="No category of the list fits")
    owner.press("Publish")
    owner.see("Hedge laying")
    owner.open("/search?q=hedge+laying+midland+style")
    assert "Lindqvist Hedges" in owner.page.locator(".hub-match").first.inner_text()

    owner.open("/business")
    owner.page.locator(".hub-capability").last.get_by_role("button", name="Copy").click()
    owner.look()
    owner.see("This is a copy")
    owner.page.locator("textarea[name=features]").fill("Hazel cut in the same parish\nGaps planted up")
    owner.page.locator("input[name=title]").fill("Hedge planting")
    owner.press("Save")
    owner.see("Gaps planted up")
    owner.page.locator(".hub-capability").last.get_by_role("link", name="How it was worded before").click()
    owner.look()
    owner.press("Use this wording again")
    owner.see("is worded again as it was")
    owner.click("How you are doing")
    owner.click("Try a requirement against your profile")
    owner.press("Try it")
    owner.see("Enter a requirement")
    owner.page.locator("textarea[name=q]").fill("Hedges laid\nYou must lay hedges with binders.")
    owner.press("Try it")
    assert owner.page.locator(".hub-match__line mark").count()


@pytest.mark.long
def test_registering_needs_no_javascript(person: Callable[..., Person]) -> None:
    owner = person(javascript=False)
    register(owner, "Lindqvist Dry Stone", "rosa@stone.example")
    owner.see("Lindqvist Dry Stone")
