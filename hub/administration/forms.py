"""What an administrator makes, and chooses to move."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import HiddenField, SelectMultipleField, StringField

from hub.accounts.forms import RegisterBuyerForm
from hub.fields import AtMost, Enter, choices, strip
from hub.forms import HubForm


class OpenBuyerForm(RegisterBuyerForm):
    """An organisation of somebody else's: the same questions, asked about it."""

    name = StringField(
        "Name of the organisation",
        [Enter("the name of the organisation"), AtMost(200, "Name of the organisation")],
        filters=[strip],
    )


class TransferForm(HubForm):
    """Agreeing to a plan that the page showed, named by its digest."""

    digest = HiddenField()


class MoveForm(TransferForm):
    """The members and requirements that move. It takes those there are: words by public id."""

    people = SelectMultipleField("Members to move")
    requirements = SelectMultipleField("Requirements to move")

    def __init__(self, people: Mapping[str, str], requirements: Mapping[str, str], **options: object) -> None:
        super().__init__(**options)
        self.people.choices = choices(people)
        self.requirements.choices = choices(requirements)
