"""The search box."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from wtforms import BooleanField, SelectField, StringField

from hub.facts.kinds import CERTIFICATES
from hub.fields import AtMost, Enter, choices, whole_number
from hub.forms import HubForm
from hub.requirements.forms import FARTHEST_KM
from hub.requirements.reading import Readable, plain_text

LONGEST_WORDS = 20_000
"""Characters that a search reads: three thousand words, a long brief."""


class SearchForm(HubForm):
    """Words to rank by, with words to keep as written and categories. Its answers stand in the address."""

    class Meta:
        csrf = False

    q = StringField(
        "What do you need?",
        filters=[plain_text],
        validators=[Enter("what you need"), AtMost(LONGEST_WORDS, "What you need"), Readable()],
    )

    def __init__(self, held: Collection[str], categories: Collection[str], **options: Any) -> None:
        super().__init__(**options)
        self.held, self.categories = held, categories

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        unknown = [slug for slug in self.categories if slug not in self.held]
        if unknown:
            self.form_errors.append(
                f"The hub has no category “{unknown[0][:120]}”. Choose one from the list of categories"
            )
        return valid and not unknown


class SortForm(HubForm):
    """How a ranked page is sorted and which of its suppliers it shows. Its answers stand in the address.

    It takes the orders and the sizes to choose from, each with its name; ``placed`` says whether there is a
    place to be near to.
    """

    class Meta:
        csrf = False

    sort = SelectField("Sort by", default="rank")
    certificate = SelectField(
        "With the certificate", choices=choices({"": "Any or none", **CERTIFICATES}), default=""
    )
    size = SelectField("Of the size", default="")
    within = StringField(
        "Within how many kilometres",
        filters=[plain_text],
        validators=[whole_number("The distance", 1, FARTHEST_KM)],
    )
    priced = BooleanField("Only those with a price guide")

    def __init__(
        self, sorts: Mapping[str, str], sizes: Mapping[str, str], *, placed: bool, **options: Any
    ) -> None:
        super().__init__(**options)
        self.sort.choices, self.size.choices = choices(sorts), choices({"": "Any", **sizes})
        if not placed:
            del self.within

    @property
    def kilometres(self) -> int | None:
        text = self.within.data if "within" in self else ""
        return int(text.replace(",", "")) if text else None


class RadiusForm(HubForm):
    """How far away is still near. Its answer stands in the address."""

    class Meta:
        csrf = False

    km = StringField(
        "Near is within how many kilometres",
        filters=[plain_text],
        validators=[Enter("how many kilometres"), whole_number("The distance", 1, FARTHEST_KM)],
    )

    @property
    def kilometres(self) -> float:
        return float((self.km.data or "").replace(",", ""))
