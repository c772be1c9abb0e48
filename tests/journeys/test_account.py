"""A person keeps an account safe: a second factor, a lost phone, a sign-in left open elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from passlib.totp import TOTP

from tests.journeys.browsing import Person
from tests.journeys.conftest import Site

pytestmark = [pytest.mark.journey, pytest.mark.long]
PASSWORD = "nine slow herons waded"
OTHER_PASSWORD = "eight odd geese flew"


def code_from(key: str, steps: int = 0) -> str:
    """What the app on the phone shows, now or some steps of 30 seconds on: a code that was used is spent."""
    return str(TOTP(key=key, format="base32").generate(time=int(time.time()) + 30 * steps).token)


def give_password(person: Person, email: str, password: str = PASSWORD) -> None:
    person.sign_in(email, password)


def test_a_second_factor_a_lost_phone_and_a_sign_in_elsewhere(person: Callable[..., Person]) -> None:
    owner, email = person(), "ines@mail.example"
    owner.create_account("Ines Ferro", email, PASSWORD, "I buy for a public body")
    owner.see("Register a buying organisation")

    owner.click("Ines Ferro")
    owner.click("Turn on")
    assert owner.page.locator("img.hub-qr").evaluate("image => image.complete && image.naturalWidth > 0")
    key = owner.page.locator(".hub-key").inner_text()
    owner.fill("Code", "000000")
    owner.press("Turn on")
    owner.see("Enter the code that your app shows now")
    assert owner.page.locator(".hub-key").inner_text() == key, "a mistake does not change the key"
    owner.fill("Code", code_from(key))
    owner.press("Turn on")
    codes = owner.page.locator(".hub-codes li").all_inner_texts()
    assert len(codes) == 10
    owner.click("I have kept them")
    owner.press("Sign out")

    give_password(owner, email)
    owner.see("Enter your code")
    owner.fill("Code", code_from(key, steps=1))
    owner.press("Sign in")
    owner.see("What do you want to do?")

    elsewhere = person()
    give_password(elsewhere, email)
    elsewhere.click("Use a recovery code")
    elsewhere.fill("Recovery code", codes[0])
    elsewhere.press("Sign in")
    elsewhere.see("You used a recovery code. 9 are left")

    owner.open("/account/sign-ins")
    assert owner.page.locator("tbody tr").count() == 2
    owner.press("End")
    owner.see("is signed out")
    elsewhere.open("/account")
    elsewhere.see("Create an account")
    give_password(elsewhere, email)
    elsewhere.click("Use a recovery code")
    elsewhere.fill("Recovery code", codes[0])
    elsewhere.press("Sign in")
    elsewhere.see("Check the recovery code, and try again")


def test_the_hubs_own_people_set_up_a_second_factor_first(person: Callable[..., Person], site: Site) -> None:
    hub = ["--organisation", "Heart of the Shires Growth Hub", "--kind", "hub", "--role", "administrator"]
    new = ["--email", "una@hub.example", "--name", "Una Ferro", "--password-stdin"]
    made = site.app.test_cli_runner().invoke(args=["add-member", *hub, *new], input=f"{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    staff = person()
    give_password(staff, "una@hub.example")
    staff.see("Everybody who works for the hub needs one")
    staff.open("/advice/decisions")
    staff.see("Set up a second factor")
    staff.fill("Code", code_from(staff.page.locator(".hub-key").inner_text()))
    staff.press("Turn on")
    codes = staff.page.locator(".hub-codes li").all_inner_texts()
    staff.click("I have kept them")
    staff.click("Use another")
    staff.fill("Code", codes[0])
    staff.press("Continue")
    staff.fill("Code", code_from(staff.page.locator(".hub-key").inner_text(), steps=1))
    staff.press("Turn on")
    assert not set(codes) & set(staff.page.locator(".hub-codes li").all_inner_texts())
    staff.click("I have kept them")
    assert staff.page.get_by_role("link", name="Turn off").count() == 0
    staff.click("Help somebody who has lost their second factor")
    staff.press("Take it off")
    staff.see("Check who the person is, then tick the box")
    staff.open("/advice/decisions")


def test_a_lost_password_is_replaced_and_the_address_changed(person: Callable[..., Person]) -> None:
    owner, email, new = person(), "tomas@mail.example", "tomas.new@mail.example"
    owner.create_account("Tomas Ferro", email, PASSWORD, "I run a business")
    owner.press("Sign out")
    owner.click("Sign in")
    owner.click("Forgotten your password?")
    owner.fill("Email address", email)
    owner.press("Send the link")
    owner.follow_mail(email, "Choose a new password")
    owner.fill("New password", "password1234")
    owner.press("Change password")
    owner.see("Enter a password that is harder to guess")
    owner.page.get_by_label("New password", exact=True).fill(OTHER_PASSWORD)
    owner.press("Change password")
    give_password(owner, email, OTHER_PASSWORD)
    owner.open("/account/email")
    owner.fill("New email address", new)
    owner.page.get_by_label("Password", exact=True).fill(OTHER_PASSWORD)
    owner.press("Send the link")
    owner.follow_mail(new, "Confirm your new email address")
    owner.press("Use this address")
    owner.see(new)
    owner.open("/account/name")
    owner.open("/account/password")


def test_an_account_is_kept_safe_without_javascript(person: Callable[..., Person]) -> None:
    owner, email = person(javascript=False), "ada@mail.example"
    owner.create_account("Ada Ferro", email, PASSWORD, "I run a business")
    owner.open("/account/second-factor")
    key = owner.page.locator(".hub-key").inner_text()
    owner.fill("Code", code_from(key))
    owner.press("Turn on")
    owner.see("They are not shown again")
    owner.open("/account/recovery-codes")
    owner.press("Make new codes")
    owner.open("/account/second-factor/turn-off")
    owner.page.get_by_label("Password", exact=True).fill(PASSWORD)
    owner.fill("Code", code_from(key, steps=1))
    owner.press("Turn off")
    owner.see("Signing in asks for your password alone now")


def test_who_creates_an_account_twice_is_told_by_mail_alone(person: Callable[..., Person]) -> None:
    visitor = person()
    for subject in ("Confirm your email address", "Your account waits for you"):
        visitor.open("/create-account")
        visitor.fill("Your name", "Leo Ferro")
        visitor.fill("Email address", "leo@mail.example")
        visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
        visitor.tick("I run a business")
        visitor.press("Create account")
        visitor.see("Check your email")
        visitor.follow_mail("leo@mail.example", subject)
    give_password(visitor, "leo@mail.example")
    visitor.see("Your password is right, and your account is not open yet")
    visitor.press("Send the mail again")
    visitor.open("/confirm-email/what-is-this")
    visitor.see("This link no longer works")
