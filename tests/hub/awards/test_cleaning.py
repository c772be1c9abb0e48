import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.awards.cleaning import clean_line, clean_text
from hub.awards.line_ends import repair_line_ends

TRICKY = "&amp; amp; & lt; <p> </b < > â€™ Â £ Ã © rn rnrn mode retu The X . t 1. é"
SNIPPETS = st.lists(
    st.sampled_from(
        [
            *TRICKY.split(" "),
            *(" ", "\r", "\n", "\x00", "\ud800", "\u200b"),
        ]
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        ("Research &amp;amp; development", "Research & development"),
        ("it&apos;s &#163;5 &#x2013; &nbsp; net", "it's £5 – net"),
        ("https://x.example/?a=1&copy=2", "https://x.example/?a=1&copy=2"),
        ("<p>One</p><p>Two <b>three</b></p>", "One\n\nTwo three"),
        ("a < b and c > d", "a < b and c > d"),
        ("framework.â€¯ The", "framework. The"),
        ("Suppliersâ€™ fees: Â£5, AcusorbÂ®, 12 mÂ²", "Suppliers’ fees: £5, Acusorb®, 12 m²"),
        ("Ã¢â‚¬â„¢", "’"),
        ("CAFÉ® in Â style", "CAFÉ® in Â style"),
        ("one\r\ntwo\rthree\n\n\n\nfour", "one\ntwo\nthree\n\nfour"),
        ("nul\x00, bell\x07, half\ud800, hidden\u200b\ufeff", "nul, bell, half, hidden"),
        ("  many   spaces\u00a0here  ", "many spaces here"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_published_text_is_cleaned(published: str, clean: str) -> None:
    assert clean_text(published) == clean


def test_a_long_line_is_cut_between_words() -> None:
    assert clean_line("alpha\nbeta gamma", 100) == "alpha beta gamma"
    assert clean_line("alpha beta gamma", 13) == "alpha beta…"
    assert clean_line("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("published", "repaired"),
    [
        ("festival.rnrnAdditional", "festival.\n\nAdditional"),
        ("information: rnThe", "information: \nThe"),
        ("sweepersrnLot 4", "sweepers\nLot 4"),
        ("BUYERrnrnAll", "BUYER\n\nAll"),
        ("LTDrnrnTo", "LTD\n\nTo"),
        ("increase inrnprocessing power", "increase in\nprocessing power"),
        ("a majorrnmachine", "a major\nmachine"),
        ("works at the Councilrn", "works at the Council\n"),
        ("Certificatern and", "Certificate\n and"),
        ("the ‘continue’.rn", "the ‘continue’.\n"),
        ("pits.rnrnrnWorks", "pits.\n\n\nWorks"),
        ("in 2025rn", "in 2025\n"),
        ("modernrnrnThe", "modern\n\nThe"),
        ("on its returnrn", "on its return\n"),
        ("Objectives:rn1.tReview rni.tnot", "Objectives:\n1. Review \ni. not"),
    ],
)
def test_line_ends_that_lost_their_backslashes_come_back(published: str, repaired: str) -> None:
    assert repair_line_ends(published) == repaired


@pytest.mark.parametrize(
    "words",
    [
        "modern internal return external government learning furniture journey pattern",
        "Northern Western Cornwall Barnsley Inverness Bournemouth Springburn Osborn Nairn Malvern",
        "Ernst & Young; Body Worn Video; ModernGov; alternative; turnkey; Learn; username; earn, urn.",
        "morning concerning Turnover harness Ethernet Holderness maternity Arnold Kern",
    ],
)
def test_words_with_rn_in_them_are_left(words: str) -> None:
    assert repair_line_ends(words) == words


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=80), SNIPPETS))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert clean_line(clean, 40) == clean_line(text, 40)
    repaired = repair_line_ends(text)
    assert repair_line_ends(repaired) == repaired
    clean.encode("utf-8")
    assert not any(ord(c) < 32 and c != "\n" for c in clean)
