"""Company numbers and website addresses as people write them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.suppliers.company_numbers import SHAPE, read_company_number
from hub.suppliers.websites import read_website


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("01234567", "01234567"),
        ("1234567", "01234567"),
        ("sc 123456", "SC123456"),
        ("NI-654321", "NI654321"),
        ("123456", None),
        ("123456789", None),
        ("S1234567", None),
        ("SC12345", None),
        ("SCA23456", None),
        ("１２３４５６７８", None),
        ("", None),
    ],
)
def test_a_company_number_is_eight_digits_or_two_letters_and_six(written: str, number: str | None) -> None:
    assert read_company_number(written) == number


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=20))
def test_whatever_is_read_as_a_company_number_has_its_shape(text: str) -> None:
    number = read_company_number(text)
    assert number is None or (SHAPE.match(number) and read_company_number(number) == number)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://firm.example", "https://firm.example"),
        ("http://firm.example:8080/a?b=c#d", "http://firm.example:8080/a?b=c#d"),
        ("www.firm.example", "https://www.firm.example"),
        ("HTTPS://FIRM.EXAMPLE", "HTTPS://FIRM.EXAMPLE"),
        ("ftp://firm.example", None),
        ("javascript:alert(1)", None),
        ("javascript://firm.example/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("mailto:ada@firm.example", None),
        ("https://ada@firm.example", None),
        ("https://localhost", None),
        ("https://firm.example:99999", None),
        ("https://firm.example/ x", None),
        ('https://firm.example/"onclick', None),
        ("https://[::1", None),
        ("//firm.example", None),
        ("", None),
    ],
)
def test_a_website_is_on_http_or_https(written: str, address: str | None) -> None:
    assert read_website(written) == address


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet='htps:/.@ab\\ \t\n%"<javscript', max_size=24))
def test_whatever_is_read_as_a_website_is_on_http_or_https(text: str) -> None:
    address = read_website(text)
    assert address is None or urlsplit(address).scheme.lower() in {"http", "https"}
