"""Forms of a queue item. Each names the version that the person saw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from wtforms import Field, HiddenField, SelectField, TextAreaField, ValidationError

from hub.accounts.models import User
from hub.fields import AtMost, DayField, Enter, strip
from hub.forms import HubForm

REASON_LENGTH = 300
NOTE_LENGTH = 500
LONGEST_SNOOZE = 366
ME, NOBODY = "me", "nobody"


class ActForm(HubForm):
    """A button. `seen` is the item's version as the person saw it; 0 where the form does not say."""

    seen = HiddenField()

    @property
    def version(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0


class AssignForm(ActForm):
    to = SelectField("Who sees to it?")

    def __init__(self, advisers: Sequence[User], **options: object) -> None:
        super().__init__(**options)
        named = [(each.public_id, each.name or each.email) for each in advisers]
        self.to.choices = [(ME, "I do"), *named, (NOBODY, "Nobody yet")]

    def names(self, user: User, own_id: int | None) -> bool:
        """Whether this is who the form gives it to; `own_id` is the number of who sends it."""
        return user.id == own_id if self.to.data == ME else user.public_id == self.to.data


class SnoozeForm(ActForm):
    until = DayField("Day it comes back", required=True)
    reason = TextAreaField(
        "Why it can wait",
        filters=[strip],
        validators=[Enter("why it can wait"), AtMost(REASON_LENGTH, "Why it can wait")],
    )

    def validate_until(self, field: Field) -> None:
        if field.data is None:
            return
        if field.data <= date.today():
            raise ValidationError("Day it comes back must be after today")
        if field.data > date.today() + timedelta(days=LONGEST_SNOOZE):
            raise ValidationError("Day it comes back must be within a year")


class FinishForm(ActForm):
    note = TextAreaField(
        "What you did",
        filters=[strip],
        validators=[Enter("what you did"), AtMost(NOTE_LENGTH, "What you did")],
    )
