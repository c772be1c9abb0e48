"""What an adviser found at the company register."""

from __future__ import annotations

from datetime import date

from wtforms import Field, ValidationError

from hub.fields import AtMost, DayField
from hub.forms import HubForm
from hub.suppliers import fields
from hub.suppliers.naming import NAME_LENGTH
from hub.upkeep.statuses import STATUSES, Check

EARLIEST = date(2000, 1, 1)
ANSWERS = {key: words for key, words in STATUSES.items() if key != "other"}


class CompanyCheckForm(HubForm):
    status = fields.one_of_field("What does Companies House say?", ANSWERS, "what Companies House says")
    name = fields.BusinessNameField(
        "Its name there, if it is another (optional)", validators=[AtMost(NAME_LENGTH, "Its name there")]
    )
    dissolved_on = DayField("Day it was dissolved (optional)")
    checked_on = DayField("Day you looked", required=True)

    @property
    def check(self) -> Check:
        return Check(
            self.status.data, self.name.data, self.dissolved_on.data, self.checked_on.data or date.today()
        )

    def validate_checked_on(self, field: Field) -> None:
        if field.data is not None and not EARLIEST <= field.data <= date.today():
            raise ValidationError(f"Day you looked must be from {EARLIEST.year} to today")

    def validate_dissolved_on(self, field: Field) -> None:
        if field.data is None:
            return
        if self.status.data not in {"dissolved", "closed", "absent"}:
            raise ValidationError("Leave the day it was dissolved empty, or select that it was dissolved")
        if field.data > (self.checked_on.data or date.today()):
            raise ValidationError("Day it was dissolved must be the day you looked or earlier")
