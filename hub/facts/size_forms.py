"""The form that takes the figures of a business's size."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import Field, ValidationError

from hub.facts.models import SizeStatement
from hub.fields import AtMost, DayField, Enter, whole_number
from hub.forms import HubForm
from hub.suppliers import fields
from hub.suppliers.forms import check_sensible_day

MOST_STAFF = 5_000_000
IN_GROUP = {"no": "No, it stands alone", "yes": "Yes"}
VCSE = {
    "none": "No",
    "charity": "Yes, a charity",
    "community interest company": "Yes, a community interest company",
    "reinvests": "Yes, another kind that mainly reinvests its surpluses in those aims",
}


class SizeForm(HubForm):
    """Figures of the last year, those of the whole group where there is one. It takes the day it is."""

    in_group = fields.one_of_field(
        "Does the business belong to a group?", IN_GROUP, "whether the business belongs to a group"
    )
    group_name = fields.TextField(
        "Name of the group, if there is one", validators=[AtMost(200, "Name of the group")]
    )
    staff = fields.TextField(
        "Staff", validators=[Enter("how many staff there are"), whole_number("Staff", 0, MOST_STAFF)]
    )
    turnover = fields.PoundsField("Turnover in a year")
    balance_sheet = fields.PoundsField("Balance sheet total (optional)")
    year_ended_on = DayField(
        "Last day of the year of these figures", required=True, validators=[check_sensible_day]
    )
    vcse = fields.one_of_field(
        "Is it a voluntary, community or social enterprise?", VCSE, "whether it is one, and of what kind"
    )

    def __init__(self, *, today: date, **options: Any) -> None:
        super().__init__(**options)
        self.today = today

    def validate_group_name(self, field: Field) -> None:
        if self.in_group.data == "yes" and not field.data:
            raise ValidationError("Enter the name of the group")

    def validate_turnover(self, field: Field) -> None:
        if field.data is None and not field.errors:
            raise ValidationError("Enter the turnover in pounds")

    def validate_year_ended_on(self, field: Field) -> None:
        if field.data is not None and field.data > self.today:
            raise ValidationError("Last day of the year of these figures must be today or in the past")

    @property
    def values(self) -> dict[str, Any]:
        """The answers by the name of the statement's column."""
        grouped = self.in_group.data == "yes"
        return {
            "staff": int("".join(letter for letter in self.staff.data if letter.isdecimal())),
            "turnover": self.turnover.data,
            "balance_sheet": self.balance_sheet.data,
            "in_group": grouped,
            "group_name": self.group_name.data if grouped else "",
            "vcse": "" if self.vcse.data == "none" else self.vcse.data,
            "year_ended_on": self.year_ended_on.data,
        }


def data_of(statement: SizeStatement | None) -> dict[str, Any]:
    """What the form starts from."""
    if statement is None:
        return {}
    return {
        "in_group": "yes" if statement.in_group else "no",
        "group_name": statement.group_name,
        "staff": f"{statement.staff:,}",
        "turnover": statement.turnover,
        "balance_sheet": statement.balance_sheet,
        "year_ended_on": statement.year_ended_on,
        "vcse": statement.vcse or "none",
    }
