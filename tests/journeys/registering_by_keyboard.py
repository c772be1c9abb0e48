"""From the home page to a published profile, by keyboard alone. The mail is read outside the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.journeys.keyboard import Keyboard

READING = 4.0
"""Words a second that a person reads of a page they have not seen before (about 240 a minute)."""

WORDS = """() => {
    const count = element => element.innerText.split(/\\s+/).filter(Boolean).length;
    const main = document.querySelector("main");
    return count(main) - [...main.querySelectorAll("select, details:not([open])")].map(count)
        .reduce((one, other) => one + other, 0);
}"""
"""Words to be read on a page: nobody reads a list that is not open."""


@dataclass(frozen=True)
class Firm:
    """What a person types of their business."""

    person: str
    email: str
    password: str
    name: str
    title: str
    description: str


def register_by_keyboard(
    keyboard: Keyboard, address: str, firm: Firm, link: Callable[[str], str], *, reads: bool = False
) -> None:
    """Ends on the desk of the published business. ``link`` gives the path of the link mailed to an address.

    With ``reads`` the person reads each page before they type.
    """
    page = keyboard.page

    def read() -> None:
        if reads:
            page.wait_for_timeout(page.evaluate(WORDS) / READING * 1000)

    page.goto(address + "/")
    read()
    keyboard.go("Register your business")
    read()
    keyboard.write("Your name", firm.person)
    keyboard.write("Email address", firm.email)
    keyboard.write("Password", firm.password)
    keyboard.choose("What do you want to do", "I run a business")
    keyboard.go("Create account")
    read()
    page.goto(address + link(firm.email))
    keyboard.screens += 1
    read()
    keyboard.go("Confirm my email address")
    read()
    keyboard.write("Business name", firm.name)
    keyboard.go("Save and continue")
    read()
    keyboard.choose("What kind of business", "Sole trader")
    keyboard.choose("How big is it", "Micro")
    keyboard.write("Where does it work from", "DE1 2FS")
    keyboard.go("Save and continue")
    read()
    keyboard.write("One thing you do", firm.title)
    keyboard.write("Describe it", firm.description)
    keyboard.go("Save and continue")
    read()
    keyboard.choose("Which category fits it best", "No category")
    keyboard.go("Save and continue")
    read()
    keyboard.go("Accept and publish")
