"""An address and a website of one registered name; what anybody can have says nothing."""

from __future__ import annotations

import pytest

from hub.suppliers.domains import SHARED, is_same_name, registered_name


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("www.firm.example", "firm.example"),
        ("Shop.FIRM.co.uk.", "firm.co.uk"),
        ("firm.com", "firm.com"),
        ("mail.firm.org.uk", "firm.org.uk"),
        ("firm.com.au", "firm.com.au"),
        ("firm.uk", "firm.uk"),
        ("firm.uk.com", "firm.uk.com"),
        ("office.elms.derbyshire.sch.uk", "elms.derbyshire.sch.uk"),
        ("derbyshire.sch.uk", ""),
        ("co.uk", ""),
        ("uk.com", ""),
        ("uk", ""),
        ("", ""),
    ],
)
def test_the_registered_part_of_a_host(host: str, name: str) -> None:
    assert registered_name(host) == name


@pytest.mark.parametrize(
    ("email", "website", "same"),
    [
        ("ada@firm.co.uk", "https://www.firm.co.uk/about", True),
        ("ada@mail.firm.co.uk", "https://firm.co.uk", True),
        ("ada@firm.co.uk", "https://shop.firm.co.uk:8443", True),
        ("ada@FIRM.example", "http://firm.EXAMPLE", True),
        ("ada@bäcker.example", "https://xn--bcker-gra.example", True),
        ("ada@firm.co.uk", "https://other.co.uk", False),
        ("ada@notfirm.example", "https://firm.example", False),
        ("ada@firm.example.evil.example", "https://firm.example", False),
        ("ada@one.sch.uk", "https://two.sch.uk", False),
        ("ada@firm.uk.com", "https://other.uk.com", False),
        ("ada@gmail.com", "https://gmail.com", False),
        ("ada@firm.wordpress.com", "https://firm.wordpress.com", False),
        ("ada@firm.example", "", False),
        ("ada", "https://firm.example", False),
        ("ada@firm.example", "https://[half", False),
    ],
)
def test_an_address_matches_a_website_of_the_same_name(email: str, website: str, same: bool) -> None:
    assert is_same_name(email, website) is same


@pytest.mark.parametrize("name", sorted(SHARED))
def test_what_anybody_can_have_never_counts(name: str) -> None:
    assert registered_name(name) == name
    assert not is_same_name(f"ada@{name}", f"https://www.{name}")
