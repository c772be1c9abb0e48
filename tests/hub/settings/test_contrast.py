"""Contrast by the formula of WCAG 2.2, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.settings.contrast import contrast, darker, luminance, told_ratio

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#ffffff") == (1 + 0.05) / (0 + 0.05) == 21


def test_a_channel_counts_by_its_share_of_light() -> None:
    assert luminance("#ff0000") == pytest.approx(0.2126)
    assert luminance("#00ff00") == pytest.approx(0.7152)
    assert luminance("#0000ff") == pytest.approx(0.0722)


def test_a_dark_channel_is_on_the_straight_part() -> None:
    """10 / 255 = 0.0392 is below 0.04045: it is divided by 12.92."""
    assert luminance("#0a0a0a") == pytest.approx(10 / 255 / 12.92)


def test_grey_767676_is_the_lightest_that_white_text_may_stand_on() -> None:
    """118 / 255 = 0.46275, ((0.46275 + 0.055) / 1.055) ^ 2.4 = 0.18116, 1.05 / 0.23116 = 4.542."""
    assert contrast("#767676", "#ffffff") == pytest.approx(1.05 / (0.18116 + 0.05), abs=0.001)
    assert told_ratio(contrast("#767676", "#ffffff")) == "4.54:1"
    assert told_ratio(contrast("#777777", "#ffffff")) == "4.47:1"


def test_a_ratio_is_cut_and_never_rounded_up() -> None:
    assert told_ratio(4.4999) == "4.49:1"


def test_darker_is_seven_tenths_of_each_channel() -> None:
    assert darker("#ff640a") == "#b24607"  # 255 x 0.7 = 178.5, 100 x 0.7 = 70, 10 x 0.7 = 7


@given(COLOURS, COLOURS)
def test_contrast_has_no_order_and_stays_from_1_to_21(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0000001


@given(COLOURS)
def test_darker_has_no_less_contrast_with_white(colour: str) -> None:
    assert contrast(darker(colour), "#ffffff") >= contrast(colour, "#ffffff")
