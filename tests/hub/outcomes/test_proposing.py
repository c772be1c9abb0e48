"""What may be advised: nothing that cannot be proved, and no words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hub.categories.models import Category
from hub.facts.kinds import FACT_KINDS
from hub.outcomes.proposing import PROOF, is_proved, possible_changes
from hub.suppliers.models import Capability, Fact, Supplier
from matching import Criterion, Requirement

DAY = date(2026, 5, 3)
EARLIER, LATER = date(2026, 5, 2), date(2027, 1, 1)
DRAINS, PLANTS = Category(slug="drains", name="Drains"), Category(slug="plants", name="Plants")


def asked(name: str, value: Any = True, importance: str = "must") -> Requirement:
    line = Criterion("l", "", "must" if importance == "must" else "should", 1.0, name, value)
    return Requirement("Drains", categories=("drains",), criteria=(line,), on=DAY)


def firm(*facts: Fact, capabilities: tuple[Capability, ...] = ()) -> Supplier:
    return Supplier(facts=list(facts), capabilities=list(capabilities))


def proved(name: str, value: Any = True, expires_on: date | None = LATER, number: str = "1") -> Fact:
    return Fact(name=name, value=value, body="A body", number=number, expires_on=expires_on)


def told(requirement: Requirement, supplier: Supplier, likeliest: str | None = None) -> list[dict[str, Any]]:
    return [each.told for each in possible_changes(requirement, supplier, DAY, lambda text: likeliest)]


@pytest.mark.parametrize(
    ("requirement", "held", "value", "why", "fields"),
    [
        (asked("iso_9001"), [], True, "state", [*PROOF]),
        (asked("iso_9001"), [proved("iso_9001", expires_on=EARLIER)], True, "renew", ["expires_on"]),
        (
            asked("iso_9001"),
            [proved("iso_9001", expires_on=EARLIER, number="")],
            True,
            "renew",
            ["number", "expires_on"],
        ),
        (asked("public_liability", 5e6), [], 5e6, "state", ["value", *PROOF]),
        (asked("public_liability", 5e6), [proved("public_liability", 1e6)], 5e6, "raise", ["value", *PROOF]),
        (
            asked("public_liability", 5e6),
            [proved("public_liability", 9e6, EARLIER)],
            9e6,
            "renew",
            ["expires_on"],
        ),
        (
            asked("cyber_essentials", "cyber_essentials"),
            [proved("cyber_essentials", "none", None, "")],
            "cyber_essentials",
            "state",
            ["value", *PROOF],
        ),
        (
            asked("cyber_essentials", "cyber_essentials_plus"),
            [proved("cyber_essentials", "cyber_essentials")],
            "cyber_essentials_plus",
            "raise",
            ["value", *PROOF],
        ),
    ],
)
def test_a_fact_is_proposed_at_the_weakest_that_will_do_with_all_that_proves_it(
    requirement: Requirement, held: list[Fact], value: Any, why: str, fields: list[str]
) -> None:
    (change,) = told(requirement, firm(*held))
    assert (change["value"], change["why"], change["fields"]) == (value, why, fields)
    assert change["until"] == "2026-05-03"
    assert is_proved(change, held)


@pytest.mark.parametrize(
    ("requirement", "held"),
    [
        (asked("iso_9001"), [proved("iso_9001")]),
        (asked("iso_9001"), [proved("iso_9001", expires_on=None)]),
        (asked("public_liability", 5e6), [proved("public_liability", 5e6)]),
        (
            asked("cyber_essentials", "cyber_essentials"),
            [proved("cyber_essentials", "cyber_essentials_plus")],
        ),
    ],
)
def test_what_is_stated_strong_enough_and_in_date_is_not_proposed(
    requirement: Requirement, held: list[Fact]
) -> None:
    assert told(requirement, firm(*held)) == []


def test_a_fact_without_fields_for_its_proof_is_never_proposed() -> None:
    unproved = [kind for kind in FACT_KINDS.values() if not kind.proved]
    assert unproved
    for kind in unproved:
        asked_for = kind.choices[-1].value if kind.choices else True
        assert told(asked(kind.name, asked_for), firm()) == []
    assert not is_proved({"kind": "fact", "name": unproved[0].name, "fields": list(PROOF)}, ())


def test_a_claim_with_a_field_of_its_proof_left_out_is_no_proved_one() -> None:
    change = {"kind": "fact", "name": "iso_9001", "fields": ["body", "number"]}
    assert not is_proved(change, ())
    assert is_proved(change | {"fields": list(PROOF)}, ())


@pytest.mark.parametrize("name", ["area", "size", "county", "no_such_fact"])
def test_what_a_supplier_is_and_where_is_never_proposed(name: str) -> None:
    assert told(asked(name, 20.0), firm()) == []


def capability(category: Category | None, state: str = "published") -> Capability:
    return Capability(public_id="c", title="Jetting", description="Gullies", category=category, state=state)


def test_a_capability_moves_to_a_category_only_where_the_matcher_is_sure_of_it() -> None:
    need = Requirement("Drains", categories=("drains",))
    filed = firm(capabilities=(capability(PLANTS),))
    assert told(need, filed, "drains") == [{"kind": "category", "capability": "c", "category": "drains"}]
    assert told(need, filed, "plants") == []
    assert told(need, filed, None) == []


def test_its_words_stay_as_they_are() -> None:
    need, filed = Requirement("Drains", categories=("drains",)), firm(capabilities=(capability(PLANTS),))
    (possible,) = possible_changes(need, filed, DAY, lambda text: "drains")
    piece = possible.change.piece
    assert piece is not None
    assert (piece.title, piece.text, piece.category) == ("Jetting", "Gullies", "drains")


def test_nothing_moves_where_another_stands_in_the_category_already() -> None:
    need = Requirement("Drains", categories=("drains",))
    assert told(need, firm(capabilities=(capability(PLANTS), capability(DRAINS))), "drains") == []


WORDS = "We clear blocked drains and gullies by jetting them with water, at night and at weekends as well"


@pytest.mark.parametrize("text", [WORDS, WORDS.replace("night", "noon"), "Gullies"])
def test_a_copy_of_what_is_published_is_not_to_be_published_beside_it(text: str) -> None:
    need = Requirement("Drains", categories=("drains",))
    published, copy = capability(DRAINS), capability(DRAINS, "draft")
    published.description = WORDS
    copy.title, copy.description = "Copy of Jetting", text
    assert bool(told(need, firm(capabilities=(published, copy)))) is (text == "Gullies")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_capability_that_buyers_do_not_see_may_be_published(state: str) -> None:
    need = Requirement("Drains", categories=("drains",))
    assert told(need, firm(capabilities=(capability(DRAINS, state),))) == [
        {"kind": "publish", "capability": "c"}
    ]
