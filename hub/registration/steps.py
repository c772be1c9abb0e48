"""The order of the registration's pages, and what is still to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.forms import HubForm
from hub.registration import forms

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One page: its part of the address, its heading, its template, its form and the answers it holds."""

    name: str
    heading: str
    template: str
    form: type[HubForm]
    asks: tuple[str, ...] = ()
    identifies: bool = False
    """Whether its answers may show that the business stands in the register already."""

    def is_answered(self, answers: Answers) -> bool:
        return all(name in answers for name in self.asks)


QUESTIONS = (
    Step(
        "business",
        "What is the business called?",
        "registration/business.html",
        forms.BusinessForm,
        ("name", "company_number", "website"),
        identifies=True,
    ),
    Step(
        "about",
        "Its kind, size and place",
        "registration/about.html",
        forms.AboutForm,
        ("kind", "size", "postcode"),
        identifies=True,
    ),
    Step(
        "what-you-do",
        "What do you do?",
        "registration/what_you_do.html",
        forms.WordsForm,
        ("title", "description"),
    ),
    Step(
        "category",
        "Which category fits it best?",
        "registration/category.html",
        forms.CategoryForm,
        ("category",),
    ),
)
CONTACT = Step(
    "contact",
    "Who should buyers contact?",
    "registration/contact.html",
    forms.ContactForm,
    ("contact_name", "contact_email", "contact_phone"),
)
"""Asked only of who does not want their account's name and address to stand there."""
CHECK = Step("check", "Check your answers", "registration/check.html", forms.CheckForm)
STEPS = {step.name: step for step in (*QUESTIONS, CONTACT, CHECK)}


def first_unanswered(answers: Answers) -> Step:
    """The page to go to next: the first question without an answer, or the check once all have one."""
    return next((step for step in QUESTIONS if not step.is_answered(answers)), CHECK)


def is_too_early(step: Step, answers: Answers) -> bool:
    """Whether an earlier question has no answer yet."""
    order = tuple(STEPS.values())
    return order.index(step) > order.index(first_unanswered(answers))


def step_before(step: Step) -> Step | None:
    """The page that leads to it; none to the first."""
    if step is CONTACT:
        return CHECK
    order = (*QUESTIONS, CHECK)
    at = order.index(step)
    return order[at - 1] if at else None


def place_in_order(step: Step) -> tuple[int, int] | None:
    """Which question it is, from 1, and of how many; None for a page outside the order."""
    return (QUESTIONS.index(step) + 1, len(QUESTIONS)) if step in QUESTIONS else None
