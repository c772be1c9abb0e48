"""A requirement to be tried. Its words stand in the address: trying changes nothing."""

from __future__ import annotations

from wtforms import StringField

from hub.fields import AtMost, Enter
from hub.matches.forms import LONGEST_WORDS, SearchForm
from hub.requirements.reading import Readable, plain_text


class TryForm(SearchForm):
    q = StringField(
        "A requirement, as a buyer would write it",
        filters=[plain_text],
        validators=[Enter("a requirement"), AtMost(LONGEST_WORDS, "A requirement"), Readable()],
    )
