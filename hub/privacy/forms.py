"""The password once more, before somebody erases themselves."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from wtforms import Field, PasswordField, ValidationError

from hub.accounts.passwords import LONGEST
from hub.fields import AtMost, Enter
from hub.forms import HubForm


class EraseForm(HubForm):
    """`is_right` says whether a password is the account's."""

    password = PasswordField("Password", [Enter("your password"), AtMost(LONGEST, "Password")])

    def __init__(self, is_right: Callable[[str], bool], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_right = is_right

    def validate_password(self, field: Field) -> None:
        if not self.is_right(unicodedata.normalize("NFKD", field.data)):
            raise ValidationError("Check your password, and try again")
