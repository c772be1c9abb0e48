"""What a colleague sends: interests, scores by supplier and line, a note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField, ValidationError

from hub.evaluations.evaluating import Declared
from hub.evaluations.models import MOST_SCORE, Evaluation
from hub.evaluations.scoring import Points, ScoredLine
from hub.fields import AtMost, Choose, Enter, FormKeyField, choices, strip
from hub.forms import HubForm
from hub.shortlists.models import Shortlist
from hub.shortlists.reading import called

WORDS = 2000
SCALE = {
    "": "Not scored yet",
    "0": "0: nothing answers it",
    "1": "1: poor",
    "2": "2: in part",
    "3": "3: acceptable",
    "4": "4: good",
    "5": "5: very good",
}
ANSWERS = {"no": "I have no interest in any of these suppliers", "yes": "I have an interest"}


class EvaluationForm(HubForm):
    """A declaration and scores. Each supplier and line adds `score-<rank>-<number of the line>`."""

    has_interest = RadioField(
        "Have you an interest in any of these suppliers?",
        [Choose("whether you have an interest in any of these suppliers")],
        choices=choices(ANSWERS),
        validate_choice=False,
    )
    interests = SelectMultipleField("Which of them?", choices=[], coerce=str)
    interest_words = TextAreaField(
        "What is the interest?", [AtMost(WORDS, "What the interest is")], filters=[strip]
    )
    lines: tuple[ScoredLine, ...] = ()
    ranks: tuple[int, ...] = ()

    def validate_has_interest(self, field: RadioField) -> None:
        if field.data not in ANSWERS:
            raise ValidationError("Select one of the listed answers")

    def validate_interests(self, field: SelectMultipleField) -> None:
        if self.has_interest.data == "yes" and not field.data:
            raise ValidationError("Select the suppliers that you have an interest in")

    def validate_interest_words(self, field: TextAreaField) -> None:
        if self.has_interest.data == "yes" and not field.data:
            raise ValidationError("Enter what the interest is")

    def declared(self) -> Declared:
        if self.has_interest.data != "yes":
            return Declared()
        return Declared(
            tuple(sorted(int(rank) for rank in self.interests.data or ())), self.interest_words.data or ""
        )

    def points(self) -> Points:
        return {
            (rank, line.key): int(self[f"score-{rank}-{number}"].data)
            for rank in self.ranks
            for number, line in enumerate(self.lines)
            if self[f"score-{rank}-{number}"].data
        }


def evaluation_form(
    shortlist: Shortlist, lines: Sequence[ScoredLine], mine: Evaluation | None, **options: Any
) -> EvaluationForm:
    """The form for this shortlist, with what the colleague gave before."""
    entries = sorted(shortlist.entries, key=lambda entry: entry.position)
    fields: dict[str, Any] = {"lines": tuple(lines), "ranks": tuple(entry.rank for entry in entries)}
    for entry in entries:
        for number, _line in enumerate(lines):
            fields[f"score-{entry.rank}-{number}"] = SelectField(
                called(entry), choices=choices(SCALE), default=""
            )
    form: EvaluationForm = type("ThisEvaluationForm", (EvaluationForm,), fields)(
        data=_given(mine, lines), **options
    )
    form.interests.choices = choices({str(entry.rank): called(entry) for entry in entries})
    return form


def _given(mine: Evaluation | None, lines: Sequence[ScoredLine]) -> dict[str, Any]:
    if mine is None:
        return {}
    number_of = {line.key: number for number, line in enumerate(lines)}
    values: dict[str, Any] = {
        "has_interest": "yes" if mine.interests else "no",
        "interests": [str(rank) for rank in mine.interests],
        "interest_words": mine.interest_words,
    }
    for score in mine.scores:
        if score.line in number_of:
            values[f"score-{score.rank}-{number_of[score.line]}"] = str(min(score.points, MOST_SCORE))
    return values


class NoteForm(HubForm):
    """A note on one supplier. `form_key` makes one form one note."""

    rank = RadioField("About which supplier?", [Choose("the supplier that the note is about")])
    text = TextAreaField("Note", [Enter("a note"), AtMost(WORDS, "The note")], filters=[strip])
    form_key = FormKeyField()

    def __init__(self, shortlist: Shortlist, **options: Any) -> None:
        super().__init__(**options)
        self.rank.choices = choices({str(entry.rank): called(entry) for entry in shortlist.entries})
