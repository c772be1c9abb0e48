"""What an adviser sends of a contact: the contact, and why an entry is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import Field, RadioField, SelectField, TextAreaField, ValidationError

from hub.contacts.models import QUARTERS_A_DAY, FirmContact
from hub.contacts.noting import Told
from hub.contacts.wording import CHANNEL_WORDS, INTENSITY_WORDS
from hub.fields import AtMost, Choose, DayField, Enter, FormKeyField, NumberAsWrittenField, choices, strip
from hub.forms import HubForm

ABOUT_LENGTH = 4000
REASON_LENGTH = 500
EARLIEST = date(2000, 1, 1)


class HoursField(NumberAsWrittenField):
    """Hours; `data` is quarters of an hour, or None where nothing was sent."""

    data: int | None

    def read(self, text: str) -> int:
        return _read_quarters(text)

    def show(self, value: int) -> str:
        return f"{value / 4:g}"


def _read_quarters(text: str) -> int:
    try:
        quarters = Decimal(text if len(text) <= 20 else "") * 4
    except InvalidOperation:
        quarters = Decimal(0)
    if not quarters.is_finite() or not 1 <= quarters <= QUARTERS_A_DAY or quarters != int(quarters):
        raise ValueError("Hours must be in quarters of an hour from 0.25 to 24, like 0.25 or 1.5")
    return int(quarters)


class ContactForm(HubForm):
    """A contact. `form_key` makes one form one entry."""

    day = DayField("Day of the contact", required=True)
    channel = SelectField(
        "How it took place", [Choose("how it took place")], choices=choices({"": "Choose", **CHANNEL_WORDS})
    )
    intensity = RadioField(
        "Intensity of the support",
        [Choose("the intensity of the support")],
        choices=choices(INTENSITY_WORDS),
        invalid_choice_message="Select the intensity of the support",
    )
    quarters = HoursField("Hours")
    about = TextAreaField(
        "What it was about", [Enter("what it was about"), AtMost(ABOUT_LENGTH, "What it was about")], [strip]
    )
    next_step = TextAreaField("Next step (optional)", [AtMost(ABOUT_LENGTH, "Next step")], [strip])
    next_on = DayField("Day of the next step (optional)")
    form_key = FormKeyField()

    def validate_day(self, field: Field) -> None:
        if field.data is not None and not EARLIEST <= field.data <= date.today():
            raise ValidationError(f"Day of the contact must be from {EARLIEST.year} to today")

    def validate_quarters(self, field: Field) -> None:
        if field.data is None and not field.errors:
            raise ValidationError("Enter the hours")

    def validate_next_on(self, field: Field) -> None:
        if field.data is not None and not self.next_step.data:
            raise ValidationError("Enter the next step as well, or empty its day")
        before = self.day.data is not None and field.data is not None and field.data < self.day.data
        if before or (field.data is not None and field.data.year > 2100):
            raise ValidationError("Day of the next step must be the day of the contact or later")

    @property
    def told(self) -> Told:
        return Told(
            day=self.day.data or date.today(),
            channel=self.channel.data,
            intensity=self.intensity.data,
            quarters=self.quarters.data or 1,
            about=self.about.data or "",
            next_step=self.next_step.data or "",
            next_on=self.next_on.data,
            form_key=self.form_key.data or "",
        )


def _reason_field() -> TextAreaField:
    words = "why the entry is wrong"
    return TextAreaField(
        "Why the entry is wrong", [Enter(words), AtMost(REASON_LENGTH, "Why the entry is wrong")], [strip]
    )


class CorrectForm(ContactForm):
    """The contact as it was, and why the entry that is there is wrong."""

    reason = _reason_field()


class StrikeForm(HubForm):
    reason = _reason_field()


def data_of(contact: FirmContact) -> dict[str, Any]:
    """What a correction starts from."""
    names = ("day", "channel", "intensity", "quarters", "about", "next_step", "next_on")
    return {name: getattr(contact, name) for name in names}
