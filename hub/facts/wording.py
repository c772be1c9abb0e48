"""How a stated fact reads: what it is, what proves it, and whether its last day has passed."""

from __future__ import annotations

from datetime import date

from hub.facts.kinds import FACT_KINDS, FactKind
from hub.formatters import format_day, format_pounds
from hub.suppliers.models import Fact


def describe_fact(fact: Fact) -> str:
    """The fact in words that can be quoted to a buyer: what it is, then what proves it."""
    proof = ", ".join(describe_proof(fact))
    return f"{state_fact(fact)} ({proof})" if proof else state_fact(fact)


def state_fact(fact: Fact) -> str:
    """What the fact is; one of a kind that the hub no longer asks for reads as its name."""
    kind = FACT_KINDS.get(fact.name)
    return _state(kind, fact.value) if kind else fact.name.replace("_", " ").capitalize()


def _state(kind: FactKind, value: object) -> str:
    if kind.kind == "money":
        return f"{kind.label} of {format_pounds(float(str(value)))}"
    if kind.kind == "certificate":
        return kind.label if value is not False else f"No {kind.label}"
    answer = kind.answer(value)
    return answer.words if answer else f"{kind.label}: {value}"


def describe_proof(fact: Fact) -> list[str]:
    """What proves a fact, a part each: who certified it, its number, its last day. Nothing may."""
    kind = FACT_KINDS.get(fact.name)
    if kind is None or not kind.proved:
        return []
    parts = [f"from {fact.body}"] if fact.body else []
    parts += [f"number {fact.number}"] if fact.number else []
    parts += [f"in date until {format_day(fact.expires_on)}"] if fact.expires_on else []
    return parts


def has_lapsed(fact: Fact, on: date) -> bool:
    """Whether the fact's last day is before the day asked about. One without a last day never lapses."""
    return fact.expires_on is not None and fact.expires_on < on
