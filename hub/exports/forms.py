"""What an adviser sends: which shortlists, and as what."""

from __future__ import annotations

from wtforms import Field, RadioField, SelectMultipleField, ValidationError

from hub.exports.limiting import MOST_IN_ONE
from hub.fields import choices
from hub.forms import HubForm

FORMAT_NAMES = {
    "xlsx": "Excel (XLSX)",
    "ods": "OpenDocument (ODS)",
    "csv": "Plain table (CSV)",
    "print": "A page to print",
}


class TakeForm(HubForm):
    """Each press is an export of its own, so there is no key that makes two of them one."""

    shortlist = SelectMultipleField("Shortlists to take", choices=[], validate_choice=False)
    format = RadioField("As what", choices=choices(FORMAT_NAMES), default="xlsx")

    def validate_shortlist(self, field: Field) -> None:
        if not field.data:
            raise ValidationError("Tick at least one shortlist")
        if len(set(field.data)) > MOST_IN_ONE:
            raise ValidationError(f"Tick at most {MOST_IN_ONE} shortlists")
