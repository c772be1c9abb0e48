"""The form of a fact: one for each kind, with the value that its answers come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import Field, Form, SelectMultipleField, ValidationError
from wtforms.fields import SelectChoice

from hub.facts.kinds import FactKind
from hub.facts.numbers import NumberField, check_between
from hub.fields import AtMost, DayField, Enter, choices, whole_number
from hub.forms import HubForm
from hub.places.regions import REGIONS
from hub.suppliers import fields
from hub.suppliers.forms import check_sensible_day
from hub.suppliers.models import Fact

YES_NO = {"yes": "Yes", "no": "No"}
LONGEST_WORDS = 2_000
LONGEST_COVERS = 300
FARTHEST_KM = 1_500
WIDELY = {
    "anywhere": "Anywhere in the United Kingdom",
    "remote": "From afar: online, by telephone or by post",
}
PER = {
    "hour": "An hour",
    "day": "A day",
    "month": "A month",
    "user": "A user a month",
    "fixed": "A fixed price for the whole job",
}


class FactForm(HubForm):
    """A form of a fact. `fact_value` is what to store once it has been validated."""

    @property
    def fact_value(self) -> Any:
        return True

    @property
    def proof(self) -> dict[str, Any]:
        """The answers that prove it, by the names that `state_fact` takes; none where they aren't asked."""
        return {name: self[name].data for name in PROOF if name in self}


PROOF = ("body", "number", "issued_on", "expires_on")


class WithValue(FactForm):
    """One answer in one field."""

    @property
    def fact_value(self) -> Any:
        value = self["value"].data
        return float(value) if isinstance(value, Decimal) else value


class YesNoForm(WithValue):
    @property
    def fact_value(self) -> bool:
        return bool(self["value"].data == "yes")


def check_cover(_form: Form, field: Field) -> None:
    if field.data is None and not field.errors:
        raise ValidationError("Enter the cover in pounds")
    if field.data == 0:
        raise ValidationError("Cover must be more than £0")


class ChooseSome(SelectMultipleField):
    """Boxes of which any may be ticked; an answer from elsewhere is refused."""

    def pre_validate(self, form: Form) -> None:
        known = {value for value, *_ in self.iter_choices()}
        if any(answer not in known for answer in self.data or ()):
            raise ValidationError("Select from the listed answers only")


def check_some(_form: Form, field: Field) -> None:
    if not field.data and not field.errors:
        raise ValidationError("Select at least one answer, or go back if none fits")


class AreaForm(FactForm):
    """Where a supplier works. It takes the names of the counties that the hub knows."""

    widely = ChooseSome("Anywhere, or from afar", choices=choices(WIDELY))
    within_km = fields.TextField(
        "Within how many kilometres of your place (optional)",
        validators=[whole_number("The distance", 1, FARTHEST_KM)],
    )
    regions = ChooseSome("In these parts of the United Kingdom", choices=choices({n: n for n in REGIONS}))
    counties = ChooseSome("In these counties")

    def __init__(self, *, counties: Iterable[str], **options: Any) -> None:
        super().__init__(**options)
        held = dict.fromkeys([*counties, *(self.counties.object_data or ())])
        self.counties.choices = choices({name: name for name in held})

    def validate_widely(self, field: Field) -> None:
        if not (field.data or self.within_km.data or self.regions.data or self.counties.data):
            raise ValidationError("Say where you work: tick a box, or enter a distance")

    @property
    def fact_value(self) -> dict[str, Any]:
        distance = "".join(letter for letter in self.within_km.data or "" if letter.isdecimal())
        told: dict[str, Any] = {name: True for name in WIDELY if name in (self.widely.data or ())}
        told |= {"within_km": int(distance)} if distance else {}
        told |= {name: sorted(self[name].data) for name in ("regions", "counties") if self[name].data}
        return told


class PriceForm(FactForm):
    """What work usually costs: one amount or two, per something, and what it covers."""

    least = fields.PoundsField("From")
    most = fields.PoundsField("To (optional)")
    per = fields.one_of_field("What is the price for?", PER, "what the price is for")
    covers = fields.TextField(
        "What it covers (optional)", validators=[AtMost(LONGEST_COVERS, "What it covers")]
    )

    def validate_least(self, field: Field) -> None:
        if field.data is None and not field.errors:
            raise ValidationError("Enter what it costs, in pounds")

    def validate_most(self, field: Field) -> None:
        if field.data is not None and self.least.data is not None and field.data < self.least.data:
            raise ValidationError("To must be the same as the first amount or more")

    @property
    def fact_value(self) -> dict[str, Any]:
        most = {} if self.most.data is None else {"to": float(self.most.data)}
        return {"from": float(self.least.data or 0), "per": self.per.data, "covers": self.covers.data} | most


def fact_form(kind: FactKind, fact: Fact | None, *, today: date, counties: Iterable[str] = ()) -> FactForm:
    """The form of a kind of fact: its answer where it has one to give, then what proves it."""
    if kind.kind == "area":
        return AreaForm(counties=counties, data=_area_data(fact.value if fact else {}))
    if kind.kind == "price":
        return PriceForm(data=_price_data(fact.value if fact else {}))
    base, members = _answer_fields(kind)
    if kind.proved:
        members |= _proof_fields(kind, today)
    data = {name: getattr(fact, name) for name in ("value", *PROOF)} if fact else {}
    if kind.kind == "yes_no" and fact:
        data["value"] = "yes" if fact.value else "no"
    form: FactForm = type("StatedForm", (base,), members)(data=data)
    return form


def _answer_fields(kind: FactKind) -> tuple[type[FactForm], dict[str, Any]]:
    make = ANSWERS.get(kind.kind)
    if make is None:
        return FactForm, {}
    return (YesNoForm if kind.kind == "yes_no" else WithValue), {"value": make(kind)}


def _choice_field(kind: FactKind) -> Field:
    answers = {choice.value: choice.label for choice in kind.choices}
    return fields.one_of_field(kind.label, answers, "an answer")


def _many_field(kind: FactKind) -> Field:
    answers = [SelectChoice(choice.value, choice.label) for choice in kind.choices]
    return ChooseSome(kind.label, choices=answers, validators=[check_some])


def _words_field(kind: FactKind) -> Field:
    checks = [Enter("what you do"), AtMost(LONGEST_WORDS, kind.label)]
    return fields.LongTextField(kind.label, validators=checks)


def _number_field(kind: FactKind) -> Field:
    return NumberField(f"{kind.label}, {kind.unit}", validators=[check_between(kind)])


ANSWERS: Mapping[str, Callable[[FactKind], Field]] = {
    "choice": _choice_field,
    "many": _many_field,
    "money": lambda _kind: fields.PoundsField("Cover", validators=[check_cover]),
    "number": _number_field,
    "words": _words_field,
    "yes_no": lambda kind: fields.one_of_field(kind.label, YES_NO, "yes or no"),
}


def _proof_fields(kind: FactKind, today: date) -> dict[str, Any]:
    body, paper = ("Insurer", "Policy") if kind.kind == "money" else ("Who certified it", "Certificate")

    def check_issued(_form: Form, field: Field) -> None:
        if field.data and field.data > today:
            raise ValidationError("Issue date must be today or in the past")

    def check_order(form: Any, field: Field) -> None:
        if field.data and form.issued_on.data and field.data < form.issued_on.data:
            raise ValidationError("Expiry date must be the same day as the issue date or later")

    return {
        "body": fields.TextField(f"{body} (optional)", validators=[AtMost(200, body)]),
        "number": fields.TextField(f"{paper} number (optional)", validators=[AtMost(100, f"{paper} number")]),
        "issued_on": DayField("Issue date (optional)", validators=[check_sensible_day, check_issued]),
        "expires_on": DayField("Expiry date (optional)", validators=[check_sensible_day, check_order]),
    }


def _area_data(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "widely": [name for name in WIDELY if value.get(name)],
        "within_km": f"{value['within_km']:g}" if value.get("within_km") else "",
        "regions": list(value.get("regions", ())),
        "counties": list(value.get("counties", ())),
    }


def _price_data(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "least": value.get("from"),
        "most": value.get("to"),
        "per": value.get("per"),
        "covers": value.get("covers", ""),
    }
