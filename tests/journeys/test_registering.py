"""A business is registered in few screens, by keyboard alone, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.browsing import Person
from tests.journeys.conftest import Site
from tests.journeys.keyboard import Keyboard
from tests.journeys.registering_by_keyboard import Firm, register_by_keyboard
from tests.mailbox import Mailbox

pytestmark = pytest.mark.journey
MOST_SCREENS = 10


@pytest.mark.long
@pytest.mark.parametrize("javascript", [True, False])
def test_ten_screens_by_keyboard_make_a_business_that_is_found(
    person: Callable[..., Person], site: Site, javascript: bool
) -> None:
    owner, visitor = person(javascript=javascript), person()
    keyboard, mailbox = Keyboard(owner.page), Mailbox(site.app)
    word = "lime" if javascript else "clay"
    firm = Firm(
        person="Rosa Lindqvist",
        email=f"rosa@{word}.example",
        password="nine slow herons waded",
        name="Quillane Plasterers" if javascript else "Odderby Renders",
        title=f"{word.capitalize()} plastering of old ceilings",
        description=f"We nail laths, float {word} plaster in three coats and run cornices in place.",
    )
    register_by_keyboard(keyboard, site.address, firm, mailbox.link)
    owner.look()
    owner.see(firm.name)
    assert keyboard.screens <= MOST_SCREENS
    visitor.open(f"/search?q={word}+plaster+cornices")
    assert firm.name in visitor.page.locator(".hub-match").first.inner_text()
