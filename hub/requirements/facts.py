"""The typed lines of a requirement: which facts can be asked for, and how each line reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from hub.facts.kinds import ASKABLE, ASKS_FOR_NOTHING, FactKind
from hub.facts.wording import list_answers, tell_number
from hub.formatters import format_pounds
from matching.served import REMOTE


def kinds_that_matter(slugs: Collection[str]) -> list[FactKind]:
    """The kinds that a buyer is offered under these headings, those above them included."""
    return [kind for kind in ASKABLE if kind.matters(slugs)]


def askable_answers(kind: FactKind) -> list[tuple[str, str]]:
    """The answers of a choice that a buyer may ask for: of a ranked one as the least, weakest first.

    The weakest answer of all asks for nothing.
    """
    first, *others = kind.choices
    asked = others if kind.ranked and first.value in ASKS_FOR_NOTHING else kind.choices
    return [(answer.value, answer.label) for answer in asked]


def fact_line(kind: FactKind, value: Any) -> str:
    """The line in words, as the ranked page shows it."""
    return LINES[kind.kind](kind, value)


def _choice_line(kind: FactKind, value: Any) -> str:
    answer = kind.answer(value)
    if answer is None:
        return ""
    weaker = kind.ranked and answer != kind.choices[-1]
    return f"{answer.words}, or better" if weaker else answer.words


def _number_line(kind: FactKind, value: Any) -> str:
    better = "sooner" if kind.less_is_better else "more"
    return f"{kind.words.format(value=tell_number(kind, value))}, or {better}"


LINES: Mapping[str, Callable[[FactKind, Any], str]] = {
    "certificate": lambda kind, _value: f"{kind.label}, in date",
    "choice": _choice_line,
    "many": lambda kind, value: kind.words.format(answers=list_answers(kind, value)),
    "money": lambda kind, value: f"{kind.label} of at least {format_pounds(value)}",
    "number": _number_line,
    "yes_no": lambda kind, _value: kind.yes,
}


def area_line(postcode: str, kilometres: float) -> str:
    return f"Within {kilometres:g} km of {postcode}"


def serves_line(postcode: str, value: Any) -> str:
    return f"Works where the work is, {postcode}{', or from afar' if value == REMOTE else ''}"
