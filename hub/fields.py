"""The bridge from WTForms to the GOV.UK macros, and the fields the library has none of.

A macro takes one dictionary; these functions make it from a field. Requirement by the browser
(`required`) is never used: errors are ours, in words, beside the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask import Flask
from wtforms import Field, FieldList, Form, FormField, HiddenField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Regexp, StopValidation

Parameters = dict[str, Any]
OPTIONAL = " (optional)"
"""Ends the label of a question that may be left empty; an error about the answer leaves it out."""
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters, marks that turn the order of other people's words, and half characters. Joiners stay:
Persian, Hindi and emoji are written with them."""
JOINERS = "\u200c\u200d\u00ad\ufe0f"


class FormKeyField(HiddenField):
    """The key of one form as it was shown: sent twice, it is one thing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validators=[InputRequired(), Regexp(r"[0-9A-Za-z_-]{16,40}\Z")], **options)


class NumberAsWrittenField(StringField):
    """A number as people write it; `data` is what `read` makes of it, or None where nothing was sent.

    What was sent is shown again as it was written.
    """

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = strip(valuelist[0]) if valuelist else ""
        if text:
            self.data = self.read(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.show(self.data)

    def read(self, text: str) -> Any:
        """Raises ValueError, whose words stand beside the field."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        raise NotImplementedError


class Enter(DataRequired):
    """The field must hold something. `Enter("a business name")` says "Enter a business name"."""

    field_flags: Mapping[str, Any] = {}

    def __init__(self, thing: str) -> None:
        super().__init__(f"Enter {thing}")


class Choose(InputRequired):
    """One of the answers must be chosen. `Choose("how big the business is")` says "Select how ..."."""

    field_flags: Mapping[str, Any] = {}

    def __init__(self, thing: str) -> None:
        super().__init__(f"Select {thing}")

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data or field.data == "None":
            field.errors = []
            raise StopValidation(self.message)


class AtMost(Length):
    """At most `characters` characters. `AtMost(200, "Business name")` says what to shorten to."""

    field_flags: Mapping[str, Any] = {}

    def __init__(self, characters: int, thing: str) -> None:
        super().__init__(max=characters, message=f"{thing} must be {characters:,} characters or fewer")


def strip(text: str | None) -> str | None:
    """For WTForms' `filters`: text without space around it or unseen characters, with line ends as one kind.

    Text of nothing that can be seen is empty.
    """
    if not isinstance(text, str):
        return text
    plain = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return plain if plain.strip(JOINERS) else ""


def name_of(field: Field) -> str:
    """The field's label as its errors call it."""
    return str(field.label.text).removesuffix(OPTIONAL)


class DayField(Field):
    """A day as three boxes, day, month and year; `data` is a date or None. The errors say what to mend."""

    parts = ("day", "month", "year")

    def __init__(self, label: str, *, required: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.required = required
        self.texts: dict[str, str] = dict.fromkeys(self.parts, "")
        self.wrong: tuple[str, ...] = ()

    def process_data(self, value: date | None) -> None:
        self.data = value
        if value:
            self.texts = {"day": str(value.day), "month": str(value.month), "year": str(value.year)}

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, data if data is not None else self.default)
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in self.parts):
            self.texts = {part: formdata.get(f"{self.name}-{part}", "").strip()[:10] for part in self.parts}
            self.data = None

    def pre_validate(self, form: Any) -> None:
        filled = [part for part in self.parts if self.texts[part]]
        if not filled:
            if self.required:
                self.wrong = self.parts
                raise StopValidation(f"Enter {self._thing}")
            return
        missing = tuple(part for part in self.parts if part not in filled)
        if missing:
            self.wrong = missing
            raise StopValidation(f"{name_of(self)} must include a {' and a '.join(missing)}")
        try:
            numbers = [int(self.texts[part]) for part in ("year", "month", "day")]
            self.data = date(*numbers)
        except (ValueError, OverflowError):
            self.wrong = self.parts
            raise StopValidation(f"{name_of(self)} must be a real day") from None

    @property
    def _thing(self) -> str:
        return name_of(self)[:1].lower() + name_of(self)[1:]


def choices(texts: Mapping[str, str]) -> list[SelectChoice]:
    """WTForms' answers from value and text."""
    return [SelectChoice(value=value, label=text) for value, text in texts.items()]


def grouped_choices(groups: Mapping[str, Mapping[str, str]]) -> list[SelectChoice]:
    """The same under headings: an <optgroup> each."""
    return [
        SelectChoice(value=value, label=text, optgroup=heading)
        for heading, texts in groups.items()
        for value, text in texts.items()
    ]


def field_messages(field: Field) -> list[str]:
    """The field's errors as plain lines: a field of fields nests them."""
    return [line for line in _flatten(field.errors) if line]


def _flatten(errors: Any) -> Iterable[str]:
    if isinstance(errors, Mapping):
        errors = errors.values()
    elif isinstance(errors, str) or not isinstance(errors, Iterable):
        return [str(errors)]
    return [line for error in errors for line in _flatten(error)]


def faulty_fields(field: Field) -> list[Field]:
    """The innermost fields that hold errors: each wrong box of a field of fields, else the field itself."""
    inner = field.form if isinstance(field, FormField) else field if isinstance(field, FieldList) else ()
    found = [faulty for each in inner for faulty in faulty_fields(each)]
    return found or [field] * bool(field.errors)


def field_target(field: Field) -> str:
    """The id an error links to: the first box, the first answer, or the field itself."""
    if isinstance(field, DayField):
        return f"{field.id}-{field.wrong[0] if field.wrong else 'day'}"
    return str(field.id)


def field_text(field: Field) -> str:
    value = field._value() if hasattr(field, "_value") else field.data
    return "" if value is None else str(value)


def field_parameters(
    field: Field, *, hint: str | None = None, heading: bool = False, **more: Any
) -> Parameters:
    """What an input, a textarea or a password macro takes. `more` goes through where it has a value."""
    label: Parameters = {"text": field.label.text}
    if heading:
        label |= {"isPageHeading": True, "classes": "govuk-label--l"}
    found: Parameters = {"id": field.id, "name": field.name, "label": label}
    return found | _hint_and_error(field, hint) | {k: v for k, v in more.items() if v not in (None, "")}


def group_parameters(
    field: Field,
    *,
    hint: str | None = None,
    heading: bool = False,
    hints: Mapping[str, str],
    small: bool = False,
    inline: bool = False,
) -> Parameters:
    """What radios and checkboxes take. `hints` are by answer."""
    chosen = field.data if isinstance(field.data, (list, tuple)) else [field.data]
    items = [_item(value, text, hints, chosen) for value, text, *_ in field.iter_choices()]
    classes = [f"govuk-{_kind(field)}--{word}" for word, on in (("small", small), ("inline", inline)) if on]
    found: Parameters = {
        "idPrefix": field.id,
        "name": field.name,
        "fieldset": {"legend": _legend(field, heading)},
        "items": items,
        "classes": " ".join(classes),
    }
    return found | _hint_and_error(field, hint)


def tick_parameters(field: Field, hint: str | None = None) -> Parameters:
    """What the checkboxes macro takes for one box that stands alone, a BooleanField."""
    item: Parameters = {"value": "y", "text": field.label.text, "checked": bool(field.data), "id": field.id}
    if hint:
        item["hint"] = {"text": hint}
    found: Parameters = {"idPrefix": field.id, "name": field.name, "items": [item]}
    return found | _hint_and_error(field, None)


def _item(value: Any, text: Any, hints: Mapping[str, str], chosen: Iterable[Any]) -> Parameters:
    item: Parameters = {"value": str(value), "text": str(text)}
    item["checked"] = str(value) in {str(one) for one in chosen if one is not None}
    if str(value) in hints:
        item["hint"] = {"text": hints[str(value)]}
    return item


def day_parameters(field: DayField, *, hint: str | None = None, heading: bool = False) -> Parameters:
    items = [
        {
            "id": f"{field.id}-{part}",
            "name": f"{field.name}-{part}",
            "label": part.capitalize(),
            "value": field.texts[part],
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if field.errors and part in (field.wrong or field.parts) else ""),
        }
        for part in field.parts
    ]
    found: Parameters = {"id": field.id, "fieldset": {"legend": _legend(field, heading)}, "items": items}
    return found | _hint_and_error(field, hint)


def button_parameters(
    text: str, secondary: bool, warning: bool, name: str | None, value: str | None
) -> Parameters:
    found: Parameters = {"text": text, "preventDoubleClick": True}
    if secondary or warning:
        found["classes"] = "govuk-button--warning" if warning else "govuk-button--secondary"
    if name:
        found |= {"name": name, "value": value or ""}
    return found


def described_by(field: Field, hint: str | None) -> dict[str, str]:
    """`aria-describedby` for a widget that is rendered without a macro."""
    ids = [f"{field.id}-hint"] * bool(hint) + [f"{field.id}-error"] * bool(field.errors)
    return {"aria-describedby": " ".join(ids)} if ids else {}


def _kind(field: Field) -> str:
    return "radios" if field.type == "RadioField" else "checkboxes"


def _legend(field: Field, heading: bool) -> Parameters:
    if heading:
        return {"text": field.label.text, "isPageHeading": True, "classes": "govuk-fieldset__legend--l"}
    return {"text": field.label.text, "classes": "govuk-fieldset__legend--s"}


def _hint_and_error(field: Field, hint: str | None) -> Parameters:
    found: Parameters = {"hint": {"text": hint}} if hint else {}
    messages = field_messages(field)
    if messages:
        found["errorMessage"] = {"text": messages[0]}
    return found


def whole_number(thing: str, lowest: int, highest: int) -> Callable[[Form, Field], None]:
    """A validator for a text field that must hold a whole number of pounds, days or people."""

    def check(_form: Form, field: Field) -> None:
        text = (field.data or "").replace(",", "").replace("£", "").strip()
        if text and not (text.isdecimal() and lowest <= int(text) <= highest):
            raise ValidationError(f"{thing} must be a whole number from {lowest:,} to {highest:,}")

    return check


def init_fields(app: Flask) -> None:
    for function in (
        button_parameters,
        day_parameters,
        described_by,
        faulty_fields,
        field_messages,
        field_parameters,
        field_target,
        field_text,
        group_parameters,
        tick_parameters,
    ):
        app.jinja_env.globals[function.__name__] = function
