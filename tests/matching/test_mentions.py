"""Days and postcodes read in prose, and what is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.mentions import DayMention, read_day, read_postcodes

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("Work starts on 1 April 2027.", "starts on 1 April 2027", date(2027, 4, 1)),
        ("We need cover from 3rd of Jan 2027", "from 3rd of Jan 2027", date(2027, 1, 3)),
        ("to be in place by September 2027, please", "in place by September 2027", date(2027, 9, 1)),
        ("commencing 2027-02-28", "commencing 2027-02-28", date(2027, 2, 28)),
        ("starting 05/04/2027", "starting 05/04/2027", date(2027, 4, 5)),
        ("beginning\n  in early May 2027", "beginning in early May 2027", date(2027, 5, 1)),
        ("from 1 December", "from 1 December", date(2026, 12, 1)),
        ("from 1 March, daily", "from 1 March", date(2027, 3, 1)),  # this year's is over: the next one
        ("starts 28 November 2026", "starts 28 November 2026", TODAY),
        ("from 1 April 2020 on we had X. Starting 1 May 2027", "Starting 1 May 2027", date(2027, 5, 1)),
    ],
)
def test_the_day_work_starts_is_read_with_its_words(text, words, day):
    assert read_day(text, TODAY) == DayMention(words, day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tell us by 1 April 2027",  # a deadline
        "The contract ends on 1 April 2027",
        "Our plan of 1 April 2027",
        "from 31 February 2027",
        "from 1 April 2020",
        "from Monday",
        "starting may be hard",
        "from 45/45/2027",
    ],
)
def test_what_is_no_start_is_none(text):
    assert read_day(text, TODAY) is None


def test_whole_postcodes_are_read_once_and_roads_and_halves_are_none():
    text = "At DE1 2FS and de12fs, off the M25 near Junction B2; again DE1 2FS. ISO 27001, C3PO 9XX"
    assert read_postcodes(text) == ("DE1 2FS", "de12fs")


@given(st.text(max_size=400))
def test_any_text_is_read(text):
    found = read_day(text, TODAY)
    assert found is None or found.day >= TODAY
    assert all(code in text for code in read_postcodes(text))
