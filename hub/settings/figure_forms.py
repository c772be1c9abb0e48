"""Adding a dated row to a figure."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from wtforms import StringField
from wtforms.validators import ValidationError

from hub.fields import AtMost, DayField, Enter, whole_number
from hub.settings.figures import cost_name
from hub.settings.forms import SettingForm, one_line

POUNDS = re.compile(r"[0-9]{1,7}(\.[0-9]{2})?")
YEAR = re.compile(r"(?:19|20)[0-9]{2}(/[0-9]{2})?")
MOST = 100_000_000


class AmountForm(SettingForm):
    amount = StringField(
        "Amount in pounds, VAT included",
        [Enter("the amount"), whole_number("Amount", 1, MOST)],
        filters=[one_line],
    )
    starts = DayField("Counts from", required=True)
    source = StringField("Source", [Enter("where it stands"), AtMost(300, "Source")], filters=[one_line])
    as_at = DayField("Stated as at", required=True)
    review_by = DayField("Look at it again by", required=True)

    def __init__(self, today: date, **options: object) -> None:
        super().__init__(**options)
        self.today = today

    def validate_starts(self, field: DayField) -> None:
        if field.data and field.data < self.today:
            raise ValidationError(
                "Counts from must be today or later: what began before keeps the figure it began with"
            )

    def validate_as_at(self, field: DayField) -> None:
        if field.data and field.data > self.today:
            raise ValidationError("Stated as at must be today or earlier")

    def validate_review_by(self, field: DayField) -> None:
        if field.data and field.data <= self.today:
            raise ValidationError("Look at it again by must be after today")

    @property
    def value(self) -> dict[str, str]:
        days = {"from": self.starts.data, "as_at": self.as_at.data, "review_by": self.review_by.data}
        amount = (self.amount.data or "").replace(",", "").replace("£", "").strip()
        told = {name: day.isoformat() for name, day in days.items() if day}
        return {"amount": str(int(amount)), "source": self.source.data or "", **told}


class CostForm(SettingForm):
    pounds = StringField("Pounds", [Enter("what one costs")], filters=[one_line])
    year = StringField("Year", [Enter("the year")], filters=[one_line])
    source = StringField("Source", [Enter("where it stands"), AtMost(300, "Source")], filters=[one_line])

    def validate_pounds(self, field: StringField) -> None:
        if not POUNDS.fullmatch(self._pounds) or not Decimal(self._pounds):
            raise ValidationError("Pounds must be an amount above 0, like 72 or 72.11")

    def validate_year(self, field: StringField) -> None:
        if not YEAR.fullmatch(field.data):
            raise ValidationError("Year must be like 2025 or 2024/25")

    @property
    def _pounds(self) -> str:
        return (self.pounds.data or "").replace(",", "").replace("£", "").strip()

    def value(self, what: str, unit: str) -> dict[str, str]:
        pounds = f"{Decimal(self._pounds):.2f}"
        said = {"pounds": pounds, "year": self.year.data or "", "source": self.source.data or ""}
        return {"what": what, "unit": unit, **said}


class NewCostForm(CostForm):
    what = StringField("What", [Enter("what it is"), AtMost(80, "What")], filters=[one_line])
    unit = StringField("Unit", [Enter("what one of it is"), AtMost(60, "Unit")], filters=[one_line])

    def __init__(self, taken: set[str], **options: object) -> None:
        super().__init__(**options)
        self.taken = taken

    def validate_what(self, field: StringField) -> None:
        if not cost_name(field.data):
            raise ValidationError("What must hold a letter from A to Z")
        if cost_name(field.data) in self.taken:
            raise ValidationError(f"“{field.data}” is there already: add a row to it")
