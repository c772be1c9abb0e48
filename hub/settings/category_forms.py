"""A heading of the hub's list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wtforms import BooleanField, SelectField, StringField

from hub.categories.changing import Heading
from hub.fields import AtMost, Enter, choices
from hub.settings.forms import SettingForm, one_line


class CategoryForm(SettingForm):
    """It takes the headings it may stand under, words by slug."""

    name = StringField("Name", [Enter("the name"), AtMost(200, "Name")], filters=[one_line])
    help = StringField("In one line (optional)", [AtMost(300, "In one line")], filters=[one_line])
    under = SelectField("Stands under")

    def __init__(self, places: Mapping[str, str], **options: object) -> None:
        super().__init__(**options)
        self.under.choices = choices({"": "Nothing: it is a lot of its own", **places})

    @property
    def heading(self) -> Heading:
        said = self.name.data or "", self.help.data or "", self.under.data or ""
        return Heading(*said, retired=False)


class ChangeCategoryForm(CategoryForm):
    retired = BooleanField("Not offered any more")

    @property
    def heading(self) -> Heading:
        return replace(super().heading, retired=bool(self.retired.data))
