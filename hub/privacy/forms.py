"""The password once more, before somebody takes their data away or is erased."""

from __future__ import annotations

from wtforms import Field, PasswordField, ValidationError

from hub.accounts.passwords import LONGEST
from hub.accounts.recognising import is_password
from hub.fields import AtMost, Enter
from hub.forms import HubForm


class OwnPasswordForm(HubForm):
    """`kept` is the hash of the account's password. Hold no transaction: checking it is made to be slow."""

    password = PasswordField("Password", [Enter("your password"), AtMost(LONGEST, "Password")])

    def __init__(self, kept: str | None) -> None:
        super().__init__()
        self.kept = kept

    def validate_password(self, field: Field) -> None:
        if not field.errors and not is_password(field.data, self.kept):
            raise ValidationError("Check your password, and try again")
