"""Outcomes and advice in words. Advice is about what is so: it says “if”, and what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.facts.kinds import FACT_KINDS, FactKind
from hub.formatters import format_day, format_ordinal, format_pounds, quote_start
from hub.outcomes.models import Closing, Outcome
from hub.suppliers.models import Capability, Supplier


@dataclass(frozen=True, slots=True)
class Step:
    """One change of an advice in words. ``fact`` or ``capability`` names the form that makes it."""

    words: str
    fact: str = ""
    capability: str = ""
    publishes: bool = False


def fact_label(name: str) -> str:
    """What a kind of fact is called; nothing for one that the hub no longer asks for."""
    kind = FACT_KINDS.get(name)
    return kind.label if kind else ""


def tell_outcome(outcome: Outcome | None, closing: Closing | None) -> str:
    """Where a supplier came, in a few words: `12th of 240, band 3`."""
    if closing is None:
        return "Being worked out"
    if outcome is None:
        return "Your business did not stand in these categories when it closed"
    if outcome.position is not None:
        return f"{format_ordinal(outcome.position)} of {closing.considered:,}, band {outcome.band}"
    if outcome.gates:
        return "Left out by a must" if len(outcome.gates) == 1 else f"Left out by {len(outcome.gates)} musts"
    return "Not ranked: nothing in your profile spoke for it"


def tell_steps(outcome: Outcome, supplier: Supplier) -> list[Step]:
    """Each change of the advice; none where there is no advice."""
    held = {each.public_id: each for each in supplier.capabilities}
    return [_step(change, held) for change in (outcome.advice or {}).get("changes", ())]


def tell_result(outcome: Outcome) -> str:
    """What the advice would have led to, beside what was."""
    advice = outcome.advice or {}
    rank, whole, band = format_ordinal(advice["position"]), advice["considered"], advice["band"]
    if outcome.position is not None:
        was = f"instead of {format_ordinal(outcome.position)}, in band {outcome.band}"
    else:
        was = "instead of left out" if outcome.gates else "instead of not ranked"
    return f"You would have been {rank} of {whole:,}, in band {band}, {was}."


def _step(change: dict[str, Any], held: dict[str, Capability]) -> Step:
    if change["kind"] == "fact":
        return _fact_step(change)
    capability = held.get(change["capability"])
    if capability is None:
        return Step("A capability that has been removed since.")
    title = quote_start(capability.title)
    if change["kind"] == "publish":
        words = f"If you do it, publish {title}, which buyers did not see."
        return Step(words, capability=capability.public_id, publishes=True)
    words = (
        f"If it belongs there, put {title} under a category that was asked for: its words read like that "
        "category. Its words stay as they are."
    )
    return Step(words, capability=capability.public_id)


def _fact_step(change: dict[str, Any]) -> Step:
    kind = FACT_KINDS.get(change["name"])
    if kind is None:
        return Step("A fact that the hub no longer asks for.")
    proof = _proof(kind, change)
    words = {
        "state": f"If {_so(kind, change['value'])}: state it{proof}.",
        "raise": f"If you come to {_reach(kind, change['value'])}: state that instead{proof}.",
        "renew": f"Your {_called(kind)} had run out. If it is renewed: state that{proof}.",
    }
    return Step(words[change["why"]], fact=kind.name)


def _so(kind: FactKind, value: Any) -> str:
    if kind.kind == "money":
        return f"your {_called(kind)} covers {format_pounds(value)} or more"
    answer = kind.answer(value)
    return f"you hold {answer.label if answer else _article(kind.label)}"


def _reach(kind: FactKind, value: Any) -> str:
    if kind.kind == "money":
        return f"raise your {_called(kind)} to {format_pounds(value)} or more"
    answer = kind.answer(value)
    return f"hold {answer.label if answer else _article(kind.label)}"


def _proof(kind: FactKind, change: dict[str, Any]) -> str:
    """`, with who certified it, its number and its last day, 3 May 2026 or later`."""
    body = "the insurer" if kind.kind == "money" else "who certified it"
    paper = "the policy number" if kind.kind == "money" else "its number"
    last = f"its last day, {format_day(date.fromisoformat(change['until']))} or later"
    words = {"body": body, "number": paper, "expires_on": last}
    told = [words[name] for name in words if name in change["fields"]]
    return f", with {_listed(told)}" if told else ""


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _article(label: str) -> str:
    return f"{'an' if label[:1] in 'AEIOU' else 'a'} {label}"


def _called(kind: FactKind) -> str:
    """In the middle of a sentence: `professional indemnity insurance`, `ISO 9001 certificate`."""
    first, _, rest = kind.label.partition(" ")
    return kind.label if first.isupper() or first == "Cyber" else f"{first.lower()} {rest}".strip()
