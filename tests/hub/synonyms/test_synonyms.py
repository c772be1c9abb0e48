"""A hub says what else is looked for with a phrase, and the next search of every process does it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.database import open_session
from hub.matches.finding import find_by_words
from hub.synonyms.models import Synonym
from tests.hub.matches.catalogue_made import make_firm
from tests.page_client import PageClient
from tests.people import make_member

PAGE = "/administration/synonyms"
LADY = {"phrase": "Lollipop lady", "also": "school crossing patrol\n\nroad safety warden"}


@pytest.fixture
def administrator(session: Session, page_client: PageClient) -> PageClient:
    ada = make_member(session, "hub", role="administrator")
    make_firm(session, "Safe Streets", "School crossing patrol: Wardens for primary schools")
    make_firm(session, "Elm Roofing", "Slate roofing: Roofs of churches")
    session.commit()
    page_client.sign_in(ada)
    return page_client


def names_found(words: str) -> list[str]:
    with open_session(writes=False) as reading:
        found = find_by_words(reading, words)
        return [found.suppliers[match.profile].name for match in found.ranking.matches]


def kept() -> dict[str, str]:
    """The phrases that the hub says something of, by public id."""
    with open_session(writes=False) as reading:
        return {each.public_id: each.phrase for each in reading.scalars(select(Synonym))}


def test_what_is_added_counts_from_the_next_search_on_and_is_shown(administrator: PageClient) -> None:
    assert "Safe Streets" not in administrator.get("/search?q=lollipop+lady").text
    administrator.submit(PAGE, LADY)
    page = administrator.get("/search?q=lollipop+lady")
    assert "Safe Streets" in page.text
    assert "For “lollipop lady” also looked for “school crossing patrol”" in page.text


def test_another_process_reads_it_too(administrator: PageClient, site: Callable[[], Flask]) -> None:
    other = site()
    with other.app_context():
        assert names_found("lollipop lady") == []
    administrator.submit(PAGE, LADY)
    with other.app_context():
        assert names_found("lollipop lady") == ["Safe Streets"]


def test_the_other_way_round_only_where_it_is_said(administrator: PageClient, session: Session) -> None:
    make_firm(session, "Penny Lane", "Lollipop lady: At your school gate")
    session.commit()
    administrator.submit(PAGE, LADY)
    assert "Penny Lane" not in names_found("road safety warden")
    administrator.submit(f"{PAGE}/{next(iter(kept()))}/remove")
    administrator.submit(PAGE, LADY | {"mutual": "y"})
    assert "Penny Lane" in names_found("road safety warden")


def test_what_is_taken_away_counts_no_more(administrator: PageClient) -> None:
    administrator.submit(PAGE, LADY)
    administrator.submit(f"{PAGE}/{next(iter(kept()))}/remove")
    assert "What the hub said of “Lollipop lady” is gone." in administrator.get(PAGE).source
    assert names_found("lollipop lady") == []


def test_an_empty_list_stands_in_place_of_the_built_in_one(
    administrator: PageClient, session: Session
) -> None:
    make_firm(session, "Desk", "Service desk: Calls answered by noon")
    session.commit()
    assert "Desk" in names_found("help desk")
    administrator.submit(PAGE, {"phrase": "help desk", "also": ""})
    assert "also looked for" not in administrator.get("/search?q=help+desk").text
    assert "Nothing else" in administrator.get(PAGE).text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"phrase": "", "also": ""}, "Enter what buyers write"),
        ({"phrase": "x" * 81, "also": ""}, "must be 80 characters or fewer"),
        ({"phrase": "we must", "also": ""}, "“we must” cannot be looked up"),
        ({"phrase": "lollipop lady", "also": "the and"}, "“the and” cannot be looked up"),
        ({"phrase": "lollipop lady", "also": "Lollipop ladies"}, "“Lollipop ladies” is the phrase itself"),
        ({"phrase": "lollipop lady", "also": "\n".join(f"warden {n}x" for n in range(11))}, "10 phrases or"),
    ],
)
def test_what_cannot_be_looked_up_is_refused_beside_its_field(
    administrator: PageClient, values: dict[str, str], said: str
) -> None:
    page = administrator.post(PAGE, values)
    assert said in page.text
    assert page.one("#phrase").get("value") == (values["phrase"] or None)
    assert kept() == {}


def test_a_phrase_has_one_entry_however_it_is_written(administrator: PageClient) -> None:
    administrator.submit(PAGE, LADY)
    page = administrator.post(PAGE, {"phrase": "lollipop ladies", "also": "wardens"})
    assert "The hub says something of this phrase already" in page.text
    assert list(kept().values()) == ["Lollipop lady"]


def test_the_page_shows_the_built_in_list(administrator: PageClient) -> None:
    page = administrator.get(PAGE)
    assert "help desk = service desk" in page.text
    assert "This hub says nothing of its own yet" in page.text


def test_the_history_tells_what_was_added_and_taken_away(administrator: PageClient) -> None:
    assert "Nothing has been changed" in administrator.get(f"{PAGE}/history").text
    administrator.submit(PAGE, LADY)
    (public_id,) = kept()
    administrator.submit(f"{PAGE}/{public_id}/remove")
    page = administrator.get(f"{PAGE}/history")
    taken, added = page.texts(".hub-history__event")
    assert "took away what else is looked for with a phrase" in taken
    assert "An administrator of the hub said what else is looked for with a phrase" in added
    assert "Buyers write: Lollipop lady" in added
    assert "Also looked for: school crossing patrol, road safety warden" in added
