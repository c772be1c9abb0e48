"""The start page and the search that ranks at once, as anybody sees them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.suppliers.models import Contract
from tests.hub.matches.catalogue_made import (
    counted_statements,
    make_catalogue,
    make_categories,
    make_firm,
    make_many,
)
from tests.page_client import Page, PageClient
from tests.people import make_member


def link(page: Page, text: str) -> str:
    """The address behind the first link that starts with these words."""
    return next(
        a.get("href") for a in page.select("main a") if " ".join(a.text_content().split()).startswith(text)
    )


def test_the_start_page_leads_to_each_journey(session: Session, page_client: PageClient) -> None:
    make_catalogue(session)
    page = page_client.get("/")
    assert "4 suppliers to search, with 4 capabilities" in page.text
    assert page.one("form[role=search]").get("action") == "/search"
    for words in ("Describe a requirement", "Register your business", "Browse the categories"):
        assert link(page, words)


def test_the_start_page_of_an_empty_hub_says_so(app: Flask, page_client: PageClient) -> None:
    assert "The register is empty as yet" in page_client.get("/").text


def test_suppliers_are_ranked_with_their_own_words_marked(session: Session, page_client: PageClient) -> None:
    make_catalogue(session)
    page = page_client.get("/search?q=blocked+drains")
    assert page.texts(".hub-match__name") == ["1. Swift Drainage Ltd", "2. Peak Pipe and Gully"]
    assert "2 suppliers whose words or category are like your need" in page.text
    assert page.texts(".hub-match")[0].count("Blocked drain clearance") == 1
    assert page.texts("#match-1 mark")[:2] == ["blocked", "drains"]
    assert page.texts("#match-1 .govuk-tag") == ["Met"]


def test_the_figures_of_each_card_add_up_to_its_score(session: Session, page_client: PageClient) -> None:
    make_many(session, 20)
    page = page_client.get("/search?q=blocked+drains+cleared+at+a+school")
    cards = page.select(".hub-match")
    assert len(cards) == 20
    for card in cards:
        points = [
            float(each.text_content().replace("+", ""))
            for each in card.cssselect(".hub-proof .hub-match__points")
        ]
        score = card.cssselect(".hub-match__score strong")[0].text_content()
        assert f"{sum(points):.1f}" == score


def test_a_correction_is_shown_and_can_be_undone(session: Session, page_client: PageClient) -> None:
    make_catalogue(session)
    page = page_client.get("/search?q=blocked+drians")
    assert "read as “drains”" in page.text
    undo = link(page, "Keep my spelling")
    assert parse_qs(urlsplit(undo).query) == {"q": ["blocked drians"], "keep": ["drians"]}

    kept = page_client.get(undo)
    assert "“drians” taken as you wrote it" in kept.text
    assert "read as" not in kept.text
    assert float(kept.texts(".hub-match__score strong")[0]) < float(page.texts(".hub-match__score strong")[0])
    assert parse_qs(urlsplit(link(kept, "Read it as usual")).query) == {"q": ["blocked drians"]}


def test_words_nobody_uses_are_named(session: Session, page_client: PageClient) -> None:
    make_catalogue(session)
    assert "No supplier uses “xyzzyplugh”" in page_client.get("/search?q=drains+xyzzyplugh").text


def test_how_many_words_of_a_long_text_were_not_looked_up_is_told(
    session: Session, page_client: PageClient
) -> None:
    make_catalogue(session)
    words = " ".join(f"drain{number}" for number in range(150))
    page = page_client.get("/search", query_string={"q": f"blocked drains {words}"})
    assert "Your text is long" in page.text
    assert "and 77 others were not" in page.text  # 75 of 152
    assert "Your text is long" not in page_client.get("/search", query_string={"q": "blocked drains"}).text


def test_a_proposed_category_can_be_counted_and_left_out(session: Session, page_client: PageClient) -> None:
    categories = make_categories(session)
    firms = make_catalogue(session)
    firms["peak"].capabilities[0].category = categories["drain-clearance"]
    session.commit()

    page = page_client.get("/search?q=drain+clearance")
    address = link(page, "Drain clearance")
    assert parse_qs(urlsplit(address).query) == {"q": ["drain clearance"], "category": ["drain-clearance"]}
    counted = page_client.get(address)
    assert "Counted: Drain clearance" in counted.text
    assert "Category: Drain clearance" in counted.text
    assert link(counted, "Leave it out") == "/search?q=drain+clearance"


def test_an_empty_question_asks_for_words(session: Session, page_client: PageClient) -> None:
    make_catalogue(session)
    assert page_client.get("/search").errors == []
    assert page_client.get("/search?q=++", 400).errors == ["Enter what you need"]


def test_no_likeness_is_told_with_what_to_try(session: Session, page_client: PageClient) -> None:
    make_catalogue(session)
    page = page_client.get("/search?q=zzzz")
    assert page.select(".hub-match") == []
    assert "No supplier’s words agree with these" in page.text


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("q=drains&category=no-such-thing", "The hub has no category “no-such-thing”"),
        ("q=drains+%FF%FE", "not readable as UTF-8"),
        ("q=" + "drains+" * 3000, "20,000 characters or fewer"),
    ],
)
def test_a_question_that_cannot_be_used_ranks_nothing(
    session: Session, page_client: PageClient, question: str, message: str
) -> None:
    make_catalogue(session)
    page = page_client.get(f"/search?{question}", 400)
    assert message in page.errors[0]
    assert page.select(".hub-match") == []


def test_odd_parameters_do_no_harm(session: Session, page_client: PageClient) -> None:
    make_catalogue(session)
    for odd in (
        "page=-3",
        "page=abc",
        "page=99999999999",
        "page=²",
        "keep=",
        "keep=%00",
        "keep=" + "x" * 5000,
    ):
        assert page_client.get(f"/search?q=blocked+drains&{odd}").select(".hub-match")


def test_twenty_are_shown_then_twenty_more_up_to_a_hundred(session: Session, page_client: PageClient) -> None:
    make_many(session, 110)
    page = page_client.get("/search?q=blocked+drains")
    assert len(page.select(".hub-match")) == 20
    more = page_client.get(link(page, "Show more suppliers"))
    assert len(more.select(".hub-match")) == 40
    assert more.texts(".hub-match__name")[:20] == page.texts(".hub-match__name")
    last = page_client.get("/search?q=blocked+drains&page=5")
    assert len(last.select(".hub-match")) == 100
    assert "Show more suppliers" not in last.text


def test_ties_are_told_in_words(session: Session, page_client: PageClient) -> None:
    for name in ("Ash Drains", "Elm Drains", "Oak Drains", "Fir Drains"):
        make_firm(session, name, "Blocked drains cleared")
    make_firm(session, "Yew Networks", "Wi-Fi")
    session.commit()
    page = page_client.get("/search?q=blocked+drains")
    assert all("and 2 others: too close to tell apart" in facts for facts in page.texts(".hub-match__facts"))


def test_a_published_award_is_told_from_the_suppliers_own_account(
    session: Session, page_client: PageClient
) -> None:
    firms = make_catalogue(session)
    firms["bright"].contracts = [Contract(title="Sewer relining", source="ocds", source_key="1")]
    firms["peak"].contracts = [Contract(title="Sewer relining in streets", source="own")]
    session.commit()
    sources = page_client.get("/search?q=sewer+relining").texts(".hub-proof__source")
    assert any("Contract, published award" in source for source in sources)
    assert any("Contract, supplier’s own account" in source for source in sources)


def test_contact_details_are_for_confirmed_buyers_and_advisers(
    session: Session, page_client: PageClient
) -> None:
    firms = make_catalogue(session)
    firms["swift"].contact_email = "jo@swift.example"
    session.commit()
    assert "jo@swift.example" not in page_client.get("/search?q=blocked+drains").source

    for kind, confirmed, shown in (
        ("buyer", False, False),
        ("supplier", True, False),
        ("buyer", True, True),
        ("hub", True, True),
    ):
        page_client.sign_in(make_member(session, kind, confirmed=confirmed))
        page = page_client.get("/search?q=blocked+drains")
        assert ("jo@swift.example" in page.source) is shown, (kind, confirmed)
        page_client.sign_out()


def test_a_suppliers_words_cannot_become_markup(session: Session, page_client: PageClient) -> None:
    make_firm(session, "<b>Bold</b> & Sons", "Drains <script>alert(1)</script>: Blocked <img src=x> drains")
    session.commit()
    page = page_client.get("/search?q=blocked+drains")
    assert page.texts(".hub-match__name") == ["1. <b>Bold</b> & Sons"]
    assert page.select("main script, main img, main b") == []


def test_the_page_sends_as_many_statements_for_fifty_suppliers_as_for_five(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    counts = []
    make_many(session, 5)
    for more in (0, 45):
        for at in range(more):
            make_firm(session, f"Late {at}", "Drains: Blocked drains cleared")
        session.commit()
        page_client.get("/search?q=blocked+drains")
        with counted_statements() as sent:
            shown = len(page_client.get("/search?q=blocked+drains&page=3").select(".hub-match"))
        assert shown == 5 + more
        counts.append(len(sent))
    assert counts[0] == counts[1]
