"""One form for each page of the registration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, ValidationError
from wtforms.fields import SelectChoice

from hub.categories.models import Category
from hub.categories.queries import Choices
from hub.forms import HubForm
from hub.suppliers import fields

ANOTHER = "another"


class BusinessForm(HubForm):
    name = fields.business_name_field("Business name")
    company_number = fields.company_number_field("Company number (optional)")
    website = fields.website_field("Website (optional)")


class AboutForm(HubForm):
    kind = fields.kind_field("What kind of business is it?")
    size = fields.size_field("How big is it?")
    postcode = fields.postcode_field("Where does it work from?")


class WordsForm(HubForm):
    title = fields.title_field("One thing you do, in a few words")
    description = fields.description_field("Describe it in your own words")


class CategoryForm(HubForm):
    """Three categories that the words point to, then the whole list."""

    proposed = RadioField("Which category fits it best?", invalid_choice_message="Select a category")
    another = SelectField(
        "Another category", default="", invalid_choice_message="Select a category from the list"
    )

    def __init__(
        self, *, proposals: Sequence[Category], choices: Choices, chosen: str | None, **options: Any
    ) -> None:
        known = {category.slug for category in proposals}
        data = None
        if chosen is not None:
            listed = chosen in known or chosen == fields.NO_CATEGORY
            data = {"proposed": chosen} if listed else {"proposed": ANOTHER, "another": chosen}
        super().__init__(data=data, **options)
        self.proposals = proposals
        self.proposed.choices = [
            *(SelectChoice(category.slug, category.name) for category in proposals),
            SelectChoice(ANOTHER, "Another category, from the list below"),
            SelectChoice(fields.NO_CATEGORY, "No category of the list fits"),
        ]
        self.another.choices = fields.list_choices(choices, "Choose a category")

    def process(self, *args: Any, **options: Any) -> None:
        """Who chooses from the list and ticks nothing above it has said enough."""
        super().process(*args, **options)
        if self.another.data and not self.proposed.data:
            self.proposed.data = ANOTHER

    def validate_another(self, field: Any) -> None:
        if self.proposed.data == ANOTHER and not field.data:
            raise ValidationError("Select another category from the list")

    @property
    def category(self) -> str:
        """The slug chosen, or ``none``."""
        return str(self.another.data if self.proposed.data == ANOTHER else self.proposed.data)


class ContactForm(HubForm):
    contact_name = fields.contact_name_field("Name")
    contact_email = fields.contact_email_field("Email address")
    contact_phone = fields.contact_phone_field("Telephone number (optional)")


class CheckForm(HubForm):
    """No field of its own: accepting is pressing the button."""
