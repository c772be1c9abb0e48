"""How an action reads: what to gain, why it counts now, the first steps, and who checks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from hub.facts.kinds import FACT_KINDS
from hub.facts.wording import has_lapsed, state_fact
from hub.formatters import format_count, format_day
from hub.suppliers.models import Fact
from matching.gates import satisfies

STATES = {"open": "Open", "done": "Done", "dropped": "Dropped"}

CERTIFIED = (
    "Ask whether the firm holds it already: then it only needs to be stated, with who issued it, its number "
    "and its last day.\nGet quotes from two bodies that are accredited to certify it.\n"
    "Name one person in the firm who sees it through, and book the assessment."
)
INSURED = (
    "Look up what the policy covers today: perhaps it only needs to be stated.\n"
    "Ask the broker what the higher cover costs a year, and whether it can begin when a contract does."
)
DONE_SO = (
    "Ask whether the firm works like this already: then it only needs to be stated.\n"
    "Write down what is missing, who does it and by when."
)
CHECKED_BY_PAPER = "The adviser, by the certificate or policy: who issued it, its number and its last day"
CHECKED_BY_WORD = "The adviser, by what the firm shows of it"


def tell_gain(name: str, value: Any) -> str:
    """What is to be gained, as the profile would state it."""
    return state_fact(Fact(name=name, value=value))


def label_of(name: str) -> str:
    kind = FACT_KINDS.get(name)
    return kind.label if kind else name.replace("_", " ").capitalize()


def tell_now(name: str, value: Any, facts: Iterable[Fact], today: date) -> str:
    """What the profile says of it now."""
    held = next((fact for fact in facts if fact.name == name), None)
    if held is None:
        return "The profile does not say"
    if satisfies(name, value, _frozen(held.value)):
        if has_lapsed(held, today):
            return f"It ran out on {format_day(held.expires_on)}"
        return "The profile states it already"
    return f"Stated now: {state_fact(held)}"


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def first_steps(name: str) -> str:
    """What to begin with, for the adviser to change."""
    kind = FACT_KINDS.get(name)
    if kind is not None and kind.kind == "money":
        return INSURED
    return CERTIFIED if kind is not None and kind.proved else DONE_SO


def who_checks(name: str) -> str:
    kind = FACT_KINDS.get(name)
    return CHECKED_BY_PAPER if kind is not None and kind.proved else CHECKED_BY_WORD


def tell_brought(public: int, private_from: int) -> str:
    """`2 requirements`, `2 requirements and at least 3 private ones`."""
    if not public:
        return f"at least {private_from} private requirements"
    beside = f" and at least {private_from} private ones" if private_from else ""
    return f"{format_count(public, 'requirement')}{beside}"
