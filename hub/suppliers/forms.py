"""Forms of a supplier's own desk and of its public page."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import Field, Form, HiddenField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import Email

from hub.categories.queries import Choices
from hub.fields import AtMost, DayField, Enter, name_of
from hub.forms import HubForm, PartForm
from hub.suppliers import fields
from hub.suppliers.models import Capability, Contract, Supplier
from hub.suppliers.naming import NAME_LENGTH

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 1, 1)
REASON_LENGTH = 2_000


def check_sensible_day(_form: Form, field: Field) -> None:
    if field.data is not None and not EARLIEST <= field.data < LATEST:
        raise ValidationError(f"{name_of(field)} must be from {EARLIEST.year} to {LATEST.year - 1}")


class ProfileForm(HubForm):
    """The facts of a profile that everybody gives, with the version the person saw."""

    version = HiddenField()
    name = fields.business_name_field("Business name")
    trading_name = fields.trading_name_field("Trading name (optional)")
    company_number = fields.company_number_field("Company number (optional)")
    vat_number = fields.vat_number_field("VAT number (optional)")
    kind = fields.kind_field("Kind of business")
    size = fields.size_field("Size of business")
    postcode = fields.postcode_field("Postcode")
    contact_name = fields.contact_name_field("Contact name")
    contact_email = fields.contact_email_field("Contact email address")
    contact_phone = fields.contact_phone_field("Contact telephone number (optional)")
    website = fields.website_field("Website (optional)")

    @property
    def values(self) -> dict[str, str]:
        """The answers by the name of the supplier's column."""
        return {
            field.short_name: field.data
            for field in self
            if field.short_name not in {"version", "csrf_token"}
        }

    def differs_from(self, supplier: Supplier) -> list[tuple[str, str, str]]:
        """Label, what is saved and what was entered, for each answer that is not as saved."""
        rows = ((self[name], getattr(supplier, name) or "", entered) for name, entered in self.values.items())
        return [
            (field.label.text, saved, entered or "")
            for field, saved, entered in rows
            if saved != (entered or "")
        ]


class ListedForm(HubForm):
    """A form about one thing of a profile, with its category and what the profile has room for."""

    def __init__(self, *, choices: Choices, room: int = fields.PROFILE_LENGTH, **options: Any) -> None:
        super().__init__(**options)
        self.room = room
        none = SelectChoice(fields.NO_CATEGORY, "No category of the list fits")
        self["category"].choices = [*fields.list_choices(choices, "Choose a category"), none]

    length_of_lines = 0
    """Characters of what stands beside the title and the description."""

    def validate_description(self, field: Field) -> None:
        length = len(field.data) + len(self["title"].data) + self.length_of_lines
        if length > self.room:
            raise ValidationError(
                f"Shorten the description: a profile may hold {fields.PROFILE_LENGTH:,} characters in all, "
                f"and yours has room for {max(0, self.room):,} more"
            )


def data_of(thing: Capability | Contract | None) -> dict[str, Any]:
    """What a form starts from; a thing under no category has said so."""
    if thing is None:
        return {}
    columns = {column.key: getattr(thing, column.key) for column in type(thing).__table__.columns}
    return columns | {"category": thing.category.slug if thing.category else fields.NO_CATEGORY}


class ContractForm(ListedForm):
    title = fields.TextField(
        "What the contract was for",
        validators=[Enter("what the contract was for"), AtMost(500, "What the contract was for")],
    )
    description = fields.LongTextField(
        "What you did (optional)", validators=[AtMost(fields.DESCRIPTION_LENGTH, "What you did")]
    )
    buyer_name = fields.TextField("Buyer", validators=[Enter("the name of the buyer"), AtMost(300, "Buyer")])
    category = fields.category_field("Category (optional)")
    value = fields.PoundsField("Value (optional)")
    starts_on = DayField("Start (optional)", validators=[check_sensible_day])
    ends_on = DayField("End (optional)", validators=[check_sensible_day])

    def validate_ends_on(self, field: Field) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("End must be the same day as the start or later")

    @property
    def values(self) -> dict[str, Any]:
        names = ("title", "description", "buyer_name", "value", "starts_on", "ends_on")
        return {name: self[name].data for name in names}


class FindForm(PartForm):
    """What is asked for in the address: nothing is changed by it, so it carries no token."""

    name = fields.TextField(
        "Name or company number",
        validators=[Enter("part of a name, or a company number"), AtMost(NAME_LENGTH, "Name")],
    )


class RemovalForm(HubForm):
    """Anybody may ask; the address is for the adviser's answer and is erased with it."""

    reason = fields.LongTextField(
        "Why should it be removed?",
        validators=[Enter("why the record should be removed"), AtMost(REASON_LENGTH, "Reason")],
    )
    email = fields.TextField(
        "Your email address",
        validators=[
            Enter("an email address"),
            AtMost(255, "Email address"),
            Email("Enter an email address in the correct format, like name@example.com"),
        ],
    )


class ButtonForm(HubForm):
    """A button and nothing else: it carries the token against forged requests."""
