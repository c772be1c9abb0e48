"""The forms of a requirement: its words first, then the whole of it to check and change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import uuid4

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice

from hub.categories.models import Category
from hub.categories.queries import Choices, category_path
from hub.facts.kinds import ASKABLE, FactKind, in_groups
from hub.facts.numbers import NumberField, check_between
from hub.fields import AtMost, Choose, DayField, Enter, choices, whole_number
from hub.forms import HubForm, PartForm
from hub.places.models import Place
from hub.places.postcodes import LONGEST, normalise_postcode
from hub.requirements.describing import LONGEST_LINE, MOST_LINES
from hub.requirements.facts import askable_answers, kinds_that_matter
from hub.requirements.reading import Readable, plain_text
from hub.requirements.reservation_fields import (
    Buyer,
    ReservationChecks,
    bordering_field,
    buying_field,
    filters_field,
    reason_field,
    tick_field,
    value_field,
)

LONGEST_TITLE = 200
LONGEST_DESCRIPTION = 20_000
MOST_CATEGORIES = 20
FARTHEST_KM = 1_500
MOST_COVER = 1_000_000_000

IMPORTANCES = [SelectChoice("must", "Must"), SelectChoice("should", "Should")]
ASKED = [SelectChoice("", "Not asked for"), *IMPORTANCES]
WEIGHTS = [
    SelectChoice("1", "Usual weight"),
    SelectChoice("2", "Double weight"),
    SelectChoice("3", "Treble weight"),
]
VISIBILITIES = [
    SelectChoice("private", "Private to your organisation"),
    SelectChoice("public", "Public: the hub’s advisers and the businesses in its categories see it"),
]


class WordsForm(HubForm):
    """A need in the buyer's own words. It takes the organisations it can be for, name by public id.

    Only where there are several does it ask which.
    """

    organisation = RadioField(
        "Which organisation is it for?", [Choose("which organisation it is for")], validate_choice=False
    )

    title = StringField(
        "What do you need?",
        filters=[plain_text],
        validators=[Enter("what you need"), AtMost(LONGEST_TITLE, "What you need"), Readable()],
    )
    description = TextAreaField(
        "Say more in your own words",
        filters=[plain_text],
        validators=[AtMost(LONGEST_DESCRIPTION, "The description"), Readable()],
    )
    form_key = HiddenField(default=lambda: uuid4().hex)

    def __init__(self, organisations: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.organisation.choices = choices(organisations)
        if len(organisations) < 2:
            del self.organisation

    def validate_organisation(self, field: Field) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError("Select which organisation it is for")


class LineForm(PartForm):
    """A line in words. Without text it is no line."""

    key = HiddenField()
    text = TextAreaField(
        "What is asked for", filters=[plain_text], validators=[AtMost(LONGEST_LINE, "A line"), Readable()]
    )
    importance = RadioField("How much it matters", choices=IMPORTANCES, default="should")
    weight = SelectField("What it counts", choices=WEIGHTS, default="1")


def _fact_form(kind: FactKind) -> type[Form]:
    """The fields that ask for one kind of fact: as a must, as a should, or not at all."""
    members: dict[str, Any] = {"importance": SelectField(kind.label, choices=ASKED, default="")}
    value = ANSWERS.get(kind.kind)
    if value is not None:
        members["value"] = value(kind)
    if kind.kind in ("money", "many", "number"):
        members["validate_value"] = _needs_value
    return type("AskedForm", (PartForm,), members)


class AnswerField(SelectField):
    """An answer that counts where it is asked for: a fact offered since the page was sent has none yet."""

    def pre_validate(self, form: Any) -> None:
        if form.importance.data:
            super().pre_validate(form)


def _choice(kind: FactKind) -> Field:
    label = f"{kind.label}: at least" if kind.ranked else f"{kind.label}: which"
    return AnswerField(label, choices=[SelectChoice(*each) for each in askable_answers(kind)])


def _many(kind: FactKind) -> Field:
    answers = [SelectChoice(answer.value, answer.label) for answer in kind.choices]
    return SelectMultipleField(f"{kind.label}: all of", choices=answers)


def _number(kind: FactKind) -> Field:
    end = "at most" if kind.less_is_better else "at least"
    return NumberField(f"{kind.label}: {end}, in {kind.unit}", validators=[_when_asked(check_between(kind))])


def _cover(kind: FactKind) -> Field:
    cover = whole_number(f"{kind.label}", 1, MOST_COVER)
    return StringField(f"{kind.label}: at least, in pounds", filters=[plain_text], validators=[cover])


ANSWERS: Mapping[str, Callable[[FactKind], Field]] = {
    "choice": _choice,
    "many": _many,
    "money": _cover,
    "number": _number,
}


def _when_asked(check: Callable[[Form, Field], None]) -> Callable[[Form, Field], None]:
    """The check, for a box that may stay empty; a word in it is told even where nothing is asked."""

    def check_asked(form: Any, field: Field) -> None:
        if field.raw_data and field.raw_data[0].strip():
            check(form, field)

    return check_asked


def _needs_value(form: Any, field: Field) -> None:
    if form.importance.data and not field.data and not field.errors:
        kind = form.importance.label.text
        thing = f"{kind[:1].lower()}{kind[1:]}"
        some = field.type == "SelectMultipleField"
        raise ValidationError(
            f"Select what is needed: {thing}" if some else f"Enter how much {thing} is needed"
        )


FactsForm: type[Form] = type(
    "FactsForm", (PartForm,), {kind.name: FormField(_fact_form(kind)) for kind in ASKABLE}
)


class RequirementForm(ReservationChecks, HubForm):
    """The whole requirement. It takes what it checks against: the categories held, a finder of places, and
    what the rules need to know of the buyer."""

    version = HiddenField()
    title = StringField(
        "What you need",
        filters=[plain_text],
        validators=[Enter("what you need"), AtMost(LONGEST_TITLE, "What you need"), Readable()],
    )
    description = TextAreaField(
        "In your own words",
        filters=[plain_text],
        validators=[AtMost(LONGEST_DESCRIPTION, "The description"), Readable()],
    )
    categories = SelectMultipleField("Categories it belongs to", validate_choice=False)
    other_category = SelectField("Another category", validate_choice=False)
    lines = FieldList(FormField(LineForm), "Lines", max_entries=MOST_LINES)
    facts = FormField(FactsForm, "Certificates, insurance and other facts")
    postcode = StringField("Postcode where the work is", filters=[plain_text])
    within_km = StringField(
        "Within how many kilometres the supplier must be",
        filters=[plain_text],
        validators=[whole_number("The distance", 1, FARTHEST_KM)],
    )
    area_importance = RadioField("How much the distance matters", choices=IMPORTANCES, default="should")
    serves = SelectField("Suppliers that work where the work is", choices=ASKED, default="")
    serves_remote = BooleanField("Work from afar will do as well")
    estimated_value = value_field()
    buying = buying_field()
    filters = filters_field()
    bordering = bordering_field()
    own_area = tick_field("The county is our own area, and the counties ticked border it")
    filter_reason = reason_field("Why it is kept for them", "The reason")
    checked = tick_field("We have checked ourselves that we may keep it for them")
    checked_reason = reason_field("What you checked, and with whom", "What you checked")
    needed_on = DayField("Day the work starts")
    visibility = RadioField("Who sees it", choices=VISIBILITIES, default="private")

    def __init__(
        self,
        held: Mapping[str, Category],
        choices: Choices,
        find_place: Callable[[str], Place | None],
        buyer: Buyer,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.held, self._find_place, self.buyer = held, find_place, buyer
        self.offer_counties()
        self.place: Place | None = None
        self.other_category.choices = [SelectChoice("", "Choose a category"), *_grouped(choices)]
        self.offered = self._offer_facts()

    def _offer_facts(self) -> dict[str, list[FactKind]]:
        """Keep the facts that matter in the categories saved or chosen, the general ones, and those asked."""
        chosen = {*self.chosen, *(self.categories.object_data or ())}
        held = (self.held[slug] for slug in chosen if slug in self.held)
        slugs = {step.slug for category in held for step in category_path(category)}
        matter, facts = kinds_that_matter(slugs), self.facts.form
        kept = [kind for kind in ASKABLE if kind in matter or facts[kind.name].form.importance.data]
        for kind in ASKABLE:
            if kind not in kept:
                del facts[kind.name]
        return in_groups(kept)

    def offer(self, categories: Iterable[tuple[str, str]]) -> None:
        """Show these categories, by slug and name, to be ticked."""
        self.categories.choices = [SelectChoice(slug, name) for slug, name in categories]

    @property
    def chosen(self) -> list[str]:
        """The slugs ticked, and the one chosen from the list."""
        return list(dict.fromkeys([*(self.categories.data or ()), *filter(None, [self.other_category.data])]))

    def validate_categories(self, field: Field) -> None:
        unknown = [slug for slug in field.data or () if slug not in self.held]
        if unknown:
            raise ValidationError(f"The hub has no category “{unknown[0][:120]}”. Choose one from the list")
        if len(self.chosen) > MOST_CATEGORIES:
            raise ValidationError(f"Choose {MOST_CATEGORIES} categories or fewer")

    def validate_other_category(self, field: Field) -> None:
        if field.data and field.data not in self.held:
            raise ValidationError(f"The hub has no category “{field.data[:120]}”. Choose one from the list")

    def validate_postcode(self, field: Field) -> None:
        text = field.data or ""
        if not text:
            if self.within_km.data:
                raise ValidationError("Enter the postcode to measure the distance from")
            if self.serves.data:
                raise ValidationError("Enter the postcode where the work is, to tell who works there")
            return
        postcode = normalise_postcode(text) if len(text) <= LONGEST else None
        if postcode is None:
            raise ValidationError("Enter a full postcode, or its first half, like DE1 2FS or DE1")
        self.place = self._find_place(postcode)
        if self.place is None:
            raise ValidationError(
                "Enter a postcode in the United Kingdom: the hub knows no place for this one"
            )
        field.data = postcode

    def line_named(self, name: str) -> Any:
        """The line whose boxes start with that name, or None."""
        return next((entry for entry in self.lines.entries if entry.name == name), None)

    def drop_line(self, name: str) -> None:
        self.lines.entries[:] = [entry for entry in self.lines.entries if entry.name != name]

    def add_line(self) -> None:
        if len(self.lines.entries) < MOST_LINES:
            self.lines.append_entry()


def _grouped(choices: Choices) -> list[SelectChoice]:
    return [SelectChoice(slug, name, optgroup=lot) for lot, held in choices.items() for slug, name in held]


def asked_facts(form: RequirementForm) -> Mapping[str, Any]:
    """The kinds of fact with an importance, by name, each with the form that holds its answer."""
    return {name: asked.form for name, asked in form.facts.form._fields.items() if asked.form.importance.data}
