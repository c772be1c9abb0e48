"""What a supplier is told of its own result, and what it is not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.endings.models import Ending, EndingAward
from hub.endings.wording import explain_own_result, tell_ending, tell_own_result, tell_value
from hub.suppliers.models import Supplier

OURS = Supplier(id=1, name="Our Drains")


def award(number: int | None, name: str, *, published: bool = False) -> EndingAward:
    return EndingAward(supplier_id=number, supplier_name=name, contract_id=7 if published else None)


def awarded(*awards: EndingAward) -> Ending:
    return Ending(how="awarded", awards=list(awards))


@pytest.mark.parametrize(
    ("ending", "short", "sentence"),
    [
        (None, "Not said yet how it ended", "The buyer has not said yet how it ended."),
        (Ending(how="cancelled"), "Cancelled", "The buyer cancelled it. Nobody was awarded it."),
        (
            Ending(how="unsuitable", reason="Too dear"),
            "Nothing suitable",
            "The buyer found nothing suitable. Nobody was awarded it.",
        ),
        (
            Ending(how="assessing"),
            "Still being assessed",
            "The buyer is still assessing. The decision is to come.",
        ),
        (awarded(award(1, "Our Drains")), "Awarded to your business", "It was awarded to your business."),
        (awarded(award(2, "Rival")), "Awarded to another supplier", "It was awarded to another supplier."),
        (
            awarded(award(2, "Rival", published=True)),
            "Awarded to another supplier",
            "It was awarded to another supplier. The buyer has published the award to Rival.",
        ),
        (
            awarded(award(2, "Rival", published=True), award(2, "Rival")),
            "Awarded to another supplier",
            "It was awarded to another supplier. The buyer has published the award to Rival.",
        ),
        (
            awarded(award(2, "Rival", published=True), award(None, "Third")),
            "Awarded to other suppliers",
            "It was awarded to other suppliers. The buyer has published the award to Rival.",
        ),
        (
            awarded(award(1, "Our Drains"), award(2, "Rival"), award(3, "Third", published=True)),
            "Awarded to your business, and to others",
            "It was awarded to your business, and to others. The buyer has published the award to Third.",
        ),
    ],
)
def test_a_supplier_is_told_its_own_result(ending: Ending | None, short: str, sentence: str) -> None:
    assert (tell_own_result(ending, OURS), explain_own_result(ending, OURS)) == (short, sentence)


@given(st.lists(st.tuples(st.sampled_from([None, 1, 2, 3]), st.booleans()), min_size=1, max_size=8))
def test_nobody_is_named_whose_award_is_not_published(drawn: list[tuple[int | None, bool]]) -> None:
    awards = [award(number, f"Winner {at}", published=seen) for at, (number, seen) in enumerate(drawn)]
    ending = awarded(*awards)
    told = explain_own_result(ending, OURS) + tell_own_result(ending, OURS)
    for each in awards:
        assert (each.supplier_name in told) == (each.is_published and each.supplier_id != 1)
    assert ("your business" in told) == any(number == 1 for number, _ in drawn)


def test_its_buyer_reads_the_whole() -> None:
    assert tell_ending(None) == "Not said yet how it ended"
    assert tell_ending(awarded(award(2, "Rival"))) == "Awarded to Rival"
    assert tell_ending(awarded(award(2, "Rival"), award(3, "B"))) == "Awarded to Rival and 1 other"
    assert tell_ending(awarded(award(2, "Rival"), award(3, "B"), award(4, "C"))).endswith("and 2 others")


def test_a_value_says_whether_vat_is_in_it() -> None:
    assert tell_value(EndingAward(value=Decimal(12_000), vat="excluded")) == "£12,000, without VAT"
    assert tell_value(EndingAward(value=Decimal(12_000), vat="included")) == "£12,000, VAT included"
    assert tell_value(EndingAward(value=None, vat="")) == ""
