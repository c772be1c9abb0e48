"""How a stated fact reads: what it is, what proves it, and whether its last day has passed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hub.facts.kinds import FACT_KINDS, GROUPS, FactKind
from hub.formatters import format_day, format_pounds
from hub.suppliers.models import Fact

OTHER_GROUP = "Other"
"""Holds facts of kinds that the hub asks for no more."""

PRICE_UNITS = {
    "hour": "an hour",
    "day": "a day",
    "month": "a month",
    "user": "a user a month",
    "fixed": "for the whole job",
}


def describe_fact(fact: Fact) -> str:
    """The fact in words that can be quoted to a buyer: what it is, then what proves it."""
    proof = ", ".join(describe_proof(fact))
    return f"{state_fact(fact)} ({proof})" if proof else state_fact(fact)


def state_fact(fact: Fact) -> str:
    """What the fact is; one of a kind that the hub no longer asks for reads as its name."""
    kind = FACT_KINDS.get(fact.name)
    return _state(kind, fact.value) if kind else fact.name.replace("_", " ").capitalize()


def _state(kind: FactKind, value: Any) -> str:
    told = TELL.get(kind.kind)
    return told(kind, value) if told else str(value)


def _tell_choice(kind: FactKind, value: Any) -> str:
    answer = kind.answer(value)
    return answer.words if answer else f"{kind.label}: {value}"


def _tell_certificate(kind: FactKind, value: Any) -> str:
    return kind.label if value is not False else f"No {kind.label}"


def tell_number(kind: FactKind, value: float) -> str:
    """`99.9`, `1 hour`, `4 hours`: a per cent has its unit in the sentence."""
    if kind.unit == "hours":
        return f"{value:,.10g} {'hour' if value == 1 else 'hours'}"
    return f"{value:,.10g}"


def list_answers(kind: FactKind, values: Sequence[str]) -> str:
    """The answers of many in the order of the table: `a, b and c`."""
    return join_words([answer.words for answer in kind.choices if answer.value in values])


def join_words(words: Sequence[str]) -> str:
    *most, last = words or ("nothing",)
    return f"{', '.join(most)} and {last}" if most else last


def tell_area(value: Mapping[str, Any]) -> str:
    """Where a supplier works, widest first."""
    parts = ["Works anywhere in the United Kingdom"] if value.get("anywhere") else []
    if value.get("within_km"):
        parts.append(f"Works within {value['within_km']:g} km of its place")
    areas = [*value.get("regions", ()), *value.get("counties", ())]
    parts += [f"Works in {join_words(areas)}"] if areas else []
    parts += ["Works remotely"] if value.get("remote") else []
    return "; ".join([*parts[:1], *(part[:1].lower() + part[1:] for part in parts[1:])])


def tell_price(value: Mapping[str, Any]) -> str:
    """`£450 to £650 a day: a consultant, expenses included`."""
    least, most = (value.get(end) for end in ("from", "to"))
    if least is None or most is None or least == most:
        amount = format_pounds(Decimal(str(least if least is not None else most)))
    else:
        amount = f"{format_pounds(Decimal(str(least)))} to {format_pounds(Decimal(str(most)))}"
    amount = f"From {amount}" if most is None else f"Up to {amount}" if least is None else amount
    covers = value.get("covers", "")
    return f"{amount} {PRICE_UNITS[value['per']]}{': ' if covers else ''}{covers}"


TELL: Mapping[str, Callable[[FactKind, Any], str]] = {
    "area": lambda _kind, value: tell_area(value),
    "certificate": _tell_certificate,
    "choice": _tell_choice,
    "many": lambda kind, value: kind.words.format(answers=list_answers(kind, value)),
    "money": lambda kind, value: f"{kind.label} of {format_pounds(float(value))}",
    "number": lambda kind, value: kind.words.format(value=tell_number(kind, value)),
    "price": lambda _kind, value: tell_price(value),
    "yes_no": lambda kind, value: kind.yes if value else kind.no,
}


def describe_proof(fact: Fact) -> list[str]:
    """What proves a fact, a part each: who certified it, its number, its days. Nothing may."""
    kind = FACT_KINDS.get(fact.name)
    if kind is None or not kind.proved:
        return []
    parts = [f"from {fact.body}"] if fact.body else []
    parts += [f"number {fact.number}"] if fact.number else []
    parts += [f"issued on {format_day(fact.issued_on)}"] if fact.issued_on else []
    parts += [f"in date until {format_day(fact.expires_on)}"] if fact.expires_on else []
    return parts


def has_lapsed(fact: Fact, on: date) -> bool:
    """Whether the fact's last day is before the day asked about. One without a last day never lapses."""
    return fact.expires_on is not None and fact.expires_on < on


def facts_in_groups(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    """Stated facts under the headings of their kinds, both in the order of the table."""
    order = {name: at for at, name in enumerate(FACT_KINDS)}
    grouped: dict[str, list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: order.get(fact.name, len(order))):
        kind = FACT_KINDS.get(fact.name)
        grouped.setdefault(kind.group if kind else OTHER_GROUP, []).append(fact)
    return {group: grouped[group] for group in (*GROUPS, OTHER_GROUP) if group in grouped}
