"""What an adviser asks of supply and demand, in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField

from hub.fields import choices
from hub.forms import HubForm
from hub.insight.queries import KINDS


class SupplyForm(HubForm):
    """Which categories, where, and whose chart. What is not listed counts as the first answer."""

    class Meta(HubForm.Meta):
        csrf = False

    show = SelectField("Show", choices=choices(KINDS), default="deserts", validate_choice=False)
    county = SelectField("Where", default="", validate_choice=False)
    category = SelectField("Chart and map of", default="", validate_choice=False)

    def __init__(self, counties: Mapping[str, str], categories: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.county.choices = choices({"": "The whole of the hub’s area", **counties})
        self.category.choices = choices({"": "All categories", **categories})
        for field in (self.show, self.county, self.category):
            if field.data not in {choice.value for choice in field.choices}:
                field.data = field.choices[0].value
