"""What is said of a link: for whom, until when."""

from __future__ import annotations

from datetime import timedelta

from wtforms import Field, StringField, ValidationError

from hub.database import utc_now
from hub.fields import AtMost, DayField, Enter, FormKeyField, strip
from hub.forms import HubForm

USUAL = timedelta(days=14)
LONGEST = timedelta(days=60)


class LinkForm(HubForm):
    """`form_key` makes one form one link."""

    recipient = StringField(
        "Who is it for?", [Enter("who it is for"), AtMost(200, "Who it is for")], filters=[strip]
    )
    ends_on = DayField("The last day it works", required=True)
    form_key = FormKeyField()

    def validate_ends_on(self, field: Field) -> None:
        today = utc_now().date()
        if field.data is not None and not today <= field.data <= today + LONGEST:
            raise ValidationError(f"The last day it works must be from today to {LONGEST.days} days from now")
