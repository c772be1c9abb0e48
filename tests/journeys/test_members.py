"""An owner invites a colleague, who accepts and edits; made a viewer, the colleague is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hub.demo.signins import DEMO_SIGN_INS
from tests.journeys.browsing import Person
from tests.journeys.conftest import Site
from tests.journeys.test_account import code_from

pytestmark = [pytest.mark.journey, pytest.mark.long]
BUYER = next(each for each in DEMO_SIGN_INS if each.kind == "buyer")
PASSWORD = "nine slow herons waded"
HUB = "Heart of the Shires Growth Hub"


def invite(owner: Person, email: str, role: str) -> None:
    owner.click("Your organisation")
    owner.press("Invite a colleague")
    owner.press("Send invitation")
    owner.see("Enter an email address")
    owner.fill("Email address", email)
    owner.tick(role)
    owner.press("Send invitation")
    owner.see(f"An invitation was sent to {email}")


def test_a_colleague_is_invited_edits_is_made_viewer_and_refused(person: Callable[..., Person]) -> None:
    owner, colleague, email = person(), person(), "nadia@mail.example"
    owner.sign_in(BUYER.email, BUYER.password)
    invite(owner, email, "Editor")

    colleague.follow_mail(email, "Invitation to join")
    invitation = colleague.page.url.removeprefix(colleague.address)
    colleague.create_account("Nadia Ferro", email, PASSWORD, "I buy for a public body")
    colleague.open(invitation)
    colleague.press("Accept and join")
    colleague.see("Your role is editor")
    colleague.open("/requirements")
    colleague.page.locator("tbody th a").first.click()
    colleague.look()
    shown = colleague.page.url.removeprefix(colleague.address)
    colleague.click("Change this requirement")

    owner.click("Your organisation")
    owner.click("Change role of Nadia Ferro")
    owner.tick("Viewer")
    owner.press("Change role")
    owner.see("Nadia Ferro is viewer now")
    colleague.open(shown)
    assert colleague.page.get_by_role("link", name="Change this requirement").count() == 0
    colleague.open(f"{shown}/edit")
    colleague.see("You do not have access to this page")
    colleague.open(invitation)
    colleague.see("This invitation cannot be used")

    owner.click("Your organisation")
    owner.click("Remove Nadia Ferro")
    owner.press("Remove this member")
    colleague.open(shown)
    colleague.see("You do not have access to this page")
    owner.click("Leave this organisation")


def test_an_administrator_merges_councils_and_takes_it_back(
    person: Callable[..., Person], site: Site
) -> None:
    place = ["--organisation", HUB, "--kind", "hub", "--role", "administrator"]
    new = ["--email", "olu@demo.example", "--name", "Olu Ferro", "--password-stdin"]
    made = site.app.test_cli_runner().invoke(args=["add-member", *place, *new], input=f"{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    staff = person()
    staff.sign_in("olu@demo.example", PASSWORD)
    set_up_second_factor(staff)
    staff.open("/")
    staff.click("Administration")
    staff.click("Organisations", exact=True)
    staff.click("Make a buying organisation")
    staff.fill("Name of the organisation", "Ferro District Council")
    staff.tick("A council")
    staff.press("Make it")
    staff.click("Merge Ferro District Council into another")
    staff.page.locator("main ul[aria-label='Buying organisations'] a").first.click()
    staff.look()
    staff.press("Merge them")
    staff.see("is merged into")
    staff.click("Undo")
    staff.press("Undo the merger")
    staff.see("It is undone")
    staff.click("Organisations", exact=True)
    staff.click("Move part of it")
    staff.page.locator("main ul[aria-label='Buying organisations'] a").first.click()
    staff.look()
    staff.press("Continue")
    staff.see("Select at least one member or requirement to move")


def set_up_second_factor(staff: Person) -> None:
    """The hub's own people need one before anything else; those of the demo do not."""
    if staff.page.locator(".hub-key").count():
        staff.fill("Code", code_from(staff.page.locator(".hub-key").inner_text()))
        staff.press("Turn on")
        staff.click("I have kept them")
