"""Which period a report is of, in its address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Field, SelectField, ValidationError

from hub.fields import choices
from hub.forms import HubForm
from hub.reports.periods import Period, Quarter, read_quarter


class PeriodForm(HubForm):
    """Two quarters, the first and the last of the period."""

    first = SelectField("From the quarter", invalid_choice_message="Select one of the listed quarters")
    last = SelectField("To the quarter", invalid_choice_message="Select one of the listed quarters")

    class Meta(HubForm.Meta):
        csrf = False

    def __init__(self, quarters: Sequence[Quarter], **options: Any) -> None:
        super().__init__(**options)
        texts = {quarter.code: quarter.words for quarter in quarters}
        self.first.choices = self.last.choices = choices(texts)

    def validate_last(self, _field: Field) -> None:
        if not self.first.errors and self.period.last < self.period.first:
            raise ValidationError("The last quarter must be the first one or later")

    @property
    def period(self) -> Period:
        """Only of a form that is valid."""
        return Period(read_quarter(self.first.data), read_quarter(self.last.data))
