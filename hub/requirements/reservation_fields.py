"""The part of a requirement's form that says who may supply, and holds it against the rules."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice

from hub.fields import AtMost, choices, whole_number
from hub.places.models import Place
from hub.requirements.filters import FILTERS, in_words, reservation_of
from hub.requirements.reading import Readable, plain_text
from hub.rules.cases import Case
from hub.rules.kinds import BUYING
from hub.rules.reservations import Judged, judge

LONGEST_REASON = 1_000
MOST_VALUE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Buyer:
    """What the rules go by: the kind of organisation, the day, and the names of the counties held."""

    kind: str = ""
    today: date = field(default_factory=date.today)
    counties: Collection[str] = ()


def value_field() -> Any:
    return StringField(
        "Estimated value, VAT included (optional)",
        filters=[plain_text],
        validators=[whole_number("The estimated value", 1, MOST_VALUE)],
    )


def buying_field() -> Any:
    return RadioField("What is bought", choices=choices(BUYING), default="goods_services")


def filters_field() -> Any:
    offered = [SelectChoice(each.name, each.label) for each in FILTERS.values()]
    return SelectMultipleField("Who may supply", choices=offered, validate_choice=False)


def bordering_field() -> Any:
    return SelectMultipleField("Counties and London boroughs that border it", validate_choice=False)


def reason_field(label: str, thing: str) -> Any:
    checks = [AtMost(LONGEST_REASON, thing), Readable()]
    return TextAreaField(label, filters=[plain_text], validators=checks)


def tick_field(label: str) -> Any:
    return BooleanField(label)


def read_pounds(text: str | None) -> Decimal | None:
    """Whole pounds as typed; None for an empty box."""
    digits = "".join(letter for letter in text or "" if letter.isdecimal())
    return Decimal(digits) if digits else None


class ReservationChecks:
    """What RequirementForm checks of who may supply, in the order of its fields.

    What the rules do not allow, or do not tell, is saved only with the buyer's own check and its words: the
    hub says what it holds, and decides nothing for them.
    """

    buyer: Buyer
    place: Place | None
    estimated_value: StringField
    buying: RadioField
    filters: SelectMultipleField
    bordering: SelectMultipleField
    own_area: BooleanField
    filter_reason: TextAreaField
    checked: BooleanField
    checked_reason: TextAreaField

    @property
    def case(self) -> Case:
        value = read_pounds(self.estimated_value.data)
        return Case(self.buyer.kind, value, self.buying.data or "", self.buyer.today)

    @property
    def judged(self) -> Judged | None:
        """What the rules say of what is ticked; None where nothing is."""
        reservation = reservation_of(self.filters.data or (), len(self.filter_values("county")))
        return judge(self.case, reservation) if reservation else None

    def filter_values(self, name: str) -> tuple[str, ...]:
        """What will do for a line that is ticked: for the county, those that border it as well."""
        values = FILTERS[name].values(self.place)
        if name != "county" or not values:
            return values
        return (*values, *(county for county in self.bordering.data or () if county not in values))

    def offer_counties(self) -> None:
        self.bordering.choices = [SelectChoice(name, name) for name in self.buyer.counties]

    def validate_bordering(self, field: Field) -> None:
        ticked = field.data or ()
        if any(county not in self.buyer.counties for county in ticked):
            raise ValidationError("Choose the counties that border it from the list")
        if ticked and "county" not in (self.filters.data or ()):
            raise ValidationError(
                "Tick “Only suppliers in the county of the postcode” as well, or take these counties away"
            )

    def validate_filters(self, field: Field) -> None:
        for name in field.data or ():
            if name not in FILTERS:
                raise ValidationError("Choose who may supply from the list")
            if not FILTERS[name].values(self.place):
                raise ValidationError(f"Enter a postcode whose {name} the hub knows, or take that line away")
        judged = self.judged
        if judged is not None and not judged.is_allowed and not self.checked.data:
            raise ValidationError(
                f"{judged.words} Take it away, or say below that you have checked it yourselves"
            )

    def validate_own_area(self, field: Field) -> None:
        judged = self.judged if not self.filters.errors else None
        if judged is None or not judged.own_area or field.data:
            return
        own, *others = self.filter_values("county")
        named = in_words(others).replace(" or ", " and ") if others else ""
        verb = "borders" if len(others) == 1 else "border"
        raise ValidationError(
            f"Confirm that {own} is your own area" + (f", and that {named} {verb} it" if others else "")
        )

    def validate_filter_reason(self, field: Field) -> None:
        if self.filters.data and not field.data:
            raise ValidationError("Enter why the requirement is kept for them")

    def validate_checked_reason(self, field: Field) -> None:
        if self.filters.data and self.checked.data and not field.data:
            raise ValidationError("Enter what you checked, and with whom")
