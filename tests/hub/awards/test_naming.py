"""Which names are one business, case by case."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.suppliers.naming import NAME_LENGTH, name_key, tidy_name

SAME = [
    ("Foo Ltd", "FOO LIMITED"),
    ("Foo Ltd", "Foo, plc"),
    ("Foo", "Foo LLP"),
    ("Valtech Ltd", "Valtech Ltd."),
    ("Ash & Oak Ltd", "Ash and Oak Limited"),
    ("Day's Accountancy", "Day’s Accountancy Ltd"),
    ("KARCHER (U.K.) LIMITED", "Kärcher UK Ltd"),
    ("PA Consulting Services (UK) Ltd", "PA Consulting Services Limited (UK)"),
    ("T. H. WHITE LIMITED", "TH White"),
    ("A. C Entertainment Ltd", "AC Entertainment"),
    ("Mozaic-Services Ltd", "Mozaic Services"),
    ("Dal Ben S.p.A.", "Dal Ben"),
    ("Rainmaker &amp; Co Ltd", "Rainmaker & Co"),
    ("Ash Community Interest Company", "Ash C.I.C."),
    ("NINIAN SOLUTIONS LTD T/A HUDDLE", "Ninian Solutions Ltd"),
    ("DENNIS EAGLE LIMITED (t/a Terberg Matec UK)", "Dennis Eagle Ltd"),
    ("NCC Services Limited. Trading as NCC Group.", "NCC Services Ltd"),
    ("A&E Elkins TA Elkins Construction", "A&E Elkins T/A Elkins Construction"),
    ("SoulTek is the trading name of KonnektSolutions (Scotland) Limited", "Konnektsolutions Scotland Ltd"),
    ("FlyForm Ltd (formerly GovNow Ltd)", "FlyForm"),
    ("Straße Consulting", "STRASSE CONSULTING LTD"),
]
DIFFERENT = [
    ("Mullen Property Services Ltd", "Mullen Property Solutions Ltd"),
    ("PA Consulting Services Ltd", "QA Consulting Services Ltd"),
    ("Sopra Steria Ltd", "Steria Ltd"),
    ("Solirius Ltd", "Solirius Consulting Ltd"),
    ("Equal Experts Ltd", "Equal Experts UK Ltd"),
    ("Harvey Nash", "Harvey Nash Group Plc"),
    ("Axis12 Ltd", "Axis Europe plc"),
    ("@UK Plc", "UK Ltd"),
    ("Foo Ltd T/A Bar", "Bar Ltd"),
    ("Limited Edition Prints", "Edition Prints"),
    ("Ash Unlimited", "Ash Limited"),
    ("TA Instruments", "Instruments"),
    ("Data Ltd", "Datum Ltd"),
    ("Previously Loved Ltd", "Loved Ltd"),
    ("3M", "3"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_business_meet(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_businesses_stay_two(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ltd", "ltd"),
        ("LIMITED LTD", "limited"),
        ("???", "???"),
        ("&", "and"),
        ("@UK Plc", "at uk"),
        ("Formerly Ltd", "formerly"),
        ("t/a", "ta"),
        ("日本 Ltd", "日本"),
        ("  \t ", ""),
    ],
)
def test_a_name_of_symbols_or_legal_form_alone_keeps_a_key(name: str, key: str) -> None:
    assert name_key(name) == key


def test_a_tidy_name_is_what_the_publisher_wrote() -> None:
    assert tidy_name("@UK Plc") == "@UK Plc"
    assert tidy_name("  Aire  Logic\tLimited ") == "Aire Logic Limited"
    assert tidy_name("Ash &amp;amp; Oak\x00 \u200bLtd\ud800") == "Ash & Oak Ltd"


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=300))
def test_keys_are_stable_bounded_and_empty_for_a_blank_name_alone(name: str) -> None:
    key = name_key(name)
    assert len(key) <= NAME_LENGTH
    assert bool(key) == bool(tidy_name(name))
    assert name_key(tidy_name(name)) == key
    assert tidy_name(tidy_name(name)) == tidy_name(name)
    assert "\x00" not in key


@settings(deadline=None, max_examples=100)
@given(st.from_regex(r"[A-Za-z]{2,12}( [A-Za-z]{2,12}){0,3}", fullmatch=True))
def test_case_and_legal_form_never_part_a_business(name: str) -> None:
    assert name_key(name.upper()) == name_key(name.lower())
    assert name_key(f"{name} Ltd") == name_key(f"{name} LIMITED")
