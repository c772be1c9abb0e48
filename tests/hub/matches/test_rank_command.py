"""The rank command prints the page's ranking, and changes nothing."""

from __future__ import annotations

import re

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.matches.models import CatalogueVersion, Run
from tests.hub.matches.catalogue_made import make_catalogue, make_many
from tests.page_client import PageClient

RANKED = re.compile(r"^(\d+)\. (.+?)  (\d+\.\d)(?:  \(tied with .*\))?$", re.MULTILINE)


def rank(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["rank", *arguments])


def test_it_prints_the_order_and_the_scores_of_the_page(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    make_many(session, 12)
    words = "blocked drians cleared at a school"
    printed = [(name, score) for _, name, score in RANKED.findall(rank(app, words, "--limit", "20").output)]
    page = page_client.get("/search", query_string={"q": words})
    names = [name.partition(" ")[2] for name in page.texts(".hub-match__name")]
    scores = page.texts(".hub-match__score strong")
    assert len(printed) == 12
    assert printed == list(zip(names, scores, strict=True))


def test_it_quotes_the_evidence_and_says_how_words_were_read(app: Flask, session: Session) -> None:
    make_catalogue(session)
    result = rank(app, "blocked drians")
    assert result.exit_code == 0
    assert "1. Swift Drainage Ltd" in result.output
    assert "Capability: Blocked drain clearance" in result.output
    assert "[blocked] [drains]" in result.output
    assert "Read “drians” as “drains”" in result.output


def test_each_printed_share_is_part_of_the_printed_score(app: Flask, session: Session) -> None:
    make_many(session, 6)
    for block in re.split(r"\n\n", rank(app, "blocked drains cleared").output):
        scores, shares = RANKED.findall(block), re.findall(r"^   \+(\d+\.\d)  ", block, re.MULTILINE)
        if scores:
            assert f"{sum(map(float, shares)):.1f}" == scores[0][2]


def test_no_likeness_is_told_and_is_no_failure(app: Flask, session: Session) -> None:
    make_catalogue(session)
    result = rank(app, "zzzz qqqq")
    assert result.exit_code == 0
    assert "No supplier’s words agree" in result.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "Enter what you need"),
        ("   ", "Enter what you need"),
        ("\udcff\udcfe drains", "not readable as UTF-8"),
        ("drains " * 150_000, "20,000 characters or fewer"),
    ],
)
def test_words_that_cannot_be_ranked_are_refused(
    app: Flask, session: Session, words: str, message: str
) -> None:
    make_catalogue(session)
    result = rank(app, words)
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stdout == ""


def test_it_writes_nothing(app: Flask, session: Session) -> None:
    make_catalogue(session)
    before = session.scalar(select(CatalogueVersion.number))
    rank(app, "blocked drains")
    session.expire_all()
    assert session.scalar(select(CatalogueVersion.number)) == before
    assert session.scalars(select(Run)).all() == []
