"""What one gained fact brings into reach, by hand-worked numbers and beside a trial of every change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Criterion, Fact, Index, Piece, Profile, Requirement
from matching.unlocking import Unlock, actions_of

ISO = Criterion("iso", "ISO 27001", "must", fact="iso_27001", value=True)
COVER = Criterion("cover", "Cover of £5,000,000", "should", 3.0, fact="cover", value=5e6)
NEED = Requirement("Drain cleaning", criteria=(ISO, COVER))


def firm(name, *facts, title="Drain cleaning"):
    return Profile(name, name.title(), (Piece(f"{name}1", "capability", title),), facts)


def unlocks(*profiles, need=NEED, top=1):
    return sorted(Index().fit(profiles).unlocks(need, top), key=lambda each: (each.profile, each.fact))


HOLDS = Fact("iso_27001", True)
NOT = Fact("iso_27001", False)
WEAK = Fact("cover", 1e6)
STRONG = Fact("cover", 1e7)


def test_a_firm_that_a_must_leaves_out_comes_in_with_the_certificate():
    """All have the same words. The first has 1 of 4 points of the typed lines; with the certificate the other
    one has as much, and its name comes before."""
    assert unlocks(firm("a", NOT), firm("b", HOLDS))[:1] == [Unlock("a", "iso_27001", True, barred=True)]


def test_a_silent_firm_is_not_left_out_and_yet_gains_the_weight_of_the_line():
    """Silent: 0 of 4 typed points; with cover 3 of 4, more than the 1 of 4 of the first."""
    assert unlocks(firm("silent"), firm("first", HOLDS)) == [
        Unlock("silent", "cover", 5e6, barred=False),
    ]


def test_a_weaker_answer_is_raised_and_a_stronger_one_is_no_action():
    assert unlocks(firm("weak", WEAK), firm("first", HOLDS)) == [Unlock("weak", "cover", 5e6, barred=False)]
    assert unlocks(firm("first", HOLDS, STRONG), firm("second", STRONG)) == []


def test_one_fact_does_not_help_a_firm_that_two_musts_leave_out():
    need = replace(NEED, criteria=(ISO, replace(COVER, importance="must")))
    assert unlocks(firm("a", NOT, WEAK), firm("b", HOLDS, STRONG), need=need) == []


def test_where_there_is_room_among_the_first_whoever_passes_comes_in():
    assert unlocks(firm("a", NOT), firm("b", HOLDS), top=10) == [Unlock("a", "iso_27001", True, barred=True)]


def test_a_firm_that_does_something_else_unlocks_nothing():
    assert unlocks(firm("bakery", title="Fresh bread"), firm("b"), top=10) == []


def test_where_and_how_large_a_firm_is_nobody_gains():
    size = Criterion("size", "An SME", "must", fact="size", value=("small",))
    need = Requirement("Drain cleaning", criteria=(size,))
    large = replace(firm("a"), size="large")
    assert unlocks(large, firm("b"), need=need, top=10) == []


def worth(keys):
    """The second requirement is worth two."""
    return sum(2.0 if key == "two" else 1.0 for key in keys)


def reached(key, value, barred=False, fact="cover"):
    return key, Unlock("a", fact, value, barred)


def test_an_action_is_the_weakest_value_that_unlocks_the_most():
    """Cover of 5 million unlocks the first two; 10 million unlocks no more, and 1 million only one."""
    found = [reached("one", 1e6), reached("two", 5e6, barred=True)]
    (action,) = actions_of(found, worth)
    assert (action.value, action.barred, action.outscored, action.gain) == (5e6, ("two",), ("one",), 3.0)


def test_a_stronger_answer_unlocks_what_a_weaker_one_does():
    found = [
        reached("one", "cyber_essentials", fact="cyber"),
        reached("two", "cyber_essentials_plus", fact="cyber"),
    ]
    (action,) = actions_of(found, len)
    assert (action.value, set(action.unlocked)) == ("cyber_essentials_plus", {"one", "two"})


def test_a_value_that_adds_nothing_is_not_asked_of_the_firm():
    found = [reached("one", 1e7), reached("one", 5e6)]
    (action,) = actions_of(found, len)
    assert action.value == 5e6


def test_a_value_that_only_worthless_requirements_ask_for_is_not_told():
    """The third asks for 10 million and counts for nothing by itself: the action stays at 5 million."""
    found = [reached("one", 5e6), reached("three", 1e7)]
    (action,) = actions_of(found, lambda keys: float("one" in keys))
    assert (action.value, action.unlocked) == (5e6, ("one",))
    assert actions_of(found[1:], lambda keys: 0.0) == []


def test_actions_stand_by_what_they_are_worth():
    found = [reached("one", True, fact="iso_9001"), reached("two", True, fact="iso_27001")]
    actions = actions_of(found, worth)
    assert [each.fact for each in actions] == ["iso_27001", "iso_9001"]


FACTS = st.lists(
    st.sampled_from([HOLDS, NOT, WEAK, STRONG, Fact("iso_9001", True)]), unique_by=lambda fact: fact.name
)
WORDS = st.sampled_from(["Drain cleaning", "Drains", "Cleaning of offices", "Fresh bread"])
LINES = st.lists(
    st.sampled_from(
        [
            ISO,
            COVER,
            replace(COVER, id="more", importance="must", value=1e7),
            Criterion("q", "ISO 9001", "must", 2.0, "iso_9001", True),
        ]
    ),
    unique_by=lambda line: line.id,
)


@pytest.mark.parametrize("top", [1, 3])
@settings(max_examples=60, deadline=None)
@given(firms=st.lists(st.tuples(WORDS, FACTS), min_size=1, max_size=7), lines=LINES)
def test_what_is_unlocked_is_what_a_trial_of_every_change_finds(top, firms, lines):
    profiles = [firm(f"f{at}", *facts, title=words) for at, (words, facts) in enumerate(firms)]
    need = Requirement("Drain cleaning", criteria=tuple(lines))
    index = Index().fit(profiles)
    placing = index.placing(need)
    expected = set()
    for profile in profiles:
        before = placing.of(profile.id)
        for line in lines:
            held = [fact.value for fact in profile.facts if fact.name == line.fact]
            if held and held[0] is not False and held[0] >= line.value:
                continue
            others = tuple(fact for fact in profile.facts if fact.name != line.fact)
            changed = replace(profile, facts=(*others, Fact(line.fact, line.value)))
            after = index.try_out(placing, changed)
            came = after.rank is not None and after.rank <= top
            if came and (before.rank is None or before.rank > top):
                expected.add((profile.id, line.fact, line.value))
    assert {(each.profile, each.fact, each.value) for each in index.unlocks(need, top)} == expected
