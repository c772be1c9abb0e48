"""What an adviser sends: hours of a kind of fact, and an action agreed with a firm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import isfinite
from typing import Any

from wtforms import Field, FloatField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from hub.facts.kinds import in_groups
from hub.fields import AtMost, Choose, DayField, Enter, FormKeyField, grouped_choices, strip
from hub.forms import HubForm
from hub.unlocking.efforts import LEAST_HOURS, MOST_HOURS
from hub.unlocking.gaining import GAINABLE

STEPS_LENGTH = 2000
CHECKER_LENGTH = 200
FURTHEST = timedelta(days=5 * 365)


Choices = Mapping[str, Sequence[tuple[str, str]]]


def kind_groups() -> dict[str, dict[str, str]]:
    """The kinds of facts that can be gained, under their headings."""
    return {group: {kind.name: kind.label for kind in kinds} for group, kinds in in_groups(GAINABLE).items()}


class FilterForm(HubForm):
    """What of the list is shown, in its address."""

    firm = StringField("Part of the firm’s name", filters=[strip])
    fact = SelectField("What is gained", validate_choice=False)
    category = SelectField("What the firm does", validate_choice=False)

    class Meta(HubForm.Meta):
        csrf = False

    def __init__(self, categories: Choices, kinds: Mapping[str, int], **options: Any) -> None:
        super().__init__(**options)
        self.fact.choices = [
            SelectChoice(value="", label="Anything"),
            *(
                SelectChoice(value=name, label=f"{label} ({kinds[name]:,})", optgroup=group)
                for group, labels in kind_groups().items()
                for name, label in labels.items()
                if name in kinds
            ),
        ]
        self.category.choices = [
            SelectChoice(value="", label="Anything"),
            *(
                SelectChoice(value=value, label=label, optgroup=lot)
                for lot, under in categories.items()
                for value, label in under
            ),
        ]


class EffortForm(HubForm):
    fact = SelectField("Kind of fact", [Choose("the kind of fact")])
    hours = FloatField("Hours of the firm’s work", [Enter("the hours of the firm’s work")])

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.fact.choices = grouped_choices(kind_groups())

    def validate_hours(self, field: Field) -> None:
        if field.data is None or not isfinite(field.data) or not LEAST_HOURS <= field.data <= MOST_HOURS:
            raise ValidationError(f"Hours must be from {LEAST_HOURS:g} to {MOST_HOURS:,.0f}")


class AgreeForm(HubForm):
    """`form_key` makes one form one action."""

    steps = TextAreaField(
        "First steps", [Enter("the first steps"), AtMost(STEPS_LENGTH, "First steps")], filters=[strip]
    )
    checker = StringField(
        "Who checks it, and by what",
        [Enter("who checks it"), AtMost(CHECKER_LENGTH, "Who checks it")],
        filters=[strip],
    )
    due_on = DayField("The day it is to be done by", required=True)
    form_key = FormKeyField()

    def validate_due_on(self, field: Field) -> None:
        today = date.today()
        if field.data is not None and not today <= field.data <= today + FURTHEST:
            raise ValidationError("The day it is to be done by must be from today to five years from now")
