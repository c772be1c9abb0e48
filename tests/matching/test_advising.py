"""The smallest change that would have altered an outcome, and what it would have led to."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Category, Change, Criterion, Fact, Index, Outcome, Piece, Requirement
from matching.advising import MOST_CHANGES, alters, apply, first_changes, smallest_change, subsets
from tests.matching.catalogue_made import OTHERS, supplier

DAY = date(2026, 5, 3)
ISO = Criterion("iso", "ISO 27001, in date", "must", fact="iso_27001", value=True)
COVER = Criterion("cover", "Cover of £5,000,000", "should", 3.0, fact="cover", value=5e6)
JETTING = Criterion("jet", "Jetting at night")
NEED = Requirement("Drain cleaning", "Blocked drains cleared", ("drains",), (ISO, COVER, JETTING), on=DAY)
STATED = Fact("iso_27001", True, "ISO 27001 certificate", DAY)
LAPSED = Fact("iso_27001", True, "ISO 27001 certificate", date(2026, 5, 2))
INSURED = Fact("cover", 5e6, "Cover of £5,000,000")

STATE_ISO = Change("iso_27001", 3, STATED)
STATE_COVER = Change("cover", 4, INSURED)


def firm(name, *facts, title="Drain cleaning", category="drains"):
    return replace(supplier(name, title, text="Blocked drains cleared.", category=category), facts=facts)


def ranked(*profiles):
    return Index([Category("drains", "Drains")]).fit([*OTHERS, *profiles])


def advise(index, name, changes, need=NEED):
    placing, profile = index.placing(need), index.profile(name)
    return smallest_change(
        need, profile, placing.of(name), changes, lambda changed: index.try_out(placing, changed)
    )


def test_the_whole_order_is_that_of_the_ranking():
    index = ranked(firm("A"), firm("B", STATED, INSURED), firm("C", LAPSED))
    ranking, outcomes = index.rank(NEED, 100), index.placing(NEED).outcomes()
    assert {match.profile: (at, match.band) for at, match in enumerate(ranking.matches, 1)} == {
        name: (each.rank, each.band) for name, each in outcomes.items() if each.rank
    }
    assert {each.considered for each in outcomes.values()} == {ranking.considered}
    assert {each.left_out for each in outcomes.values()} == {ranking.left_out} == {1}
    assert [gate.criterion for gate in outcomes["c"].gates] == ["iso"]


def test_who_is_left_out_is_told_the_rank_that_its_score_would_have_with_the_gate_met():
    index = ranked(firm("A"), firm("B", STATED, INSURED), firm("C", LAPSED))
    left_out = index.placing(NEED).of("c")
    assert (left_out.rank, left_out.band) == (None, None)
    assert left_out.if_met == 2  # behind B with its cover, before A, which states nothing


def test_a_supplier_that_nothing_speaks_for_has_no_rank():
    index = ranked(firm("A"))
    assert index.placing(NEED).of("baker") == Outcome(None, None, 2, 0)  # A and Carder, who cleans offices


def test_what_is_tried_out_leaves_no_trace():
    index = ranked(firm("A"), firm("B", STATED))
    before, placing = index.rank(NEED), index.placing(NEED)
    index.try_out(placing, apply(index.profile("a"), (STATE_ISO, STATE_COVER)))
    index.try_out(placing, firm("New", STATED))
    assert index.rank(NEED) == before
    assert index.placing(NEED) == placing
    assert "new" not in index


def test_an_index_read_from_files_is_as_it_was_after_a_trial(tmp_path):
    saved, index = ranked(firm("A"), firm("B", STATED)), ranked()
    saved.save(tmp_path)
    index.load(tmp_path)
    before, placing = index.rank(NEED), index.placing(NEED)
    tried = index.try_out(placing, apply(index.profile("a"), (STATE_ISO, STATE_COVER)))
    assert tried == saved.try_out(saved.placing(NEED), apply(saved.profile("a"), (STATE_ISO, STATE_COVER)))
    assert index.rank(NEED) == before


def test_what_cannot_be_tried_out_leaves_no_trace():
    index = ranked(firm("A"))
    before, placing = index.rank(NEED), index.placing(NEED)
    with pytest.raises(AttributeError):
        index.try_out(replace(placing, requirement=None), firm("A", STATED))
    assert index.rank(NEED) == before


def test_a_lapsed_certificate_is_renewed_and_nothing_else():
    index = ranked(firm("A"), firm("B", STATED, INSURED), firm("C", LAPSED))
    renew = Change("iso_27001", 1, STATED)
    advice = advise(index, "c", [STATE_COVER, renew])
    assert advice.changes == (renew,)
    index.put(apply(index.profile("c"), advice.changes))
    assert index.placing(NEED).of("c") == advice.outcome


def test_the_fewest_fields_win_over_the_fewest_changes():
    after = {1: Outcome(3, 2, 9, 0), 2: Outcome(2, 1, 9, 0), 3: Outcome(1, 1, 9, 0)}
    one, two, big = Change("a", 1, STATED), Change("b", 1, INSURED), Change("c", 3, Fact("f", True))

    def try_out(profile):
        named = {fact.name for fact in profile.facts}
        return after[3] if "f" in named else after[2] if len(named) == 2 else Outcome(4, 3, 9, 0)

    advice = smallest_change(NEED, firm("A"), Outcome(4, 3, 9, 0), [big, one, two], try_out)
    assert advice.changes == (one, two)
    assert advice.outcome == after[2]


def test_of_equals_the_better_rank_wins():
    ranks = {"iso_27001": Outcome(5, 2, 9, 0), "cover": Outcome(2, 1, 9, 0)}

    def try_out(profile):
        return min((ranks[fact.name] for fact in profile.facts), key=lambda each: each.rank)

    changes = [Change("a", 3, STATED), Change("b", 3, INSURED)]
    advice = smallest_change(NEED, firm("A"), Outcome(7, 3, 9, 0), changes, try_out)
    assert [change.key for change in advice.changes] == ["b"]


def test_who_is_in_the_first_band_is_told_to_change_nothing():
    index = ranked(firm("B", STATED, INSURED), firm("A"))
    assert index.placing(NEED).of("b").band == 1
    assert advise(index, "b", [STATE_COVER]) is None


def test_a_change_that_alters_nothing_is_not_advised():
    index = ranked(firm("A"), firm("B", STATED))
    useless = Change("other", 1, Fact("iso_9001", True))
    assert advise(index, "a", [useless]) is None
    assert advise(index, "a", []) is None


def test_a_must_that_no_change_meets_leaves_no_advice():
    index = ranked(firm("A"), firm("C", LAPSED))
    assert advise(index, "c", [STATE_COVER]) is None


@pytest.mark.parametrize(
    ("before", "after", "altered"),
    [
        (Outcome(None, None, 9, 1), Outcome(9, 5, 9, 0), True),
        (Outcome(None, None, 9, 1), Outcome(None, None, 9, 1), False),
        (Outcome(4, 2, 9, 0), Outcome(3, 2, 9, 0), False),  # a tie with the same suppliers
        (Outcome(4, 2, 9, 0), Outcome(3, 1, 9, 0), True),
        (Outcome(4, 2, 9, 0), Outcome(None, None, 9, 1), False),
    ],
)
def test_an_outcome_is_altered_by_coming_in_and_by_a_better_band(before, after, altered):
    assert alters(before, after) is altered


def test_changes_about_a_must_are_tried_before_smaller_ones():
    small = [Change(f"s{at}", 1, piece=Piece(f"p{at}", "capability", "Drains")) for at in range(MOST_CHANGES)]
    assert first_changes(NEED, [*small, STATE_ISO])[0] == STATE_ISO
    assert len(first_changes(NEED, [*small, STATE_ISO])) == MOST_CHANGES


def test_a_piece_takes_the_place_of_the_one_of_its_id_and_a_draft_comes_new():
    profile = firm("A", category=None)
    filed = replace(profile.pieces[0], category="drains")
    draft = Piece("d", "capability", "Sewer surveys")
    changed = apply(profile, (Change("c", 1, piece=filed), Change("p", 1, piece=draft)))
    assert set(changed.pieces) == {filed, draft}


facts = st.lists(st.sampled_from([STATED, LAPSED, INSURED]), max_size=2, unique_by=lambda fact: fact.name)
titles = st.sampled_from(
    ["Drain cleaning", "Jetting of drains at night", "Roofs", "Drain surveys, ISO 27001"]
)
firms = st.lists(st.tuples(titles, facts, st.sampled_from(["drains", None])), min_size=1, max_size=8)
PIECES = (Piece("draft", "capability", "Jetting at night", "Blocked drains.", "drains"),)
CHANGES = (Change("1", 3, STATED), Change("2", 2, INSURED), Change("3", 1, piece=PIECES[0]))


@settings(deadline=None, max_examples=60)
@given(firms)
def test_a_predicted_outcome_is_the_one_that_follows_and_no_smaller_set_alters_it(made):
    profiles = [
        firm(f"F{at}", *each, title=title, category=category)
        for at, (title, each, category) in enumerate(made)
    ]
    index = ranked(*profiles)
    before, advice = index.placing(NEED).of("f0"), advise(index, "f0", CHANGES)
    follows = {}
    for chosen in subsets(CHANGES):
        others = [each for each in profiles if each.id != "f0"]
        anew = ranked(*others, apply(profiles[0], chosen))
        follows[frozenset(chosen)] = anew.placing(NEED).of("f0")
    altering = [chosen for chosen, after in follows.items() if alters(before, after)]
    if advice is None:
        assert not altering
        return
    fewest = min(sum(change.fields for change in chosen) for chosen in altering)
    assert sum(change.fields for change in advice.changes) == fewest
    assert follows[frozenset(advice.changes)] == advice.outcome
