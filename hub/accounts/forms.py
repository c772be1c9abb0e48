"""Who signs in, who asks for an account, and which buying organisation they speak for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask_security.forms import LoginForm, VerifyForm
from wtforms import EmailField, Field, HiddenField, PasswordField, RadioField, StringField, ValidationError

from hub.accounts.passwords import LONGEST, password_problem
from hub.accounts.returning import safe_return
from hub.fields import AtMost, Choose, Enter, choices, strip
from hub.forms import HubForm

WANTS = {"supplier": "I run a business", "buyer": "I buy for a public body"}
BODIES = {
    "council": "A council",
    "NHS": "An NHS body",
    "school": "A school, college or trust",
    "other": "Another public body",
}

TOO_LONG = f"Password must be {LONGEST} characters or fewer"
"""Told before any look-up: no account has one, and the hash refuses texts without end."""


def email_address(text: str) -> str:
    """The address in the one spelling the hub keeps, lower case. Raises EmailNotValidError."""
    return validate_email(text, check_deliverability=False).normalized.lower()


class Returning:
    """`next` of the library's forms, held to the paths of this site.

    The library redirects to what the request says, not to what the form made of it: a page never carries an
    unsafe `next`, and a request that does all the same is refused.
    """

    next: HiddenField
    is_submitted: Callable[[], bool]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_submitted():
            self.next.data = safe_return(self.next.data) or ""

    def validate_next(self, field: Field) -> None:
        if field.data and safe_return(field.data) is None:
            field.data = ""
            raise ValidationError("The page to return to was not on this site. Try again to go to your desk")


class SignInForm(Returning, LoginForm):
    """Email and password. Whatever is wrong with them is answered alike; an empty box gives nothing away."""

    email = EmailField("Email address", filters=[strip])
    password = PasswordField("Password")
    remember = None
    submit = None

    def validate(self, **options: Any) -> bool:
        empty = [name for name in ("email", "password") if not self[name].data]
        if empty:
            self.form_errors = [f"Enter your {self[name].label.text.lower()}" for name in empty]
            return False
        if len(self.password.data) > LONGEST:
            self.form_errors = [TOO_LONG]
            return False
        return bool(super().validate(**options))


class ConfirmPasswordForm(Returning, VerifyForm):
    """The password once more, before something that matters."""

    password = PasswordField("Password", validators=[Enter("your password"), AtMost(LONGEST, "Password")])
    submit = None


class CreateAccountForm(HubForm):
    name = StringField("Your name", [Enter("your name"), AtMost(200, "Your name")], filters=[strip])
    email = EmailField(
        "Email address", [Enter("your email address"), AtMost(254, "Email address")], filters=[strip]
    )
    password = PasswordField("Password", [Enter("a password")])
    wants = RadioField(
        "What do you want to do?",
        [Choose("what you want to do")],
        choices=choices(WANTS),
        validate_choice=False,
    )

    def validate_email(self, field: Field) -> None:
        try:
            field.data = email_address(field.data)
        except EmailNotValidError:
            raise ValidationError(
                "Enter an email address in the correct format, like name@example.com"
            ) from None

    def validate_password(self, field: Field) -> None:
        own = (self.email.data or "", self.name.data or "", current_app.config["HUB_NAME"])
        problem = password_problem(field.data, own)
        if problem:
            raise ValidationError(problem)

    def validate_wants(self, field: Field) -> None:
        _require_listed(field, "what you want to do")


class RegisterBuyerForm(HubForm):
    name = StringField(
        "Name of your organisation",
        [Enter("the name of your organisation"), AtMost(200, "Name of your organisation")],
        filters=[strip],
    )
    body = RadioField(
        "What kind of public body is it?",
        [Choose("what kind of public body it is")],
        choices=choices(BODIES),
        validate_choice=False,
    )

    def validate_body(self, field: Field) -> None:
        _require_listed(field, "what kind of public body it is")


class PressForm(HubForm):
    """A button and nothing else: it only shows that the press came from the hub's own page."""


def _require_listed(field: Field, thing: str) -> None:
    """An answer that is not on the page gets the same instruction as none."""
    if field.data not in {choice.value for choice in field.choices}:
        raise ValidationError(f"Select {thing}")
