"""The index under change: what it holds is what it was last told."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Category, Criterion, Fact, Index, Piece, Profile, Requirement
from matching.index.postings import Postings, Row
from tests.matching.catalogue_made import OTHERS, order, supplier

REQUIREMENT = Requirement(
    "Drain cleaning",
    "Roof repairs and payroll software",
    ("c",),
    (Criterion("l", "Survey of roofs"), Criterion("g", "Stated", "must", 1.0, "f", True)),
)
WORDS = ("drain", "cleaning", "roof", "repairs", "payroll", "survey", "hedge", "timber")
titles = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), max_size=3)
changes = st.lists(st.tuples(st.sampled_from("abcdef"), st.one_of(st.none(), titles)), max_size=25)


def made(name, titles_):
    pieces = tuple(
        Piece(f"{name}{at}", "capability", title, category="c") for at, title in enumerate(titles_)
    )
    return Profile(name, name, pieces, (Fact("f", len(titles_) < 3, " ".join(titles_[:1])),))


def change(steps, *indexes, kept=()):
    """Make the changes in each index. What they hold after them, by id; ``kept`` is what they held before."""
    kept = dict(kept)
    for name, titles_ in steps:
        kept.pop(name, None)
        if titles_ is not None:
            kept[name] = made(name, titles_)
        for index in indexes:
            if titles_ is None:
                index.remove(name)
            else:
                index.put(kept[name])
    return kept


@settings(deadline=None, max_examples=60)
@given(changes)
def test_an_index_changed_many_times_equals_a_rebuilt_one(steps):
    changed = Index()
    kept = change(steps, changed)
    rebuilt = Index().fit(kept.values())
    assert len(changed) == len(rebuilt) == len(kept)
    assert changed.rank(REQUIREMENT) == rebuilt.rank(REQUIREMENT)
    assert changed.suggest("roof survey") == rebuilt.suggest("roof survey")
    of_changed, of_rebuilt = changed._postings.vocabulary, rebuilt._postings.vocabulary
    assert of_changed.forms == of_rebuilt.forms
    assert of_changed.stems == of_rebuilt.stems
    assert of_changed.members == of_rebuilt.members


@settings(deadline=None, max_examples=40)
@given(changes, st.integers(0, 8), st.booleans())
def test_an_order_is_a_ranking_without_its_words(steps, limit, must):
    index = Index()
    change(steps, index)
    lines = (Criterion("g", "Not this", "must", fact="f", value="other"),) if must else ()
    asked = replace(REQUIREMENT, criteria=(*REQUIREMENT.criteria, *lines))
    ranking, found = index.rank(asked, limit), index.order(asked, limit)
    assert found.profiles == tuple(match.profile for match in ranking.matches)
    assert found.scores == tuple(match.score for match in ranking.matches)
    assert found.bands == tuple(match.band for match in ranking.matches)
    assert found.near == tuple(each for each in ranking.excluded if each.near)[:limit]
    assert (found.excluded, found.considered) == (len(ranking.excluded), ranking.considered)


def test_an_index_packed_after_many_removals_answers_as_before():
    index = Index().fit(OTHERS)
    before = index.rank(REQUIREMENT)
    for at in range(3000):
        index.put(supplier("Passing", f"Drain number {at}"))
    index.remove("passing")
    assert index._postings.size < 3000
    assert index.rank(REQUIREMENT) == before


def test_a_profile_put_is_in_the_next_ranking_and_one_removed_is_not():
    index = Index().fit(OTHERS)
    assert "adams" not in index
    index.put(supplier("Adams", "Drain cleaning"))
    assert order(index.rank(Requirement("Drain cleaning")))[0] == "adams"
    index.remove("adams")
    assert "adams" not in order(index.rank(Requirement("Drain cleaning")))


def test_a_profile_put_again_replaces_the_first():
    index = Index().fit(OTHERS)
    index.put(supplier("Adams", "Drain cleaning"))
    index.put(supplier("Adams", "Timber frames"))
    assert len(index) == len(OTHERS) + 1
    assert "adams" not in order(index.rank(Requirement("Drain")))


def test_removing_an_unknown_supplier_is_no_error_and_explaining_one_is():
    index = Index().fit(OTHERS)
    index.remove("nobody")
    with pytest.raises(KeyError, match="nobody"):
        index.explain(Requirement("Drains"), "nobody")


def test_the_limit_cuts_the_list_and_not_the_count():
    index = Index().fit([replace(supplier("A", "Drain cleaning"), id=f"s{at}") for at in range(30)])
    ranking = index.rank(Requirement("Drain cleaning"), limit=5)
    assert (len(ranking.matches), ranking.considered) == (5, 30)
    assert index.rank(Requirement("Drain cleaning"), limit=0).matches == ()


def test_an_empty_index_has_an_empty_ranking():
    assert Index().rank(Requirement("Drains")).matches == ()
    assert Index().suggest("Drains") == ()


def test_a_suppliers_words_are_counted_once_however_often_it_says_them():
    postings = Postings()
    rows = [Row(0, (("drains", "drain"), ("drains", "drains"), ()), 1), Row(1, (("drain",), (), ()), 1)]
    postings.add(0, rows)
    postings.add(1, rows)
    assert postings.vocabulary.stems == {"drain": 2}
    assert postings.vocabulary.forms == {"drain": 2, "drains": 2}
    postings.discard(0, rows)
    assert postings.vocabulary.stems == {"drain": 1}
    postings.discard(1, rows)
    assert not postings.vocabulary.stems
    assert not postings.vocabulary.forms


TREE = (
    Category("works", "Building works"),
    Category("drains", "Drainage", "works"),
    Category("roofs", "Roofing", "works"),
    Category("food", "Catering"),
)


def test_a_category_counts_and_one_next_door_counts_less():
    """None of them shares a word with the need: the category is all there is."""
    firms = [
        Profile(key, key, (Piece(key, "capability", "Anything", category=key),))
        for key in ("drains", "roofs", "works", "food")
    ]
    ranking = Index(TREE).fit(firms).rank(Requirement("Culverts", categories=("drains",)))
    scores = {match.profile: match.score for match in ranking.matches}
    assert scores["drains"] > scores["roofs"] == scores["works"] > 0
    assert "food" not in scores
    assert ranking.matches[-1].evidence[0].title in {"Roofing", "Building works"}


def test_categories_are_proposed_from_their_names_and_from_pieces_like_the_words():
    index = Index(TREE).fit(
        [Profile("a", "A", (Piece("a", "capability", "Hot lunches for schools", category="food"),))]
    )
    assert index.suggest("Roofing of a hall")[0].category == "roofs"
    assert index.suggest("School lunches")[0].category == "food"
    assert all(
        0 < proposal.confidence <= 1 for proposal in index.suggest("Roofing and drainage and catering")
    )
    assert len(index.suggest("Roofing and drainage and catering", limit=2)) == 2
    assert index.suggest("") == ()


def test_proposals_stand_in_the_reading():
    index = Index(TREE).fit(OTHERS)
    assert index.rank(Requirement("Roofing")).reading.proposals == index.suggest("Roofing")
