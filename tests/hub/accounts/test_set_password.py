"""The operator gives a new password to who has lost the old one."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from hub.accounts.models import User
from tests.page_client import PageClient
from tests.people import PASSWORD, make_member

NEW = "nine slow herons waded"


def set_password(app: Flask, *arguments: str, typed: str) -> Result:
    with app.app_context():  # the command's own, as on a terminal
        return app.test_cli_runner().invoke(args=["set-password", *arguments], input=typed)


@pytest.fixture
def user(session: Session) -> User:
    make_member(session, "supplier")
    return make_member(session, "buyer")


def test_the_new_password_opens_the_account_and_the_old_one_does_not(
    app: Flask, page_client: PageClient, user: User
) -> None:
    result = set_password(app, "--email", f" {user.email.upper()}", "--password-stdin", typed=f"{NEW}\n")
    assert result.output == f"{user.email} has a new password.\n"
    assert page_client.post("/sign-in", {"email": user.email, "password": PASSWORD}).errors
    assert page_client.submit("/sign-in", {"email": user.email, "password": NEW}) == "/start"


def test_who_is_signed_in_with_the_old_password_is_signed_out(
    app: Flask, page_client: PageClient, user: User
) -> None:
    page_client.sign_in(user)
    assert set_password(app, "--email", user.email, typed=f"{NEW}\n{NEW}\n").exit_code == 0
    assert page_client.redirect("/start") == "/sign-in?next=/start"


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "--email must be an email address"),
        ("nobody@mail.example", "Nobody signs in as nobody@mail.example"),
    ],
)
def test_an_address_of_nobody_is_told(app: Flask, user: User, email: str, message: str) -> None:
    result = set_password(app, "--email", email, "--password-stdin", typed=NEW)
    assert result.exit_code == 1
    assert message in result.output


@pytest.mark.parametrize("typed", ["", "short"])
def test_a_password_that_will_not_do_changes_nothing(
    app: Flask, page_client: PageClient, user: User, typed: str
) -> None:
    result = set_password(app, "--email", user.email, "--password-stdin", typed=typed)
    assert result.exit_code == 1
    assert "Password must be 12 characters or more. Nothing was changed." in result.output
    page_client.sign_in(user)
