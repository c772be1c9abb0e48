"""Postcodes as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.places.postcodes import Postcode, normalise_postcode, parse_postcode


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("DE1 2FS", "DE1 2FS"),
        ("de12fs", "DE1 2FS"),
        (" De1\t2 fS ", "DE1 2FS"),
        ("DE12 7AA", "DE12 7AA"),
        ("DE1", "DE1"),
        ("de12", "DE12"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("W1A0AX", "W1A 0AX"),
        ("M1 1AE", "M1 1AE"),
    ],
)
def test_a_postcode_or_outcode_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalise_postcode(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "DE", "Derby", "DE1 2F", "DE1 2FSS", "1DE 2FS", "DE1 2CK", "DE1-2FS", "DE1 ٢FS", "DE1" + " " * 20],
)
def test_anything_else_is_no_postcode(typed: str) -> None:
    assert parse_postcode(typed) is None


def test_a_postcode_comes_apart() -> None:
    assert parse_postcode("st161aa") == Postcode("ST", "ST16", "1AA")


@settings(deadline=None, max_examples=100)
@given(st.from_regex(r"\A[A-Z]{1,2}[0-9][0-9A-Z]?( [0-9][ABD-HJLNP-UW-Z]{2})?\Z"))
def test_what_is_kept_stays_as_it_is(postcode: str) -> None:
    assert normalise_postcode(postcode) == postcode
    assert normalise_postcode(postcode.lower()) == postcode


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=14))
def test_any_text_is_answered(text: str) -> None:
    kept = normalise_postcode(text)
    assert kept is None or normalise_postcode(kept) == kept
