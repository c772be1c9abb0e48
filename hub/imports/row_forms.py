"""A row of a list held against the rules of the site's own forms.

A list may leave out everything but the name: an unclaimed record says what is known. What it says must be
right, in the words that a form would use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, ValidationError
from wtforms.validators import Email, Optional

from hub.awards.cleaning import shorten
from hub.fields import AtMost
from hub.forms import PartForm
from hub.imports.columns import FIELDS
from hub.imports.filing import Filing, plain
from hub.suppliers import fields
from hub.suppliers.fields import KINDS, SIZES

KIND_WORDS = {
    "ltd": "company",
    "limited": "company",
    "private limited company": "company",
    "plc": "company",
    "llp": "partnership",
    "limited liability partnership": "partnership",
    "cic": "community interest company",
    "self-employed": "sole trader",
    "self employed": "sole trader",
    "sole proprietor": "sole trader",
    "registered charity": "charity",
}
SIZE_BOUNDS = ((10, "micro"), (50, "small"), (250, "medium"))
PEOPLE = re.compile(r"[0-9]{1,6}")
SHORT_NUMBER = re.compile(r"[0-9]{5,6}")
"""A company number that a spreadsheet program took for a number, and dropped its noughts."""
LOST_NOUGHT = re.compile(r"[1-9][0-9]{9}")
"""A telephone number of this country that met the same fate."""
TITLE_LENGTH = 80
FORMULA = "starts with “=”, as formulas do. Put what it works out to there"


def check_kind(_form: Form, field: Field) -> None:
    field.data = _one_of(field.data, KINDS, KIND_WORDS)
    if field.data is None:
        raise ValidationError(f"Enter one of: {', '.join(KINDS.values())}")


def check_size(_form: Form, field: Field) -> None:
    """A size by name, or the number of people."""
    found = _size_of(int(field.data)) if PEOPLE.fullmatch(field.data) else _one_of(field.data, SIZES, {})
    if found is None:
        raise ValidationError(f"Enter one of: {', '.join(SIZES.values())}; or the number of people")
    field.data = found


def _one_of(text: str, known: Mapping[str, str], others: Mapping[str, str]) -> str | None:
    words = {label.casefold(): key for key, label in known.items()} | {key: key for key in known}
    return (words | dict(others)).get(text.casefold().rstrip("."))


def _size_of(people: int) -> str:
    return next((size for below, size in SIZE_BOUNDS if people < below), "large")


def check_short_number(_form: Form, field: Field) -> None:
    if SHORT_NUMBER.fullmatch(field.data):
        field.data = field.data.zfill(8)


def check_lost_nought(_form: Form, field: Field) -> None:
    if LOST_NOUGHT.fullmatch(field.data):
        field.data = f"0{field.data}"


class RowForm(PartForm):
    """The fields of `columns.py`."""

    name = fields.business_name_field("Business name")
    trading_name = fields.trading_name_field("Trading name")
    vat_number = fields.vat_number_field("VAT number")
    company_number = fields.TextField(
        "Company number",
        validators=[
            Optional(),
            AtMost(20, "Company number"),
            check_short_number,
            fields.check_company_number,
        ],
    )
    kind = fields.TextField("Kind of business", validators=[Optional(), check_kind])
    size = fields.TextField("Size of business", validators=[Optional(), check_size])
    postcode = fields.TextField("Postcode", validators=[Optional(), fields.check_postcode])
    website = fields.website_field("Website")
    contact_name = fields.TextField("Contact name", validators=[Optional(), AtMost(200, "Name")])
    contact_email = fields.TextField(
        "Contact email address",
        validators=[
            Optional(),
            AtMost(255, "Email address"),
            Email("Enter an email address in the correct format, like name@example.com"),
        ],
    )
    contact_phone = fields.TextField(
        "Contact telephone number",
        validators=[Optional(), AtMost(40, "Telephone number"), check_lost_nought, fields.check_phone],
    )
    title = fields.TextField("What it does", validators=[Optional(), AtMost(200, "What it does")])
    description = fields.LongTextField(
        "Description", validators=[Optional(), AtMost(fields.DESCRIPTION_LENGTH, "Description")]
    )
    category = fields.TextField("Category", validators=[Optional(), AtMost(200, "Category")])


@dataclass(slots=True)
class CheckedRow:
    """The fields as they would be saved, and what is wrong with them by the field's key."""

    values: dict[str, Any]
    wrong: dict[str, str] = field(default_factory=dict)


def check_row(said: Mapping[str, str], filing: Filing, words: Mapping[str, str]) -> CheckedRow:
    """`said` is what the row says by field; `words` are what the person made of unknown category words."""
    form = RowForm(MultiDict({key: text for key, text in said.items() if text.strip()}))
    form.validate()
    wrong = {each.short_name: str(each.errors[0]) for each in form if each.errors}
    wrong |= {key: f"{_label(key)} {FORMULA}" for key, text in said.items() if text.lstrip().startswith("=")}
    checked = CheckedRow({each.short_name: each.data or "" for each in form}, wrong)
    _file(checked, filing, words)
    _entitle(checked)
    return checked


def _label(key: str) -> str:
    return next(each.label for each in FIELDS if each.key == key)


def _file(checked: CheckedRow, filing: Filing, words: Mapping[str, str]) -> None:
    """The category's slug in the place of its word; empty where the person said that none fits."""
    word = checked.values["category"]
    if not word or "category" in checked.wrong:
        return
    found = filing.find(word)
    if found is None:
        found = words.get(plain(word))
    if found is None:
        likest = [filing.labels[slug] for slug in filing.propose(word)]
        meant = f" Did you mean “{likest[0]}”?" if likest else ""
        checked.wrong["category"] = f"Enter a category of the hub’s list, by its name or slug.{meant}"
    checked.values["category"] = found or ""


def _entitle(checked: CheckedRow) -> None:
    """A description without a title lends it its start; a category alone says nothing of the firm."""
    values = checked.values
    if values["description"] and not values["title"]:
        values["title"] = shorten(" ".join(values["description"].split()), TITLE_LENGTH)
    if values["category"] and not values["title"] and "title" not in checked.wrong:
        checked.wrong["title"] = "Enter what the firm does in a few words, to go under its category"
