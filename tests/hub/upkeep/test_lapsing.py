"""A certificate stops counting the day after its last day: in an index kept in files, and for match-all."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from hub.matches.indexing import current_index
from hub.matches.matching_all import due_requirements, order_here, read_batches, write_orders
from hub.matches.models import OpenMatch
from hub.requirements.models import Criterion
from matching import Index
from matching.records import Criterion as Line
from matching.records import Fact, Piece, Profile, Requirement
from tests.hub.requirements.requirements_made import make_requirement
from tests.hub.upkeep.profiles_made import make_certificate, make_firm
from tests.people import make_member

LAST_DAY = date(2026, 11, 30)
WORDS = "ISO 9001 certificate"


def test_an_index_that_was_saved_while_it_counted_knows_the_day(tmp_path: Path) -> None:
    """In words as well: a fact's own words are quoted like any others, to its last day."""
    pieces = (Piece("1", "capability", "Blocked drains", "We clear blocked drains"),)
    facts = (Fact("iso_9001", True, WORDS, LAST_DAY),)
    other = Profile("b", "Heron", (Piece("2", "capability", "Plants", "We water plants"),))
    Index().fit([Profile("a", "Kestrel", pieces, facts), other]).save(tmp_path)
    index = Index()
    index.load(tmp_path)
    line = Line("iso", WORDS, "should", fact="iso_9001", value=True)
    for days, verdict, found in ((0, "met", 2), (1, "not met", 0)):
        day = LAST_DAY + timedelta(days=days)
        asked = Requirement(f"Blocked drains, {WORDS}", criteria=(line,), on=day)
        (match,) = index.rank(asked, 10).matches
        assert [each.verdict for each in match.verdicts if each.criterion == "iso"] == [verdict]
        assert len([each for each in match.evidence if each.kind == "fact"]) == found
        assert bool(index.rank(Requirement(WORDS, on=day), 10).matches) is bool(found)


def test_match_all_matches_anew_on_the_next_day_and_the_certificate_counts_no_more(
    app: Flask, session: Session
) -> None:
    make_certificate(make_firm(session), 0, today=LAST_DAY)
    must = Criterion(text=WORDS, importance="must", fact="iso_9001", value=True)
    make_requirement(session, make_member(session, "buyer"), criteria=[must], visibility="public")
    kept = []
    for days in (0, 0, 1):
        day = LAST_DAY + timedelta(days=days)
        versions = current_index().versions()
        due, _ = due_requirements(session, versions, day)
        for batch, orders in order_here(current_index().order)(read_batches(due, day)):
            write_orders(session, batch, orders, versions, day)
        session.commit()
        kept.append((len(due), session.query(OpenMatch).count()))
    assert kept == [(1, 1), (0, 1), (1, 0)]
