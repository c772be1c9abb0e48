"""A requirement to be tried. Its words stand in the address: trying changes nothing."""

from __future__ import annotations

from wtforms import StringField

from hub.fields import AtMost, Enter
from hub.forms import PartForm
from hub.requirements.reading import Readable, plain_text

LONGEST_WORDS = 20_000
"""Characters that are read, as of a search."""


class TryForm(PartForm):
    q = StringField(
        "A requirement, as a buyer would write it",
        filters=[plain_text],
        validators=[Enter("a requirement"), AtMost(LONGEST_WORDS, "A requirement"), Readable()],
    )
