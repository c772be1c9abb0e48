"""What a supplier could change for a requirement without claiming anything that it cannot prove.

A fact is proposed only where its form has fields for what proves it, and then with all of them. Words are
never proposed: of its own capabilities one may be published, or filed where its words belong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from hub.facts.kinds import FACT_KINDS, FactKind
from hub.facts.wording import has_lapsed
from hub.matches.profiling import capability_piece, to_fact
from hub.suppliers.models import Capability, Fact, Supplier
from matching import Change, records
from matching.gates import satisfies, states

PROOF = ("body", "number", "expires_on")
"""The fields of a fact's form that prove it."""

FEWEST = 1
"""What a button or one answer counts."""

COPY = 90
"""Likeness of words, of 100, from which a text says what another does: it is a copy to be worked on."""

Likeliest = Callable[[str], str | None]
"""From a text to the category, by slug, that the matcher is sure of for it."""


@dataclass(frozen=True, slots=True)
class Possible:
    """A change as the matcher tries it, and as it is kept and told."""

    change: Change
    told: dict[str, Any]


def possible_changes(
    requirement: records.Requirement, supplier: Supplier, on: date, likeliest: Likeliest
) -> list[Possible]:
    """All that the supplier could change for the requirement, certificates judged on that day."""
    return [
        *_facts(requirement, supplier, on),
        *_categories(requirement, supplier, likeliest),
        *_publications(supplier),
    ]


def _facts(requirement: records.Requirement, supplier: Supplier, on: date) -> Iterator[Possible]:
    stated = {fact.name: fact for fact in supplier.facts}
    for line in requirement.criteria:
        kind = FACT_KINDS.get(line.fact or "")
        if kind is not None and kind.proved and _asks(line.value):
            possible = _fact(kind, line.value, stated.get(kind.name), on)
            if possible is not None:
                yield possible


def _asks(value: object) -> bool:
    """Whether a line asks for one answer that can be stated."""
    return isinstance(value, bool | int | float | str) and value is not False


def _fact(kind: FactKind, asked: Any, held: Fact | None, on: date) -> Possible | None:
    """Stating what is asked for at the weakest that will do, renewing it, or raising what is stated.

    What is new or stronger needs proof of its own, what is renewed its new last day, and either whatever is
    missing. None where it is stated already, strong enough and in date.
    """
    enough = held is not None and satisfies(kind.name, asked, held.value)
    lapsed = held is not None and has_lapsed(held, on)
    if enough and not lapsed:
        return None
    value = held.value if held is not None and enough else asked
    answer = [] if enough or kind.kind == "certificate" else ["value"]
    fields = [*answer, *(name for name in PROOF if not enough or _to_renew(held, name, lapsed))]
    proved = Fact(name=kind.name, value=value, body="", number="", expires_on=max(on, _last_day(held, on)))
    why = "renew" if enough else "raise" if held is not None and states(held.value) else "state"
    told = {"kind": "fact", "name": kind.name, "value": value, "why": why, "fields": fields}
    return Possible(
        Change(f"fact {kind.name}", len(fields), to_fact(proved)), told | {"until": on.isoformat()}
    )


def _to_renew(held: Fact | None, name: str, lapsed: bool) -> bool:
    return not getattr(held, name, None) or (lapsed and name == PROOF[-1])


def _last_day(held: Fact | None, on: date) -> date:
    return (held.expires_on if held is not None else None) or on


def _categories(
    requirement: records.Requirement, supplier: Supplier, likeliest: Likeliest
) -> Iterator[Possible]:
    """A published capability, its words as they are, filed where the matcher is sure that they belong.

    Not where another stands there already: that is what counts.
    """
    published = [each for each in supplier.capabilities if each.state == "published"]
    if any(_slug(each) in requirement.categories for each in published):
        return
    for capability in published:
        fits = likeliest(_text(capability))
        if fits is not None and fits in requirement.categories:
            told = {"kind": "category", "capability": capability.public_id, "category": fits}
            piece = capability_piece(capability, fits)
            yield Possible(Change(f"category {capability.public_id}", FEWEST, piece=piece), told)


def _publications(supplier: Supplier) -> Iterator[Possible]:
    """A capability of its own that buyers do not see, published as it stands.

    Not one that says what another says already: saying it twice proves nothing.
    """
    said = [_text(each) for each in supplier.capabilities if each.state == "published"]
    for capability in supplier.capabilities:
        if capability.state != "published" and not _is_copy(_text(capability), said):
            told = {"kind": "publish", "capability": capability.public_id}
            piece = capability_piece(capability, _slug(capability))
            yield Possible(Change(f"publish {capability.public_id}", FEWEST, piece=piece), told)


def _is_copy(text: str, said: Sequence[str]) -> bool:
    return any(fuzz.token_set_ratio(text, other) >= COPY for other in said)


def _text(capability: Capability) -> str:
    piece = capability_piece(capability, None)
    return f"{piece.title}\n{piece.text}"


def _slug(capability: Capability) -> str | None:
    return capability.category.slug if capability.category else None


def is_proved(told: dict[str, Any], held: Sequence[Fact]) -> bool:
    """Whether a change claims nothing without what proves it: its fields are filled, or to be filled."""
    if told["kind"] != "fact":
        return True
    kind = FACT_KINDS.get(told["name"])
    stated = next((fact for fact in held if fact.name == told["name"]), None)
    missing = {name for name in PROOF if not getattr(stated, name, None)}
    return kind is not None and kind.proved and missing <= set(told["fields"])
