"""The order of the registration's pages, and what is still to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.forms import HubForm
from hub.suppliers import registration_forms as forms

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One page: its part of the address, its heading, its template, its form and the answers it holds."""

    name: str
    heading: str
    template: str
    form: type[HubForm]
    asks: tuple[str, ...] = ()

    def is_answered(self, answers: Answers) -> bool:
        return all(name in answers for name in self.asks)


QUESTIONS = (
    Step(
        "name",
        "What is the business called?",
        "suppliers/registration/name.html",
        forms.NameForm,
        ("name",),
    ),
    Step(
        "company-number",
        "What is its company number?",
        "suppliers/registration/company_number.html",
        forms.CompanyNumberForm,
        ("company_number",),
    ),
    Step(
        "kind",
        "What kind of business is it?",
        "suppliers/registration/kind.html",
        forms.KindForm,
        ("kind",),
    ),
    Step(
        "size",
        "How big is the business?",
        "suppliers/registration/size.html",
        forms.SizeForm,
        ("size",),
    ),
    Step(
        "postcode",
        "Where does the business work from?",
        "suppliers/registration/postcode.html",
        forms.PostcodeForm,
        ("postcode",),
    ),
    Step(
        "what-you-do",
        "What do you do?",
        "suppliers/registration/what_you_do.html",
        forms.WordsForm,
        ("title", "description"),
    ),
    Step(
        "category",
        "Which category fits it best?",
        "suppliers/registration/category.html",
        forms.CategoryForm,
        ("category",),
    ),
    Step(
        "contact",
        "Who should buyers contact?",
        "suppliers/registration/contact.html",
        forms.ContactForm,
        ("contact_name", "contact_email", "contact_phone", "website"),
    ),
)
CHECK = Step("check", "Check your answers", "suppliers/registration/check.html", forms.CheckForm)
STEPS = {step.name: step for step in (*QUESTIONS, CHECK)}


def first_unanswered(answers: Answers) -> Step:
    """The page to go to next: the first question without an answer, or the check once all have one."""
    return next((step for step in QUESTIONS if not step.is_answered(answers)), CHECK)


def is_too_early(step: Step, answers: Answers) -> bool:
    """Whether an earlier question has no answer yet."""
    order = tuple(STEPS.values())
    return order.index(step) > order.index(first_unanswered(answers))


def step_before(step: Step) -> Step | None:
    order = tuple(STEPS.values())
    at = order.index(step)
    return order[at - 1] if at else None


def number_of(step: Step) -> int:
    """Which question it is, from 1."""
    return QUESTIONS.index(step) + 1
