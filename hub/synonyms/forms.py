"""Saying what else is looked for."""

from __future__ import annotations

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import ValidationError

from hub.fields import AtMost, Enter, strip
from hub.forms import HubForm
from matching.synonyms import key_of

LONGEST = 80
MOST = 10


def lines_of(text: str) -> list[str]:
    """The lines with something on them, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def require_phrase(text: str) -> None:
    """Raises ValidationError for what reading leaves nothing of, or one common word of several."""
    if len(text) > LONGEST:
        raise ValidationError(f"A phrase must be {LONGEST} characters or fewer, not “{text[:LONGEST]}…”")
    if not key_of(text):
        raise ValidationError(
            f"“{text}” cannot be looked up: its words are too common. Say it with another word"
        )


class SynonymForm(HubForm):
    phrase = StringField(
        "What buyers write",
        [Enter("what buyers write"), AtMost(LONGEST, "What buyers write")],
        filters=[strip],
    )
    also = TextAreaField("Also look for", filters=[strip])
    mutual = BooleanField("The other way round, too")

    @property
    def key(self) -> str:
        """The phrase as it is looked up."""
        return " ".join(key_of(self.phrase.data or ""))

    @property
    def others(self) -> list[str]:
        return lines_of(self.also.data or "")

    def validate_phrase(self, field: StringField) -> None:
        require_phrase(field.data)

    def validate_also(self, _field: TextAreaField) -> None:
        if len(self.others) > MOST:
            raise ValidationError(f"Enter {MOST} phrases or fewer, not {len(self.others)}")
        for other in self.others:
            require_phrase(other)
            if " ".join(key_of(other)) == self.key:
                raise ValidationError(f"“{other}” is the phrase itself. Leave it out")
