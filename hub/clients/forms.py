"""What an adviser sends: whom to find, a check, why one is taken back, consent, and what was shared."""

from __future__ import annotations

from datetime import date

from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Regexp

from hub.clients.wording import CHECK_WAYS, CONSENT_WAYS, GROUNDS, PURPOSES
from hub.fields import AtMost, Choose, DayField, Enter, FormKeyField, choices, strip
from hub.forms import HubForm

NOTE_LENGTH = 1000
NAME_LENGTH = 200
STATES = {
    "": "Any",
    "claimed": "Registered by the firm",
    "unclaimed": "Has not joined",
    "suspended": "Suspended",
    "withdrawn": "Withdrawn",
}
WHOSE = {"": "All firms", "mine": "Those I work with", "recent": "Those I looked at last"}


class FindForm(HubForm):
    """In the address."""

    name = StringField("Name or company number", filters=[strip])
    place = StringField("Place, county or start of a postcode", filters=[strip])
    state = SelectField("State", choices=choices(STATES), default="")
    whose = SelectField("Whose", choices=choices(WHOSE), default="")

    class Meta(HubForm.Meta):
        csrf = False


class _DatedForm(HubForm):
    """`form_key` makes one form one row."""

    on_day: DayField
    form_key = FormKeyField()

    def validate_on_day(self, field: Field) -> None:
        if field.data is not None and field.data > date.today():
            raise ValidationError(f"{field.label.text} must be today or in the past")


class CheckForm(_DatedForm):
    """`stood` is what the adviser saw: a fact that was changed meanwhile is not the one that was checked."""

    how = RadioField("How you checked it", [Choose("how you checked it")], choices=choices(CHECK_WAYS))
    on_day = DayField("Day of the check", required=True)
    note = TextAreaField("Note (optional)", [AtMost(NOTE_LENGTH, "Note")], filters=[strip])
    stood = HiddenField(validators=[InputRequired(), Regexp(r"[0-9a-f]{64}\Z")])


class TakeBackForm(HubForm):
    reason = TextAreaField(
        "Why the check is taken back",
        [Enter("why the check is taken back"), AtMost(NOTE_LENGTH, "Why the check is taken back")],
        filters=[strip],
    )


class ConsentForm(_DatedForm):
    purpose = RadioField("What it is about", [Choose("what it is about")], choices=choices(PURPOSES))
    partner = StringField(
        "Name of the partner body", [AtMost(NAME_LENGTH, "Name of the partner body")], filters=[strip]
    )
    act = RadioField(
        "What the firm said",
        [Choose("what the firm said")],
        choices=choices({"given": "It gives consent", "withdrawn": "It withdraws consent"}),
    )
    how = RadioField("How it said so", [Choose("how it said so")], choices=choices(CONSENT_WAYS))
    on_day = DayField("Day it said so", required=True)
    note = TextAreaField("Note (optional)", [AtMost(NOTE_LENGTH, "Note")], filters=[strip])

    def validate_partner(self, field: Field) -> None:
        if self.purpose.data == "partner" and not field.data:
            raise ValidationError("Enter the name of the partner body")

    @property
    def said(self) -> dict[str, object]:
        """The columns of the row."""
        partner = self.partner.data if self.purpose.data == "partner" else ""
        values = {name: self[name].data for name in ("purpose", "act", "how", "on_day", "note")}
        return values | {"partner": partner}


class SharingForm(_DatedForm):
    shared_with = StringField(
        "Shared with", [Enter("whom it was shared with"), AtMost(NAME_LENGTH, "Shared with")], filters=[strip]
    )
    what = TextAreaField(
        "What was shared", [Enter("what was shared"), AtMost(NOTE_LENGTH, "What was shared")], filters=[strip]
    )
    ground = RadioField("On which ground", [Choose("on which ground")], choices=choices(GROUNDS))
    on_day = DayField("Day it was shared", required=True)

    @property
    def said(self) -> dict[str, object]:
        """The columns of the row."""
        return {name: self[name].data for name in ("shared_with", "what", "ground", "on_day")}
