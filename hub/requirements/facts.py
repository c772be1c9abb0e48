"""The typed lines of a requirement: which facts can be asked for, and how each line reads."""

from __future__ import annotations

from typing import Any

from hub.facts.kinds import FACT_KINDS, FactKind
from hub.formatters import format_pounds
from matching.gates import states

ASKABLE = tuple(FACT_KINDS.values())


def askable_answers(kind: FactKind) -> list[tuple[str, str]]:
    """The answers of a choice that a buyer may ask for as the least, weakest first.

    The weakest answer of all asks for nothing.
    """
    first, *others = kind.choices
    asked = others if not states(first.value) or first.value == "other" else kind.choices
    return [(answer.value, answer.label) for answer in asked]


def fact_line(kind: FactKind, value: Any) -> str:
    """The line in words, as the ranked page shows it."""
    if kind.kind == "money":
        return f"{kind.label} of at least {format_pounds(value)}"
    if kind.kind == "certificate":
        return f"{kind.label}, in date"
    answer = kind.answer(value)
    return (
        f"{answer.words}, or better"
        if answer and answer != kind.choices[-1]
        else answer.words
        if answer
        else ""
    )


def area_line(postcode: str, kilometres: float) -> str:
    return f"Within {kilometres:g} km of {postcode}"
