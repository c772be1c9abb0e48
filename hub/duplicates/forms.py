"""The forms by which an adviser decides on a pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, RadioField

from hub.fields import Choose
from hub.forms import HubForm


class MergeForm(HubForm):
    """Which of two records is kept, and what the person saw: nobody merges what was changed meanwhile."""

    keep = RadioField(
        "Which record is kept?",
        validators=[Choose("the record to keep")],
        invalid_choice_message="Select the record to keep",
    )
    seen = HiddenField()

    def __init__(self, names: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.keep.choices = list(names.items())


class UndoForm(HubForm):
    """A button, and what the person was told would not go back as it came."""

    seen = HiddenField()
