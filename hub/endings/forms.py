"""Forms by which a buyer says how a requirement ended, and to whom it was awarded."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, ValidationError

from hub.endings.awarding import Terms
from hub.endings.models import Ending, EndingAward
from hub.endings.wording import ENDED
from hub.fields import AtMost, Choose, DayField, Enter, choices
from hub.forms import HubForm
from hub.requirements.reading import Readable
from hub.suppliers.fields import (
    BusinessNameField,
    LongTextField,
    PoundsField,
    TextField,
    check_name_has_letters,
)
from hub.suppliers.forms import check_sensible_day
from hub.suppliers.naming import NAME_LENGTH

REASON_LENGTH = 2_000
VAT_CHOICES = {"excluded": "Without VAT", "included": "VAT included"}


class EndingForm(HubForm):
    """How it ended, with the version that the person saw: 0 where nothing had been said."""

    version = HiddenField()
    how = RadioField("How did it end?", choices=choices(ENDED), validators=[Choose("how it ended")])
    reason = LongTextField("Why (optional)", validators=[AtMost(REASON_LENGTH, "Why"), Readable()])

    def validate_reason(self, field: Field) -> None:
        if self.how.data == "unsuitable" and not field.data:
            raise ValidationError("Enter why nothing was suitable")


def ending_data(ending: Ending | None) -> dict[str, Any]:
    if ending is None:
        return {"version": "0"}
    return {"version": str(ending.version), "how": ending.how, "reason": ending.reason}


class AwardForm(HubForm):
    """What is said of an award. For a firm of the register its name is no question."""

    version = HiddenField()
    form_key = HiddenField()
    supplier = HiddenField()
    supplier_name = BusinessNameField(
        "Name of the firm",
        validators=[
            Enter("the name of the firm"),
            AtMost(NAME_LENGTH, "Name of the firm"),
            check_name_has_letters,
        ],
    )
    title = TextField(
        "What the contract is for",
        validators=[
            Enter("what the contract is for"),
            AtMost(500, "What the contract is for"),
            Readable(),
        ],
    )
    value = PoundsField("Value (optional)")
    vat = RadioField("Is VAT in that value?", choices=choices(VAT_CHOICES), validate_choice=False)
    awarded_on = DayField("Award date", required=True, validators=[check_sensible_day])
    starts_on = DayField("Start (optional)", validators=[check_sensible_day])
    ends_on = DayField("End (optional)", validators=[check_sensible_day])
    published = BooleanField("Publish this award")

    def __init__(self, *, named: bool, **options: Any) -> None:
        super().__init__(**options)
        if named:
            del self.supplier_name

    def validate_vat(self, field: Field) -> None:
        if self.value.data is not None and field.data not in VAT_CHOICES:
            raise ValidationError("Select whether VAT is in the value")

    def validate_awarded_on(self, field: Field) -> None:
        if field.data and field.data > date.today():
            raise ValidationError("Award date must be today or in the past")

    def validate_ends_on(self, field: Field) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("End must be the same day as the start or later")

    @property
    def terms(self) -> Terms:
        value = self.value.data
        return Terms(
            title=self.title.data,
            value=value,
            vat="" if value is None else self.vat.data,
            awarded_on=self.awarded_on.data or date.today(),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            published=self.published.data,
        )


def award_data(award: EndingAward) -> dict[str, Any]:
    names = ("title", "value", "vat", "awarded_on", "starts_on", "ends_on")
    told = {name: getattr(award, name) for name in names}
    return told | {"version": str(award.version), "published": award.is_published}
