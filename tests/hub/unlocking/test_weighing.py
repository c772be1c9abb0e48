"""What requirements are worth together, and that nobody can tell what one private buyer needs."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hub.unlocking.weighing import Open, Weighed, told_from, usual_worth, weigh

USUAL = Decimal(20_000)
PUBLIC = Open(1, True, Decimal(50_000))
UNPRICED = Open(1, True)


def private(buyer: int) -> Open:
    return Open(buyer, False)


def test_public_requirements_are_told_with_their_values() -> None:
    """50,000 and, for the one without a value, the usual 20,000."""
    assert weigh([1, 2], {1: PUBLIC, 2: UNPRICED}, USUAL) == Weighed((1, 2), 0, Decimal(70_000))


def test_two_private_buyers_are_not_told_of_and_a_third_makes_three() -> None:
    requirements = {number: private(number) for number in range(1, 6)}
    assert weigh([1, 2], requirements, USUAL) == Weighed((), 0, Decimal(0))
    assert weigh([1, 2, 3], requirements, USUAL) == Weighed((), 3, 3 * USUAL)
    assert weigh([1, 2, 3, 4], requirements, USUAL) == Weighed((), 3, 3 * USUAL)


def test_many_requirements_of_one_buyer_count_as_one() -> None:
    requirements = {number: private(7) for number in range(9)}
    assert weigh(list(requirements), requirements, USUAL).private_from == 0


def test_the_usual_worth_is_the_middle_of_what_public_ones_state() -> None:
    stated = [Open(1, True, Decimal(value)) for value in (10, 30, 500)]
    assert usual_worth([*stated, UNPRICED, private(2)]) == 30
    assert usual_worth([UNPRICED]) == Decimal(10_000)


@given(st.integers(0, 200))
def test_what_is_told_is_never_more_than_there_are(buyers: int) -> None:
    assert told_from(buyers) <= buyers
    assert (told_from(buyers) == 0) is (buyers < 3)


@given(st.lists(st.integers(1, 4), max_size=12), st.integers(1, 2))
def test_one_private_buyer_more_or_less_is_told_of_only_at_a_step(buyers: list[int], others: int) -> None:
    """Below three buyers nothing of a private requirement changes what is told."""
    requirements = {0: PUBLIC} | {at: private(others if at % 2 else 1) for at in range(1, len(buyers) + 1)}
    alone = weigh([0], requirements, USUAL)
    assert weigh(list(requirements), requirements, USUAL) == alone
