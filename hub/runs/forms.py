"""What a buyer sends to rank and record."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import InputRequired, Regexp

from hub.fields import FormKeyField
from hub.forms import HubForm


class RankForm(HubForm):
    """`version` is that of the requirement that the page showed; `form_key` makes one form one run."""

    version = HiddenField(validators=[InputRequired(), Regexp(r"\d{1,9}\Z")])
    form_key = FormKeyField()
