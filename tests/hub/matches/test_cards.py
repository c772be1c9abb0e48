"""Cards: the points shown add up, and the quotation is marked where it agrees."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from hub.matches.cards import apportion, card_of, marked_parts
from hub.matches.finding import find_by_words
from hub.suppliers.models import Contract
from matching import Evidence, Match, Verdict
from tests.hub.matches.catalogue_made import make_catalogue, make_many


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.floats(0.001, 1))
@settings(deadline=None, max_examples=60)
def test_points_of_the_parts_add_up_to_the_score_shown(weights: list[float], score: float) -> None:
    whole = sum(weights)
    shares = (
        [score * weight / whole for weight in weights] if whole else [score / len(weights)] * len(weights)
    )
    tenths = round(float(f"{sum(shares) * 100:.1f}") * 10)
    assert sum(apportion([share * 1000 for share in shares], tenths)) == tenths


def test_the_largest_remainders_are_rounded_up() -> None:
    # 33.4 + 33.3 + 33.3 = 100: floors 33 + 33 + 33 = 99, one is left for the largest remainder, 0.4
    assert apportion([33.4, 33.3, 33.3], 100) == [34, 33, 33]
    assert apportion([], 0) == []


def match_of(*shares: float) -> Match:
    evidence = tuple(
        Evidence("need" if at % 2 else "one", "capability", share, share, f"Title {at}", "A quote")
        for at, share in enumerate(shares)
    )
    verdicts = (
        Verdict("need", "Drains", "need", "met", sum(shares[1::2]), 0.75),
        Verdict("one", "By night", "must", "partly", sum(shares[::2]), 0.25),
    )
    return Match("abc", sum(shares), 1, verdicts, evidence)


def test_lines_show_the_sum_of_their_proofs() -> None:
    card = card_of(match_of(0.1004, 0.2004, 0.0504))
    # In tenths of a point: 100.4 + 200.4 + 50.4 = 351.2, shown as 35.1, so that 351 are to be dealt.
    # Floors 200 + 100 + 50 = 350, and one more for the first of the equal remainders in the page's order.
    assert card.score == "35.1"
    assert [line.points for line in card.lines] == ["20.1", "15.0"]
    assert sum(proof.tenths for proof in card.proofs) == 351


def test_the_parts_of_a_need_are_one_line_and_what_proves_several_is_told_once() -> None:
    verdicts = (
        Verdict("need", "Drains", "need", "partly", 0.2, 0.6),
        Verdict("need-title", "Drains", "need", "met", 0.2, 0.2),
        Verdict("one", "By night", "must", "partly", 0.1, 0.2),
    )
    evidence = (
        Evidence("need", "contract", 0.15, 0.15, "Sewers", "Sewers", piece="a"),
        Evidence("need-title", "contract", 0.15, 0.15, "Sewers", "Sewers", piece="a"),
        Evidence("one", "contract", 0.1, 0.1, "Sewers", "Sewers", piece="a"),
        Evidence("need", "capability", 0.05, 0.05, "Drains", "Drains", piece="b"),
        Evidence("need-title", "capability", 0.05, 0.05, "Drains", "Drains", piece="b"),
    )
    need, night = card_of(Match("abc", 0.5, 1, verdicts, evidence)).lines
    # 0.2 + 0.2 of 0.6 + 0.2 is a half: met, whatever each part comes to.
    assert (need.importance, need.verdict, need.points, need.most) == ("What you need", "met", "40.0", "80.0")
    assert [proof.points for proof in need.proofs] == ["30.0", "10.0"]
    assert [proof.points for proof in night.proofs] == ["10.0"]


def test_a_card_of_stored_json_is_the_card_of_the_match(session: Session) -> None:
    make_many(session, 4)
    found = find_by_words(session, "blocked drains")
    for match in found.ranking.matches:
        stored = json.loads(json.dumps(asdict(match)))
        assert card_of(stored, found.contracts) == card_of(match, found.contracts)


def test_the_points_of_every_card_add_up(session: Session) -> None:
    make_many(session, 30)
    found = find_by_words(session, "blocked drains cleared at a school", 30)
    assert len(found.ranking.matches) == 30
    for match in found.ranking.matches:
        card = card_of(match)
        assert (
            f"{sum(proof.tenths for proof in card.proofs) / 10:.1f}"
            == card.score
            == f"{match.score * 100:.1f}"
        )


@pytest.mark.parametrize(
    ("spans", "parts"),
    [
        ([], [("We clear drains", False)]),
        ([(3, 8)], [("We ", False), ("clear", True), (" drains", False)]),
        ([(9, 15), (3, 8)], [("We ", False), ("clear", True), (" ", False), ("drains", True)]),
        ([(3, 8), (3, 8), (5, 10)], [("We ", False), ("clear", True), (" d", True), ("rains", False)]),
    ],
)
def test_a_quotation_is_cut_where_it_agrees(
    spans: list[tuple[int, int]], parts: list[tuple[str, bool]]
) -> None:
    found = list(marked_parts("We clear drains", spans))
    assert found == parts
    assert "".join(text for text, _ in found) == "We clear drains"


@pytest.mark.parametrize(
    ("source", "words"), [("own", "Contract, supplier’s own account"), ("ocds", "Contract, published award")]
)
def test_a_published_award_is_told_from_the_suppliers_own_word(
    session: Session, source: str, words: str
) -> None:
    firms = make_catalogue(session)
    firms["bright"].contracts = [
        Contract(title="Sewer relining", buyer_name="Moor Council", source=source, source_key="1")
    ]
    session.commit()
    found = find_by_words(session, "sewer relining")
    (match,) = found.ranking.matches
    (proof,) = card_of(match, found.contracts).proofs
    assert (proof.source, proof.about) == (words, "Moor Council")


def test_the_tally_counts_the_verdicts_of_musts_and_of_shoulds() -> None:
    verdicts = [
        Verdict("need", "Drains", "need", "met", 0.1, 0.5),
        Verdict("1", "By night", "must", "not stated", 0, 0.1),
        Verdict("2", "By day", "must", "met", 0.1, 0.1),
        Verdict("3", "At noon", "must", "not stated", 0, 0.1),
        Verdict("4", "At dusk", "should", "partly", 0, 0.1),
    ]
    card = card_of(Match("abc", 0, 1, tuple(verdicts), ()))
    assert card.tally == ("Musts: 1 met, 2 not stated", "Shoulds: 1 partly")
