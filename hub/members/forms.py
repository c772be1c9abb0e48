"""Who is invited, and which role a member has."""

from __future__ import annotations

from email_validator import EmailNotValidError
from wtforms import EmailField, Field, RadioField, ValidationError

from hub.accounts.forms import email_address
from hub.fields import AtMost, Choose, Enter, choices, strip
from hub.forms import HubForm
from hub.members.roles import ROLES


class RoleForm(HubForm):
    """A role of the kind of organisation it is made for."""

    role = RadioField("Role", [Choose("a role")], validate_choice=False)

    def __init__(self, kind: str, **options: object) -> None:
        super().__init__(**options)
        self.role.choices = choices(ROLES[kind])

    def validate_role(self, field: Field) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError("Select a role")


class InviteForm(RoleForm):
    email = EmailField(
        "Email address", [Enter("an email address"), AtMost(254, "Email address")], filters=[strip]
    )
    role = RadioField("Role", [Choose("a role")], validate_choice=False)

    def validate_email(self, field: Field) -> None:
        try:
            field.data = email_address(field.data)
        except EmailNotValidError:
            raise ValidationError(
                "Enter an email address in the correct format, like name@example.com"
            ) from None
