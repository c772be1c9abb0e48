"""Who signs in, who asks for an account, and which buying organisation they speak for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    StringField,
    ValidationError,
)

from hub.accounts.passwords import LONGEST, password_problem
from hub.accounts.returning import safe_return
from hub.fields import AtMost, Choose, Enter, choices, strip
from hub.forms import HubForm
from hub.rules.kinds import KINDS
from hub.settings.current import identity

WANTS = {"supplier": "I run a business", "buyer": "I buy for a public body"}
BODIES = {kind: f"{words[:1].upper()}{words[1:]}" for kind, words in KINDS.items()}
"""What a buyer may be, as the rules of public buying tell them apart."""


def email_address(text: str) -> str:
    """The address in the one spelling the hub keeps, lower case. Raises EmailNotValidError."""
    return validate_email(text, check_deliverability=False).normalized.lower()


def known_address(text: str) -> str | None:
    """The same, or None for what is no address."""
    try:
        return email_address(text)
    except EmailNotValidError:
        return None


class Returning(HubForm):
    """A form that keeps where the person came from, held to the paths of this site.

    A page never carries an unsafe `next`, and a request that does all the same is refused.
    """

    next = HiddenField()

    def __init__(self, came_from: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.next.data = self.next.data or came_from or ""
        if not self.is_submitted():
            self.next.data = safe_return(self.next.data) or ""

    def validate_next(self, field: Field) -> None:
        if field.data and safe_return(field.data) is None:
            field.data = ""
            raise ValidationError("The page to return to was not on this site. Try again to go to your desk")


class SignInForm(Returning):
    """Email and password. Whatever is wrong with them is answered alike; an empty box gives nothing away."""

    email = EmailField("Email address", [Enter("your email address")], filters=[strip])
    password = PasswordField("Password", [Enter("your password"), AtMost(LONGEST, "Password")])


class ConfirmPasswordForm(Returning):
    """The password once more, before something that matters."""

    password = PasswordField("Password", [Enter("your password"), AtMost(LONGEST, "Password")])


class CodeForm(HubForm):
    """The code of an authenticator app."""

    code = StringField("Code", [Enter("the code that your app shows"), AtMost(20, "Code")], filters=[strip])


class RecoveryCodeForm(HubForm):
    code = StringField(
        "Recovery code", [Enter("one of your recovery codes"), AtMost(40, "Recovery code")], filters=[strip]
    )


class OldOrRecoveryCodeForm(HubForm):
    code = StringField(
        "Code",
        [Enter("a code of the app you have now, or a recovery code"), AtMost(40, "Code")],
        filters=[strip],
    )


class AddressForm(HubForm):
    """An address to write to, whoever it belongs to."""

    email = EmailField(
        "Email address", [Enter("your email address"), AtMost(254, "Email address")], filters=[strip]
    )

    def validate_email(self, field: Field) -> None:
        _require_address(field)


class NewPasswordForm(HubForm):
    """A new password, held against what is known of the person: `own_words`."""

    password = PasswordField("New password", [Enter("a new password")])

    def __init__(self, own_words: Iterable[str] = (), **options: Any) -> None:
        super().__init__(**options)
        self.own_words = tuple(own_words)

    def validate_password(self, field: Field) -> None:
        problem = password_problem(field.data, (*self.own_words, identity().name))
        if problem:
            raise ValidationError(problem)


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(
        "Password you have now", [Enter("the password you have now"), AtMost(LONGEST, "Password")]
    )
    password = PasswordField("New password", [Enter("a new password")])


class ChangeEmailForm(HubForm):
    email = EmailField(
        "New email address", [Enter("the new email address"), AtMost(254, "Email address")], filters=[strip]
    )
    password = PasswordField("Password", [Enter("your password"), AtMost(LONGEST, "Password")])

    def validate_email(self, field: Field) -> None:
        _require_address(field)


class NameForm(HubForm):
    name = StringField("Your name", [Enter("your name"), AtMost(200, "Your name")], filters=[strip])


class TurnOffForm(HubForm):
    """Both factors, before one is given up."""

    password = PasswordField("Password", [Enter("your password"), AtMost(LONGEST, "Password")])
    code = StringField("Code", [Enter("the code that your app shows"), AtMost(20, "Code")], filters=[strip])


class TakeOffForm(AddressForm):
    """An administrator's word that the person was checked."""

    email = EmailField(
        "Email address they sign in with",
        [Enter("the email address they sign in with"), AtMost(254, "Email address")],
        filters=[strip],
    )
    checked = BooleanField("I have checked who they are, by other means than a mail or a call from them")

    def validate_checked(self, field: Field) -> None:
        if not field.data:
            raise ValidationError("Check who the person is, then tick the box")


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
        _require_address(field)

    def validate_password(self, field: Field) -> None:
        own = (self.email.data or "", self.name.data or "", identity().name)
        problem = password_problem(field.data, own)
        if problem:
            raise ValidationError(problem)

    def validate_wants(self, field: Field) -> None:
        _require_listed(field, "what you want to do")


def _body_field() -> Any:
    return RadioField(
        "What kind of public body is it?",
        [Choose("what kind of public body it is")],
        choices=choices(BODIES),
        validate_choice=False,
    )


class BodyForm(HubForm):
    """What kind of public body a buyer is."""

    body = _body_field()

    def validate_body(self, field: Field) -> None:
        _require_listed(field, "what kind of public body it is")


class RegisterBuyerForm(BodyForm):
    name = StringField(
        "Name of your organisation",
        [Enter("the name of your organisation"), AtMost(200, "Name of your organisation")],
        filters=[strip],
    )
    body = _body_field()


class PressForm(HubForm):
    """A button and nothing else: it only shows that the press came from the hub's own page."""


def _require_address(field: Field) -> None:
    try:
        field.data = email_address(field.data)
    except EmailNotValidError:
        raise ValidationError("Enter an email address in the correct format, like name@example.com") from None


def _require_listed(field: Field, thing: str) -> None:
    """An answer that is not on the page gets the same instruction as none."""
    if field.data not in {choice.value for choice in field.choices}:
        raise ValidationError(f"Select {thing}")
