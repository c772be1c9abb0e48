"""The form of a fact: one for each kind."""

from __future__ import annotations

from typing import Any

from wtforms import Field, Form, ValidationError

from hub.facts.kinds import FactKind
from hub.fields import AtMost, DayField
from hub.forms import HubForm
from hub.suppliers import fields
from hub.suppliers.forms import check_sensible_day
from hub.suppliers.models import Fact


def check_cover(_form: Form, field: Field) -> None:
    if field.data is None and not field.errors:
        raise ValidationError("Enter the cover in pounds")
    if field.data == 0:
        raise ValidationError("Cover must be more than £0")


def fact_form(kind: FactKind, fact: Fact | None) -> HubForm:
    """The form of a kind of fact: its answer where it has one to give, then what proves it."""
    members: dict[str, Any] = {}
    if kind.kind == "choice":
        members["value"] = fields.one_of_field(
            kind.label, {choice.value: choice.label for choice in kind.choices}, "an answer"
        )
    if kind.kind == "money":
        members["value"] = fields.PoundsField("Cover", validators=[check_cover])
    if kind.proved:
        body, paper = ("Insurer", "Policy") if kind.kind == "money" else ("Who certified it", "Certificate")
        members["body"] = fields.TextField(f"{body} (optional)", validators=[AtMost(200, body)])
        members["number"] = fields.TextField(
            f"{paper} number (optional)", validators=[AtMost(100, f"{paper} number")]
        )
        members["expires_on"] = DayField("Expiry date (optional)", validators=[check_sensible_day])
    return type("FactForm", (HubForm,), members)(obj=fact)
