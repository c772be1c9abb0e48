import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.awards.addresses import find_postcode, read_company_number


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        ("180 Ashbourne Road,nDerby,nDE22 3BH", "DE22 3BH"),
        ("Terminal Housen        Sheppertonn        TW178AS", "TW17 8AS"),
        ("Bishop Meadow RoadnLE11 5RGnGB", "LE11 5RG"),
        ("1 Embankment PlacernWC2N 6RHrnGB", "WC2N 6RH"),
        ("96 brownshill green road , coventry, United Kingdom, cv6 2DT", "CV6 2DT"),
        ("170 sedgemoor close, Cv34dz", "CV3 4DZ"),
        ("Suite F10 The Old Town Hall, Stoke on \nTrent ST4 3FF", "ST4 3FF"),
        ("EX32 8QA", "EX32 8QA"),
        ("Formerly at DE1 1AA, now LE1 3HU", "LE1 3HU"),
        ("Kanata\r\nOntario\r\nCanada\r\nK2K 2MB", ""),
        ("Rolling Meadows, IL60008 USA", ""),
        ("Birr, Co. Offaly, Ireland, R42 EK09", ""),
        ("120 COOMBE LANE | LONDON | SW20 OBA", ""),
        ("N/A", ""),
    ],
)
def test_the_postcode_of_a_published_address(address: str, postcode: str) -> None:
    assert find_postcode(address) == postcode


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("02227962", "02227962"),
        ("4103211", "04103211"),
        ("sc 053003", "SC053003"),
        ("OC325346", "OC325346"),
        ("IP12345R", "IP12345R"),
        ("0", ""),
        ("N/A", ""),
        ("123456789", ""),
        ("", ""),
    ],
)
def test_a_company_number_has_eight_characters(written: str, number: str) -> None:
    assert read_company_number(written) == number


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60))
def test_no_address_makes_reading_fail(text: str) -> None:
    found = find_postcode(text)
    assert find_postcode(found) == found
    number = read_company_number(text)
    assert read_company_number(number) == number
