"""The forms of an import: the file, what its columns hold, what its category words stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from hub.categories.queries import Choices
from hub.fields import Choose
from hub.forms import HubForm
from hub.imports.columns import FIELDS
from hub.imports.filing import Filing
from hub.imports.reporting import column_name

NOT_READ = ""
NO_CATEGORY = ""
BY_NAME = {field.key: field.label for field in FIELDS}


class UploadForm(HubForm):
    """The file itself is read and judged elsewhere, in a process of its own."""

    file = FileField("File", validators=[FileRequired("Select the file with the firms")])
    sheet = StringField(
        "Name of the sheet (optional)",
        validators=[Length(max=100, message="Name of the sheet must be 100 characters or fewer")],
    )
    lawful = BooleanField(
        "The hub may hold these details: the people named know of it, or the hub has another lawful basis",
        validators=[Choose("that the hub may hold these details, or do not upload them")],
    )


class ColumnsForm(HubForm):
    """A choice for each column; `make_columns_form` adds them."""

    @property
    def columns(self) -> dict[str, int]:
        """The column that each field is read from."""
        return {field.data: number_of(field.short_name) for field in self if _is_column(field) and field.data}

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """No field is read from two columns, and the name is read from one."""
        right = bool(super().validate(extra_validators))
        chosen: dict[str, str] = {}
        for field in self:
            if not _is_column(field) or not field.data:
                continue
            if field.data in chosen:
                field.errors = [
                    f"{BY_NAME[field.data]} is read from {chosen[field.data]} already: choose one"
                ]
                right = False
            chosen.setdefault(field.data, field.label.text)
        if "name" not in chosen:
            self.form_errors = ["Select the column that holds the business name"]
            right = False
        return right


def _is_column(field: object) -> bool:
    return str(getattr(field, "short_name", "")).startswith("column")


def number_of(name: str) -> int:
    return int(name.removeprefix("column"))


def make_columns_form(headings: Sequence[str], chosen: Mapping[str, int]) -> ColumnsForm:
    by_column = {at: key for key, at in chosen.items()}
    choices = [SelectChoice(NOT_READ, "Leave it out")] + [
        SelectChoice(each.key, each.label) for each in FIELDS
    ]
    fields = {
        f"column{at}": SelectField(
            column_name(at, headings),
            choices=choices,
            default=by_column.get(at, NOT_READ),
            invalid_choice_message="Select what the column holds from the list",
        )
        for at in range(len(headings))
    }
    form: ColumnsForm = type("FileColumnsForm", (ColumnsForm,), fields)()
    return form


class CategoriesForm(HubForm):
    """A choice for each word that no category is called by; `make_categories_form` adds them."""

    @property
    def slugs(self) -> list[str]:
        """What each word stands for, in their order."""
        return [field.data or "" for field in self if str(field.short_name).startswith("word")]


def make_categories_form(
    words: Sequence[str], counts: Mapping[str, int], filing: Filing, choices: Choices
) -> CategoriesForm:
    """The likest categories stand first in each list; one that is nearly the word is chosen already."""
    fields = {}
    for at, word in enumerate(words):
        proposed = filing.propose(word)
        fields[f"word{at}"] = SelectField(
            f"{word} ({counts[word]:,} {'row' if counts[word] == 1 else 'rows'})",
            choices=_category_choices(proposed, filing, choices),
            default=filing.guess(word) or NO_CATEGORY,
            invalid_choice_message="Select a category from the list",
        )
    form: CategoriesForm = type("FileCategoriesForm", (CategoriesForm,), fields)()
    return form


def _category_choices(proposed: Sequence[str], filing: Filing, choices: Choices) -> list[SelectChoice]:
    likest = [SelectChoice(slug, filing.labels[slug], optgroup="Likest") for slug in proposed]
    listed = [
        SelectChoice(slug, label, optgroup=lot)
        for lot, group in choices.items()
        for slug, label in group
        if slug not in proposed
    ]
    return [SelectChoice(NO_CATEGORY, "No category"), *likest, *listed]


class ApplyForm(HubForm):
    """`rows` is how many good rows the person was shown."""

    rows = HiddenField()

    @property
    def seen(self) -> int:
        text = str(self.rows.data or "")
        return int(text) if text.isdecimal() and len(text) < 9 else -1
