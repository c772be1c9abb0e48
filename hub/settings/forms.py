"""What an administrator says of the hub."""

from __future__ import annotations

import re

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.fields import EmailField
from wtforms.validators import ValidationError

from hub.accounts.forms import known_address
from hub.fields import AtMost, Enter, strip
from hub.forms import HubForm
from hub.settings.contrast import COLOUR, LEAST, contrast, told_ratio
from hub.settings.identity import Identity

WHITE, MENU = "#ffffff", "#f4f8fb"
"""What links stand on: the page, and the menu under the header."""
PHONE = re.compile(r"[0-9+() ,.–-]*(?:[0-9][0-9+() ,.–-]*)")


def one_line(text: str | None) -> str | None:
    return " ".join((strip(text) or "").split())


def as_colour(text: str | None) -> str:
    """`14532D` and `#14532d` are one."""
    plain = (one_line(text) or "").lower().removeprefix("#")
    return f"#{plain}" if plain else ""


def seen_number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


class SettingForm(HubForm):
    """A setting as it was opened, and why it is changed."""

    seen = HiddenField(default="0")
    why = StringField("Why (optional)", [AtMost(300, "Why")], filters=[one_line])

    @property
    def seen_number(self) -> int:
        return seen_number(self.seen.data)


class IdentityForm(SettingForm):
    name = StringField(
        "Name of the hub", [Enter("the name of the hub"), AtMost(80, "Name of the hub")], filters=[one_line]
    )
    strapline = StringField(
        "Line under the name (optional)", [AtMost(120, "Line under the name")], filters=[one_line]
    )
    mail = EmailField("Email address (optional)", [AtMost(254, "Email address")], filters=[strip])
    phone = StringField("Telephone (optional)", [AtMost(60, "Telephone")], filters=[one_line])
    address = TextAreaField("Address (optional)", [AtMost(300, "Address")], filters=[strip])
    opening = StringField(
        "When you are there (optional)", [AtMost(120, "When you are there")], filters=[one_line]
    )
    brand = StringField(
        "Colour of the header", [Enter("the colour of the header")], filters=[as_colour], default=""
    )
    accent = StringField("Colour of links and buttons (optional)", filters=[as_colour], default="")

    def validate_mail(self, field: EmailField) -> None:
        if field.data and known_address(field.data) is None:
            raise ValidationError("Enter an email address in the correct format, like name@example.com")

    def validate_phone(self, field: StringField) -> None:
        if field.data and not PHONE.fullmatch(field.data):
            raise ValidationError("Enter a telephone number, like 01604 960 000")

    def validate_brand(self, field: StringField) -> None:
        _require_contrast("Colour of the header", field.data, {"white text": WHITE})

    def validate_accent(self, field: StringField) -> None:
        if field.data:
            on = {"white": WHITE, "the pale menu": MENU}
            _require_contrast("Colour of links and buttons", field.data, on)

    @property
    def identity(self) -> Identity:
        said = {name: getattr(self, name).data or "" for name in Identity.__dataclass_fields__}
        return Identity(**said)


def _require_contrast(thing: str, colour: str, against: dict[str, str]) -> None:
    if not COLOUR.fullmatch(colour):
        raise ValidationError(f"{thing} must be # and six digits from 0 to 9 and a to f, like #14532d")
    ratio, words = min((contrast(colour, other), words) for words, other in against.items())
    if ratio < LEAST:
        raise ValidationError(
            f"{thing} has a contrast of {told_ratio(ratio)} with {words}. Choose a darker one, with at least "
            f"{LEAST}:1"
        )
