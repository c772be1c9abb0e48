"""The form that every form of the hub is: Flask-WTF's, with the library's own messages in our words."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Form

OUR_WORDS = {
    "Not a valid choice.": "Select one of the listed answers",
    "'%(value)s' is not a valid choice for this field.": "Select from the listed answers only",
    "'%(value)s' are not valid choices for this field.": "Select from the listed answers only",
    "Invalid Choice: could not coerce.": "Select one of the listed answers",
    "Not a valid integer value.": "Enter a whole number",
    "Not a valid float value.": "Enter a number",
    "Not a valid decimal value.": "Enter a number",
}


class OurWords:
    """WTForms asks this for each of its messages."""

    def gettext(self, message: str) -> str:
        return OUR_WORDS.get(message, message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


class InOurWords:
    """The part of a form's Meta that brings them."""

    def get_translations(self, _form: Any) -> OurWords:
        return OurWords()


class HubForm(FlaskForm):
    """A form whose errors are instructions."""

    class Meta(InOurWords, FlaskForm.Meta):
        pass


class PartForm(Form):
    """A form inside a form: a line of a list, say."""

    class Meta(InOurWords, Form.Meta):
        pass
