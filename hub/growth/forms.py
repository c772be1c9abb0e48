"""What a firm or an adviser sends of its jobs and turnover, and what an owner says of its ownership."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from wtforms import Field, RadioField, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from hub.fields import Choose, DayField, NumberAsWrittenField, choices
from hub.forms import HubForm
from hub.growth.stating import Given
from hub.growth.wording import BY_ADVISER, OWNERSHIP_WORDS
from hub.suppliers import fields

EARLIEST = date(1990, 1, 1)
MOST_JOBS = 100_000
PREFER_NOT = "prefer_not"


class JobsField(NumberAsWrittenField):
    """Full-time equivalents to one decimal; `data` is tenths of a job, or None where nothing was sent."""

    data: int | None

    def read(self, text: str) -> int:
        return _read_tenths(text)

    def show(self, value: int) -> str:
        return f"{value / 10:g}"


def _read_tenths(text: str) -> int:
    try:
        tenths = Decimal(text.replace(",", "") if len(text) <= 20 else "") * 10
    except InvalidOperation:
        tenths = Decimal(-1)
    if not tenths.is_finite() or not 0 <= tenths <= MOST_JOBS * 10 or tenths != int(tenths):
        raise ValueError(f"Jobs must be from 0 to {MOST_JOBS:,} with one decimal at most, like 12 or 4.5")
    return int(tenths)


class FigureForm(HubForm):
    """What a firm enters of itself."""

    as_at = DayField("Day of the figures", required=True)
    jobs = JobsField("Jobs, full-time equivalent (optional)")
    turnover = fields.PoundsField("Turnover of the twelve months up to that day (optional)")

    def validate_as_at(self, field: Field) -> None:
        if field.data is not None and not EARLIEST <= field.data <= date.today():
            raise ValidationError(f"Day of the figures must be from {EARLIEST.year} to today")

    def validate_jobs(self, field: Field) -> None:
        if field.data is None and not field.errors and self.turnover.data is None:
            raise ValidationError("Enter the jobs, the turnover or both")

    def validate_turnover(self, field: Field) -> None:
        if field.data is not None and field.data != int(field.data):
            raise ValidationError("Turnover must be whole pounds")

    @property
    def figures(self) -> Given:
        turnover = self.turnover.data
        return Given(
            as_at=self.as_at.data or date.today(),
            jobs_tenths=self.jobs.data,
            turnover=None if turnover is None else int(turnover),
        )


class TakenDownForm(FigureForm):
    """What an adviser takes down, and how it was given."""

    given = RadioField(
        "How it was given",
        [Choose("how it was given")],
        choices=choices(BY_ADVISER),
        invalid_choice_message="Select how it was given",
    )


class OwnershipForm(HubForm):
    """Any number of kinds; none takes back what was said."""

    kinds = SelectMultipleField(
        "What applies to your business?",
        choices=choices(OWNERSHIP_WORDS),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )

    def validate_kinds(self, field: Field) -> None:
        if PREFER_NOT in field.data and len(field.data) > 1:
            raise ValidationError(
                f"Select what applies, or “{OWNERSHIP_WORDS[PREFER_NOT]}” alone, but not both"
            )
