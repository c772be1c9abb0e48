"""What a mail says."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from hub.fields import AtMost, Enter, strip
from hub.settings.forms import SettingForm, one_line
from hub.settings.mails import NEEDED, PLACEHOLDER, MailText, allowed, needed


class MailForm(SettingForm):
    subject = StringField("Subject", [Enter("a subject"), AtMost(200, "Subject")], filters=[one_line])
    body = TextAreaField("Text", [Enter("a text"), AtMost(5000, "Text")], filters=[strip])

    def __init__(self, own: MailText, **options: object) -> None:
        super().__init__(**options)
        self.own = own

    @property
    def text(self) -> MailText:
        return MailText(self.subject.data or "", (self.body.data or "") + "\n")

    def validate_subject(self, field: StringField) -> None:
        names = [name for name in allowed(self.own) if not name.endswith("link")]
        _require_known(field.data, names, "a subject")

    def validate_body(self, field: TextAreaField) -> None:
        _require_known(field.data, allowed(self.own), "this mail")
        said = set(PLACEHOLDER.findall(field.data))
        missing = [name for name in needed(self.own) if name not in said and name in NEEDED]
        if missing:
            raise ValidationError("Text must include ((" + ")) and ((".join(missing) + "))")


def _require_known(text: str, names: list[str], where: str) -> None:
    unknown = next((name for name in PLACEHOLDER.findall(text) if name not in names), None)
    if unknown is not None:
        raise ValidationError(f"(({unknown})) is no placeholder of {where}. Take one from the list")
