"""From rows of the database to the records that the matcher reads.

The same functions read a model and a row of columns: both carry the attributes named here. A contract's
buyer, dates and value are no evidence of what a supplier can do, and never reach the matcher.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from hub.facts.kinds import FACT_KINDS, SERVES
from hub.facts.wording import describe_proof, state_fact
from hub.places.queries import matching_place
from hub.requirements.editing import Answers
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Supplier
from matching import records
from matching.sentences import without_lines
from matching.served import Served

SHORTEST_BUYER = 4
"""Letters of a buyer's name from which it is taken out of a text; a shorter one may be any word."""

UNNAMED_BUYER = "[buyer]"


def to_profile(supplier: Supplier) -> records.Profile:
    """A supplier as the matcher sees it: published capabilities, all contracts, facts, place."""
    published = [capability for capability in supplier.capabilities if capability.state == "published"]
    pieces = [capability_piece(each, each.category.slug if each.category else None) for each in published]
    pieces += [
        contract_piece(each, each.category.slug if each.category else None) for each in supplier.contracts
    ]
    return profile_of(supplier, pieces, supplier.facts, matching_place(supplier.place))


def profile_of(
    supplier: Any,
    pieces: Iterable[records.Piece],
    facts: Iterable[Any],
    place: records.Place | None,
) -> records.Profile:
    """`facts` are rows or models. What is only shown (a price, social value) never reaches the matcher."""
    counted = tuple(to_fact(fact, place) for fact in facts if _counts(fact.name))
    return records.Profile(
        supplier.public_id, supplier.name, tuple(pieces), counted, place, supplier.size, supplier.kind
    )


def _counts(name: str) -> bool:
    """Whether a buyer can ask for it; so could be one of a kind that the hub asks for no more."""
    kind = FACT_KINDS.get(name)
    return kind is None or kind.asked


def capability_piece(capability: Any, category: str | None) -> records.Piece:
    """A capability with its features and benefits: all of it is the supplier's own words."""
    text = "\n".join((capability.description, *(capability.features or ()), *(capability.benefits or ())))
    return records.Piece(capability.public_id, "capability", capability.title, text, category)


def contract_piece(contract: Any, category: str | None) -> records.Piece:
    """A contract without its buyer. The publisher's own heading stands in where the hub's list has none."""
    title = _without_buyer(contract.title, contract.buyer_name)
    text = _without_buyer(contract.description, contract.buyer_name)
    if category is None and contract.category_label:
        text = f"{text}\n{contract.category_label}".strip()
    return records.Piece(
        contract.public_id, "contract", title, text, category, published=contract.source != "own"
    )


def _without_buyer(text: str, buyer: str) -> str:
    name = buyer.strip()
    if len(name) < SHORTEST_BUYER or name.casefold() not in text.casefold():
        return text
    return re.sub(re.escape(name), UNNAMED_BUYER, text, flags=re.IGNORECASE)


def to_fact(fact: Any, place: records.Place | None = None) -> records.Fact:
    """A stated fact. Where a supplier works is measured from its own place."""
    value = _served(fact.value, place) if fact.name == SERVES else _frozen(fact.value)
    return records.Fact(
        fact.name,
        value,
        state_fact(fact),
        fact.expires_on,
        ", ".join(describe_proof(fact)),
    )


def _served(value: Any, place: records.Place | None) -> records.FactValue:
    return Served(
        anywhere=bool(value.get("anywhere")),
        remote=bool(value.get("remote")),
        counties=tuple(value.get("counties", ())),
        regions=tuple(value.get("regions", ())),
        radius_km=value.get("within_km"),
        place=place,
    ).to_value()


def to_requirement(requirement: Requirement, today: date) -> records.Requirement:
    """A saved requirement as the matcher reads it. Certificates must be in date on the day of need, or today
    where there is none or it has passed.

    What stands as a line in words is left out of the description: it counts where it stands.
    """
    return _asked(requirement, tuple(map(to_criterion, requirement.criteria)), requirement.keep_words, today)


def to_question(answers: Answers, keep: Sequence[str], today: date) -> records.Requirement:
    """The same of answers that may not be saved. Their lines are named `line-1`, `line-2` … as they stand."""
    lines = tuple(
        records.Criterion(
            f"line-{number}",
            line.text,
            "must" if line.importance == "must" else "should",
            line.weight,
            line.fact,
            None if line.value is None else _frozen(line.value),
        )
        for number, line in enumerate(answers.lines, start=1)
    )
    return _asked(answers, lines, keep, today)


def _asked(
    said: Requirement | Answers, lines: tuple[records.Criterion, ...], keep: Sequence[str], today: date
) -> records.Requirement:
    in_words = [line.text for line in lines if line.fact is None]
    return records.Requirement(
        title=said.title,
        description=without_lines(said.description, in_words),
        categories=tuple(category.slug for category in said.categories),
        criteria=lines,
        place=matching_place(said.place),
        on=max(said.needed_on or today, today),
        keep=tuple(keep),
    )


def to_criterion(criterion: Criterion) -> records.Criterion:
    return records.Criterion(
        id=criterion.public_id,
        text=criterion.text,
        importance="must" if criterion.importance == "must" else "should",
        weight=criterion.weight,
        fact=criterion.fact,
        value=None if criterion.value is None else _frozen(criterion.value),
    )


def _frozen(value: Any) -> records.FactValue:
    """JSON knows lists; a record is frozen."""
    return tuple(value) if isinstance(value, list) else value
