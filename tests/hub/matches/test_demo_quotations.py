"""What a buyer sees for the demo's firms: evidence with its proof marked, and categories worth a glance."""

from __future__ import annotations

from datetime import date

import pytest

from hub.categories.loading import own_categories
from hub.demo.asking import generate_asks
from hub.demo.firms import Firm
from hub.demo.generating import generate_firms
from matching import Criterion, Index, Ranking, Requirement, records
from matching.words import stems

WORDS = (
    "hosting and support for our library website",
    "Council website",
    "blocked drains at our schools",
    "The supplier must answer calls out of hours",
    "help desk for 200 staff",
    "someone to look after our Wi-Fi",
)


def profile_of(firm: Firm) -> records.Profile:
    pieces = [
        records.Piece(each.public_id, "capability", each.title, each.description, each.category)
        for each in firm.capabilities
        if each.state == "published"
    ]
    pieces += [
        records.Piece(each.public_id, "contract", each.title, each.description, each.category or None)
        for each in firm.contracts
    ]
    return records.Profile(firm.public_id, firm.name, tuple(pieces))


@pytest.fixture(scope="module")
def index() -> Index:
    list_ = (records.Category(row.slug, row.name, row.parent or None, row.help) for row in own_categories())
    return Index(list_).fit(map(profile_of, generate_firms(300, 7, date(2026, 10, 1))))


def asked() -> list[Requirement]:
    saved = [
        Requirement(
            ask.title,
            ask.description,
            ask.categories,
            tuple(
                Criterion(f"line-{at}", line.text) for at, line in enumerate(ask.lines) if line.fact is None
            ),
        )
        for ask in generate_asks(12, 7)
    ]
    return [*map(Requirement, WORDS), *saved]


def words_looked_for(requirement: Requirement, ranking: Ranking) -> set[str]:
    written = [requirement.title, requirement.description, *(line.text for line in requirement.criteria)]
    other = [name for widening in ranking.reading.widenings for name in widening.also]
    repaired = [correction.read_as for correction in ranking.reading.corrections]
    return {stem for text in (*written, *other, *repaired) for stem in stems(text)}


@pytest.mark.parametrize("requirement", asked(), ids=lambda requirement: requirement.title)
def test_every_capability_and_contract_shows_a_word_that_was_looked_for(
    index: Index, requirement: Requirement
) -> None:
    ranking = index.rank(requirement, 30)
    assert ranking.matches
    sought = words_looked_for(requirement, ranking) | {
        stem for key in requirement.categories for stem in stems(index._tree.name(key))
    }
    for match in ranking.matches:
        for evidence in match.evidence:
            if evidence.kind in ("capability", "contract"):
                assert evidence.spans, evidence
            for start, end in evidence.spans:
                assert set(stems(evidence.quote[start:end])) & sought, evidence


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("blocked drains at our schools", "Drain and sewer cleaning"),
        ("cloud hosting for our website", "Websites and web hosting"),
        ("help desk for 200 staff", "Service desk"),
        ("penetration test", "Vulnerability and penetration testing"),
        ("bookkeeping", "Accountancy and audit"),
        ("taxi to take pupils to school", "Home to school transport"),
        ("first aid course for staff", "Health and safety training"),
        ("potholes", "Roads, potholes and paving"),
    ],
)
def test_the_first_category_proposed_is_the_one_a_person_would_choose(
    index: Index, words: str, category: str
) -> None:
    proposals = index.suggest(words)
    assert index._tree.name(proposals[0].category) == category
    assert sum(proposal.confidence for proposal in proposals) <= 1


def test_school_dinners_are_meals_before_anything_else_for_schools(index: Index) -> None:
    first, second, *_ = [index._tree.name(each.category) for each in index.suggest("school dinners")]
    assert {first, second} == {"Event and meeting catering", "School and workplace meals"}


def test_blocked_drains_are_neither_computers_for_schools_nor_block_storage(index: Index) -> None:
    names = {index._tree.name(each.category) for each in index.suggest("blocked drains at our schools")}
    assert not names & {"IT for schools", "Block storage"}


def test_where_words_say_little_no_category_is_sure(index: Index) -> None:
    assert all(proposal.confidence < 0.5 for proposal in index.suggest("something for our building"))


def test_a_firm_is_put_under_its_own_category_as_often_as_the_confidence_says() -> None:
    """By leaving one out: each of sixty firms is taken away, and its capabilities are asked about."""
    list_ = [records.Category(row.slug, row.name, row.parent or None, row.help) for row in own_categories()]
    profiles = [profile_of(firm) for firm in generate_firms(200, 11, date(2026, 10, 1))]
    left = Index(list_).fit(profiles)
    sure, right, asked_about = 0.0, 0, 0
    for profile in profiles[:60]:
        left.remove(profile.id)
        for piece in profile.pieces:
            if piece.kind == "capability" and (proposals := left.suggest(piece.title)):
                asked_about += 1
                sure += proposals[0].confidence
                right += proposals[0].category == piece.category
        left.put(profile)
    assert asked_about > 50
    assert sure / asked_about == pytest.approx(right / asked_about, abs=0.12)
