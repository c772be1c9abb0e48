"""The fields a profile is made of, with caps and messages: registration and editing share them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import Field, Form, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import Email, Optional

from hub.categories.queries import Choices
from hub.fields import AtMost, Choose, Enter, NumberAsWrittenField, choices, name_of, strip
from hub.places.postcodes import normalise_postcode
from hub.suppliers.company_numbers import read_company_number
from hub.suppliers.naming import name_key, tidy_name
from hub.suppliers.vat_numbers import read_vat_number
from hub.suppliers.websites import read_website

DESCRIPTION_LENGTH = 20_000
PROFILE_LENGTH = 64_000
"""Characters of all own texts of a profile together: what the matcher reads quickly."""
MOST_LINES, LINE_LENGTH = 10, 100
"""Of features, and of benefits."""
MOST_POUNDS = Decimal("999999999999")
NO_CATEGORY = "none"
PHONE = re.compile(r"\+?[0-9 ().-]+(?:(?:ext\.?|x) *[0-9]+)?\Z", re.IGNORECASE | re.ASCII)
"""With an extension at the end where there is one."""

KINDS = {
    "company": "Limited company",
    "sole trader": "Sole trader",
    "partnership": "Partnership",
    "charity": "Charity",
    "community interest company": "Community interest company",
    "other": "Something else",
}
SIZES = {
    "micro": "Micro",
    "small": "Small",
    "medium": "Medium-sized",
    "large": "Large",
}
SIZE_HINTS = {
    "micro": "Fewer than 10 people",
    "small": "10 to 49 people",
    "medium": "50 to 249 people",
    "large": "250 people or more, or part of a group as large as that",
}


class TextField(StringField):
    """One line of text without spare space, empty rather than absent."""

    def process_data(self, value: Any) -> None:
        self.data = value or ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = " ".join(((strip(valuelist[0]) if valuelist else "") or "").split())


class LongTextField(TextAreaField):
    """Lines of text, empty rather than absent."""

    def process_data(self, value: Any) -> None:
        self.data = value or ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = (strip(valuelist[0]) if valuelist else "") or ""


class LinesField(LongTextField):
    """A list of short lines, one a line of the box; `data` is a list of texts without empty ones."""

    data: list[str]

    def process_data(self, value: Any) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = (strip(valuelist[0]) if valuelist else "") or ""
        self.data = [line for line in (" ".join(each.split()) for each in text.split("\n")) if line]

    def _value(self) -> str:
        return "\n".join(self.data)


class FewLines:
    """A validator: at most `lines` of them, each of at most `characters`."""

    def __init__(self, lines: int, characters: int, thing: str) -> None:
        self.lines, self.characters, self.thing = lines, characters, thing

    def __call__(self, _form: Form, field: Field) -> None:
        if len(field.data) > self.lines:
            raise ValidationError(f"{self.thing} must be {self.lines} lines or fewer")
        longest = max(map(len, field.data), default=0)
        if longest > self.characters:
            raise ValidationError(
                f"Shorten the longest line of {self.thing.lower()}: it has {longest:,} characters, "
                f"and each must be {self.characters} characters or fewer"
            )


class BusinessNameField(TextField):
    """A name as it will be shown, without control characters or spare spaces."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = tidy_name(self.data or "")


class PoundsField(NumberAsWrittenField):
    """An amount of money; `data` is a Decimal of pounds, or None where the field was left empty."""

    data: Decimal | None

    def process_data(self, value: Any) -> None:
        self.data = None if value is None else Decimal(str(value))

    def read(self, text: str) -> Decimal:
        return _read_pounds(text, name_of(self))

    def show(self, value: Decimal) -> str:
        return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}"


def _read_pounds(text: str, thing: str) -> Decimal:
    try:
        amount = Decimal(text.replace(",", "").replace("£", "").replace(" ", "") if len(text) <= 40 else "")
        exact = amount.is_finite() and amount == round(amount, 2)
    except InvalidOperation:
        exact = False
    if not exact:
        raise ValueError(f"{thing} must be an amount of pounds, like 12,500 or 980.50")
    if not 0 <= amount <= MOST_POUNDS:
        raise ValueError(f"{thing} must be from £0 to £{MOST_POUNDS:,.0f}")
    return amount


def check_name_has_letters(_form: Form, field: Field) -> None:
    if not any(character.isalnum() for character in name_key(field.data)):
        raise ValidationError("Enter a business name with letters or numbers in it")


def check_company_number(_form: Form, field: Field) -> None:
    number = read_company_number(field.data)
    if number is None:
        raise ValidationError(
            "Enter a company number of 8 digits, or of 2 letters and 6 digits, like 01234567 or SC123456"
        )
    field.data = number


def check_vat_number(_form: Form, field: Field) -> None:
    number = read_vat_number(field.data)
    if number is None:
        raise ValidationError(
            "Enter a VAT number of 9 or 12 digits as it stands on your invoices, like GB 980 7806 84"
        )
    field.data = number


def check_postcode(_form: Form, field: Field) -> None:
    postcode = normalise_postcode(field.data)
    if postcode is None:
        raise ValidationError("Enter a full UK postcode, like DE1 2FS, or its first half, like DE1")
    field.data = postcode


def check_website(_form: Form, field: Field) -> None:
    address = read_website(field.data)
    if address is None:
        raise ValidationError("Enter a website address, like https://www.example.com")
    field.data = address


def check_phone(_form: Form, field: Field) -> None:
    digits = sum(character.isdecimal() for character in field.data)
    if digits < 7 or not PHONE.match(field.data):
        raise ValidationError("Enter a telephone number, like 01604 960 001 or +44 1604 960 001")


def business_name_field(label: str) -> Field:
    return BusinessNameField(
        label,
        validators=[Enter("the name of the business"), AtMost(200, "Business name"), check_name_has_letters],
    )


def company_number_field(label: str) -> Field:
    return TextField(label, validators=[Optional(), AtMost(20, "Company number"), check_company_number])


def vat_number_field(label: str) -> Field:
    return TextField(label, validators=[Optional(), AtMost(20, "VAT number"), check_vat_number])


def trading_name_field(label: str) -> Field:
    return BusinessNameField(
        label, validators=[Optional(), AtMost(200, "Trading name"), check_name_has_letters]
    )


def one_of_field(label: str, answers: Mapping[str, str], thing: str) -> Field:
    """Radios of which one must be chosen: "Select <thing>"."""
    return RadioField(
        label,
        choices=choices(answers),
        validators=[Choose(thing)],
        invalid_choice_message=f"Select {thing}",
    )


def kind_field(label: str) -> Field:
    return one_of_field(label, KINDS, "what kind of business it is")


def size_field(label: str) -> Field:
    return one_of_field(label, SIZES, "how big the business is")


def postcode_field(label: str) -> Field:
    return TextField(label, validators=[Enter("the postcode the business works from"), check_postcode])


def contact_name_field(label: str) -> Field:
    return TextField(label, validators=[Enter("the name of the person to contact"), AtMost(200, "Name")])


def contact_email_field(label: str) -> Field:
    correct = Email("Enter an email address in the correct format, like name@example.com")
    return TextField(label, validators=[Enter("an email address"), AtMost(255, "Email address"), correct])


def contact_phone_field(label: str) -> Field:
    return TextField(label, validators=[Optional(), AtMost(40, "Telephone number"), check_phone])


def website_field(label: str) -> Field:
    return TextField(label, validators=[Optional(), AtMost(300, "Website address"), check_website])


def title_field(label: str) -> Field:
    return TextField(label, validators=[Enter("what you do, in a few words"), AtMost(200, "What you do")])


def description_field(label: str) -> Field:
    cap = AtMost(DESCRIPTION_LENGTH, "Description")
    return LongTextField(label, validators=[Enter("a description in your own words"), cap])


def lines_field(label: str, thing: str) -> Field:
    """A few short lines, one each: features, or benefits."""
    return LinesField(label, validators=[FewLines(MOST_LINES, LINE_LENGTH, thing)])


def category_field(label: str) -> Field:
    """Any category of the hub's list, or ``none``. The form fills in the choices."""
    return SelectField(label, invalid_choice_message="Select a category from the list")


def list_choices(groups: Choices, nothing: str) -> list[SelectChoice]:
    """The hub's list, a group for each lot, after `nothing` for no choice yet."""
    listed = [
        SelectChoice(slug, label, optgroup=lot) for lot, group in groups.items() for slug, label in group
    ]
    return [SelectChoice("", nothing), *listed]
