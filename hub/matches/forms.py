"""The search box."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from wtforms import StringField

from hub.fields import AtMost, Enter
from hub.forms import HubForm
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
