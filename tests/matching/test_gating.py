"""Typed lines held against everybody by what is stated: the same as one by one, and never too few."""

from dataclasses import replace
from datetime import date
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import matching.index as index_
from matching import Criterion, Fact, Index, Piece, Place, Profile, Requirement
from matching.gates import rule
from matching.index import asking
from matching.served import Served
from matching.stated import about, asked_about, rule_key, stated_by

PLACES = (
    Place("Derby", 52.92, -1.47, "Derbyshire", "East Midlands"),
    Place("Stafford", 52.81, -2.12, "Staffordshire", None),
    Place("Somewhere", 51.5, -0.1),
)
DAYS = (date(2026, 5, 1), date(2026, 6, 1))
SERVED = (
    Served(anywhere=True),
    Served(remote=True),
    Served(counties=("Derbyshire", "Kent")),
    Served(regions=("West Midlands",)),
    Served(radius_km=46, place=PLACES[1]),
    Served(radius_km=20),
)

facts = st.one_of(
    st.builds(Fact, st.just("iso_9001"), st.booleans(), expires=st.sampled_from([None, *DAYS])),
    st.builds(Fact, st.just("insurance"), st.sampled_from([1e6, 5e6, "lots"])),
    st.builds(Fact, st.just("locations"), st.sampled_from(["uk", ("eea", "other"), ()])),
    st.builds(Fact, st.just("size"), st.sampled_from(["micro", True])),
    st.builds(Fact, st.just("serves"), st.sampled_from([each.to_value() for each in SERVED])),
)
profiles = st.builds(
    Profile,
    st.just("a"),
    st.just("A"),
    st.just((Piece("1", "capability", "Drain cleaning"),)),
    st.lists(facts, max_size=4).map(tuple),
    st.sampled_from([None, *PLACES]),
    st.sampled_from(["", "micro", "small"]),
    st.sampled_from(["", "charity"]),
)
asked = st.sampled_from(
    [
        ("iso_9001", True),
        ("iso_9001", False),
        ("insurance", 2e6),
        ("locations", "uk"),
        ("locations", ("uk", "eea")),
        ("size", ("micro", "small")),
        ("kind", "charity"),
        ("county", "Derbyshire"),
        ("region", ("East Midlands",)),
        ("area", 30),
        ("serves", True),
        ("serves", "remote"),
    ]
)
lines = st.lists(
    st.builds(
        lambda what, importance, at: Criterion(f"c{at}", "x", importance, 1.0, *what),
        asked,
        st.sampled_from(["must", "should"]),
        st.integers(0, 9),
    ),
    max_size=4,
    unique_by=lambda line: line.id,
).map(tuple)
requirements = st.builds(
    lambda criteria, place, on: Requirement("Drain cleaning", criteria=criteria, place=place, on=on),
    lines,
    st.sampled_from([None, PLACES[0]]),
    st.sampled_from([None, date(2026, 5, 15)]),
)


@given(profiles, asked, st.sampled_from([None, PLACES[0]]), st.sampled_from([None, date(2026, 5, 15)]))
def test_the_best_key_of_a_profile_comes_to_what_the_profile_does(profile, what, place, on):
    line, requirement = Criterion("c", "x", "must", 1.0, *what), Requirement("x", place=place, on=on)
    keys = [key for key in stated_by(profile) if about(key) == asked_about(line)]
    found = [rule_key(line, requirement, key) for key in keys]
    whole = rule(line, requirement, profile)
    best = max(found, key=lambda each: (each.value, each.verdict != "not met"), default=None)
    assert (best.value if best else 0.0) == whole.value
    assert (best.verdict if best else "not stated") == whole.verdict


@settings(deadline=None)
@given(st.lists(profiles, min_size=1, max_size=6), requirements)
def test_lines_held_against_all_come_to_what_they_do_one_by_one(firms, requirement):
    firms = [replace(firm, id=f"s{at}") for at, firm in enumerate(firms)]
    held = Index().fit(firms).hold(requirement)
    for firm in firms:
        place = held._places[held.catalogue.register.number_of(firm.id)]
        rulings = [rule(line, requirement, firm) for line in held.lines.typed]
        assert held.gated.values[:, place].tolist() == [ruling.value for ruling in rulings]
        assert held.gated.out[place] == any(
            line.importance == "must" and ruling.verdict == "not met"
            for line, ruling in zip(held.lines.typed, rulings, strict=True)
        )


def test_who_states_something_and_says_nothing_is_explained_too():
    silent = Profile("a", "A", facts=(Fact("iso_9001", True),))
    index = Index().fit([silent, Profile("b", "B", (Piece("1", "capability", "Drains"),))])
    should = Requirement("Drains", criteria=(Criterion("c", "x", "should", 1.0, "iso_9001", True),))
    match = index.explain(should, "a")
    assert match.score > 0
    assert sum(reason.share for reason in match.evidence) == match.score
    must = Requirement("Drains", criteria=(Criterion("c", "x", "must", 1.0, "iso_9001", False),))
    assert index.explain(must, "a").gates[0].criterion == "c"


def many(number):
    drawn = np.random.default_rng(3)
    words = [f"word{at}" for at in range(60)]
    firms = []
    for at in range(number):
        said = " ".join(drawn.choice(words, 8))
        place = PLACES[0] if at % 40 == 0 else PLACES[1]
        piece = Piece(f"p{at}", "capability", said, " ".join(drawn.choice(words, 20)))
        firms.append(Profile(f"s{at:04}", "A", (piece,), (Fact("iso_9001", at % 3 > 0),), place, "micro"))
    return firms


def test_a_must_that_leaves_nearly_all_out_leaves_no_place_empty_in_a_large_catalogue():
    """1,000 suppliers, of whom 25 are in the county and 17 of those certified."""
    firms, musts = many(1000), (("county", "Derbyshire"), ("iso_9001", True))
    index = Index().fit(firms)
    asked_ = Requirement(
        "word1 word2 word3",
        "word4 word5",
        criteria=tuple(Criterion(f"c{at}", "x", "must", 1.0, *what) for at, what in enumerate(musts)),
    )
    whole = index.rank(asked_, 10)
    with patch.multiple(asking, WHOLE=20, LOOKED=300), patch.object(index_, "KEPT", 60):
        short = index.rank(asked_, 10)
        without = index.rank(replace(asked_, criteria=()), 10)
    assert len(whole.matches) == 10
    assert short.matches == whole.matches
    assert short.considered == without.considered == whole.considered
    assert short.left_out == whole.left_out == len(whole.excluded)
    assert [each.profile for each in short.excluded[:10]] == [each.profile for each in whole.excluded[:10]]
    assert len(short.excluded) < len(whole.excluded)


def test_a_fact_that_is_asked_for_brings_a_supplier_forward_in_a_large_catalogue():
    """One in forty states it: words alone would keep others."""
    index = Index().fit(many(1000))
    wanted = Criterion("c", "x", "should", 2.0, "area", 10)
    asked_ = Requirement("word1 word2 word3", "word4 word5", criteria=(wanted,), place=PLACES[0])
    whole = index.rank(asked_, 10)
    assert sum("Derby" in str(match.evidence) for match in whole.matches) >= 8
    with patch.multiple(asking, WHOLE=20, LOOKED=200), patch.object(index_, "KEPT", 60):
        short = index.rank(asked_, 10)
        without = index.rank(replace(asked_, criteria=()), 10)
    assert short.matches == whole.matches
    assert short.considered == without.considered == whole.considered


def test_what_nobody_states_any_more_is_not_asked():
    index = Index().fit(many(3))
    index.remove("s0000")
    keys = index._postings.vocabulary.keys_about("county")
    assert [key for _, key in keys] == ['["county", "Staffordshire"]']
    index.put(replace(many(1)[0], place=PLACES[2]))
    assert len(index._postings.vocabulary.keys_about("county")) == 1
    assert len(index._postings.vocabulary.keys_about("area")) == 2
