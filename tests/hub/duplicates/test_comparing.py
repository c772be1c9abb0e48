"""Which records are one firm's: names in the words of a person who reads them, and what the rest is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.duplicates.comparing import LIKELY, NUMBER, OTHER_NUMBER, compare
from hub.duplicates.likeness import is_short_for, is_slip
from hub.duplicates.rarity import Rarity
from hub.duplicates.records import Firm, read_phone, read_signals
from hub.duplicates.words import names_of

RARITY = Rarity(2_000, {"smith": 40, "roofing": 60, "kettering": 30}, frozenset({"kettering", "corby"}))


def verdict(first: Firm | str, second: Firm | str, rarity: Rarity = RARITY):  # type: ignore[no-untyped-def]
    both = [Firm(each) if isinstance(each, str) else each for each in (first, second)]
    return compare(*(read_signals(each) for each in both), rarity)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Quillfeather Roofing Ltd", "QUILLFEATHER ROOFING"),
        ("Quillfeather Roofing Ltd", "Quilfeather Roofing Limited"),
        ("Quillfeather Roofing", "Roofing Quillfeather"),
        ("Quillfeather Brothers Engineering", "Quillfeather Bros. Eng"),
        ("Quillfeather & Dunnaby Ltd", "Dunnaby and Quillfeather"),
        ("Quillfeather Ltd t/a Tarn Roofing", "Quillfeather Roofing Ltd trading as Tarn Roofing"),
        ("Thackwold IT Support Ltd", "THACKWOLD I.T. SUPPORT"),
        ("Quill Feather Roofing", "Quillfeather Roofing"),
        ("TQC (Tarn Quarry Centre)", "Tarn Quarry Centre Ltd"),
        ("Ernst Quillfeather LLP", "Ernst Quillfeather LLP (EQ)"),
    ],
)
def test_spellings_of_one_firm_are_likely(first: str, second: str) -> None:
    assert verdict(first, second).is_likely
    assert verdict(second, first).score == verdict(first, second).score


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("A1 Taxis", "A2 Taxis"),
        ("Quillfeather (North) Ltd", "Quillfeather (South) Ltd"),
        ("Quillfeather Ltd", "Quillfeather (North) Ltd"),
        ("Quillfeather Roofing", "Quillfeather Flooring"),
        ("Quillfeather Roofing", "Dunnaby Roofing"),
        ("J Smith Roofing", "K Smith Roofing"),
        ("Kettering Roofing", "Corby Roofing"),
        ("Quillfeather Roofing", "Quillfeather Holdings"),
        ("Red Kite Catering", "Red Lion Catering"),
    ],
)
def test_firms_that_a_word_or_sign_tells_apart_are_not(first: str, second: str) -> None:
    assert not verdict(first, second).is_likely


def test_one_plain_name_in_two_towns_is_two_firms_and_in_one_street_it_may_be_one() -> None:
    here = Firm("Eagle Taxis", postcode="NN1 1AA")
    assert not verdict(here, Firm("Eagle Taxis", postcode="DE1 2FS")).is_likely
    assert verdict(here, Firm("EAGLE TAXI", postcode="NN1 1AA")).is_likely


def test_a_brand_that_two_firms_trade_under_does_not_make_them_one() -> None:
    assert not verdict("Quillfeather Ltd t/a Blue Heron", "Dunnaby Catering Ltd t/a Blue Heron").is_likely


def test_sisters_at_one_address_with_one_website_are_told_apart_by_their_names() -> None:
    shared = {"postcode": "NN1 1AA", "website": "https://quill.example", "phone": "01604 960 001"}
    found = verdict(Firm("Quill (North) Ltd", **shared), Firm("Quill (South) Ltd", **shared))
    assert not found.is_likely
    assert "Firms of one group share" in " ".join(part.words for part in found.reasons_against)


def test_one_company_number_outweighs_any_names_and_two_numbers_outweigh_one_name() -> None:
    same = verdict(Firm("Quill Ltd", company_number="01234567"), Firm("Tarn", company_number="01234567"))
    assert same.is_likely
    assert next(part.points for part in same.parts if part.signal == "company number") == NUMBER
    two = verdict(
        Firm("Quillfeather Ltd", company_number="01234567"),
        Firm("Quillfeather Ltd", company_number="09876543"),
    )
    assert next(part.points for part in two.parts if part.signal == "company number") == OTHER_NUMBER
    assert not two.is_likely


def test_the_score_is_the_sum_of_the_parts() -> None:
    found = verdict(
        Firm("Smith Roofing", postcode="NN1 1AA", email="office@smith-roofing.example"),
        Firm("Smiht Roofing Ltd", postcode="NN1 2BB", website="https://smith-roofing.example"),
    )
    assert found.score == round(sum(part.points for part in found.parts), 2)
    assert {part.signal for part in found.parts} == {"chance", "name", "domain", "postcode"}
    assert found.score > LIKELY


def test_a_rare_word_says_more_than_a_common_one_and_a_general_one_least() -> None:
    # 2,000 firms and 2,000 believed ones; nobody else has the first, 38 others the second
    assert RARITY.points("quillfeather") > RARITY.points("smith") > RARITY.points("roofing")
    assert round(RARITY.points("smith"), 2) == 6.71  # -log2((40 - 2 + 0.15) / 4,000)


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("engineering", "enginering", True),
        ("kestrel", "kestrell", True),
        ("marlow", "marlwo", True),
        ("a1", "a2", False),
        ("smit", "smith", True),
        ("kit", "kite", False),
        ("roofing", "flooring", False),
        ("north", "south", False),
    ],
)
def test_a_slip_is_a_letter_or_two_in_a_long_enough_word(one: str, other: str, slip: bool) -> None:
    assert is_slip(one, other) is slip
    assert is_slip(other, one) is slip


def test_abbreviations_that_no_list_has_stand_for_words_of_trade_alone() -> None:
    assert is_short_for("devt", "development")
    assert is_short_for("j", "john")
    assert not is_short_for("son", "scaffolding")
    assert not is_short_for("quil", "quillfeather")


def test_a_telephone_number_is_read_however_it_is_written() -> None:
    assert read_phone("+44 (0)1604 960 001") == read_phone("01604 960001 ext 7") == "604960001"
    assert read_phone("12345") == ""


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_two_texts_have_a_verdict_that_is_the_same_both_ways(first: str, second: str) -> None:
    one, other = verdict(first, second), verdict(second, first)
    assert one.score == pytest.approx(other.score, abs=0.011)
    assert names_of(first) == names_of(first)
