"""A field that holds a number with a decimal point, and the check of its limits."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from wtforms import Field, Form, StringField, ValidationError

from hub.facts.kinds import FactKind
from hub.fields import strip

NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,4})?")


class NumberField(StringField):
    """A number; `data` is a Decimal, or None where the field was left empty or holds something else."""

    data: Decimal | None

    def process_data(self, value: Any) -> None:
        self.data = None if value is None else Decimal(str(value))

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = (strip(valuelist[0]) if valuelist else "") or ""
        self.data = read_number(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data.normalize():f}"


def read_number(text: str) -> Decimal | None:
    """`99.95`, `1,000`, `4`; None for anything else."""
    plain = text.replace(",", "").strip()
    return Decimal(plain) if NUMBER.fullmatch(plain) else None


def check_between(kind: FactKind) -> Callable[[Form, Field], None]:
    """A validator for the number of a kind: "Guaranteed availability must be a number from 1 to 100"."""

    def check(_form: Form, field: Field) -> None:
        low, high = Decimal(str(kind.lowest)), Decimal(str(kind.highest))
        if field.data is None or not low <= field.data <= high:
            raise ValidationError(f"{kind.label} must be a number from {kind.lowest:g} to {kind.highest:g}")

    return check
