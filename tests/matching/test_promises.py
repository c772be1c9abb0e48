"""What the ranking promises, each promise a test.

One is kept in part only. Contracts change nothing where they share no word with the need; of fifty arbitrary
ones some share a word by chance. Eight words of the need stuffed into an unrelated profile are not ranked
down but flagged to an adviser (`test_flags.py`).
"""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from matching import Category, Criterion, Fact, Index, Match, Piece, Place, Profile, Requirement
from tests.matching.catalogue_made import OTHERS, order, rank, supplier

DRAINS = supplier("Adams", "Drain cleaning", text="Blocked drains cleared by high-pressure jetting.")


def score(profile_id, *profiles, requirement):
    found = Index().fit([*OTHERS, *profiles]).explain(requirement, profile_id)
    return found.score


def test_drain_cleaning_does_not_fetch_office_cleaners_first():
    assert order(rank(DRAINS, title="Drain cleaning"))[0] == "adams"


def test_change_management_finds_people_who_never_write_the_phrase():
    coach = supplier(
        "Quill", "Business transformation", text="We bring staff along when an organisation changes."
    )
    assert order(rank(coach, title="Change management"))[0] == "quill"


def test_enterprise_search_is_not_won_by_a_stuffed_conferencing_listing():
    honest = supplier(
        "Nash",
        "Enterprise search",
        text="One search box over documents, mail and intranet, with access rights.",
    )
    stuffed = supplier(
        "Pike",
        "Video conferencing",
        text="Online meetings with screen sharing. " + "enterprise search " * 50,
    )
    assert order(rank(honest, stuffed, title="Enterprise search for our documents"))[0] == "nash"


def test_repeating_a_word_fifty_times_gains_no_more_than_saying_it_twice():
    requirement = Requirement("Drain cleaning and gutter clearing")
    twice = score("adams", supplier("Adams", "Plumbing", text="drain " * 2), requirement=requirement)
    often = score("adams", supplier("Adams", "Plumbing", text="drain " * 50), requirement=requirement)
    assert 0 < often <= twice


def test_a_tenth_copy_of_a_capability_adds_nothing():
    requirement = Requirement("Drain cleaning")
    nine = supplier("Adams", *["Drain cleaning"] * 9)
    ten = supplier("Adams", *["Drain cleaning"] * 10)
    assert score("adams", nine, requirement=requirement) == score("adams", ten, requirement=requirement)


@pytest.mark.parametrize("profile", [DRAINS, *OTHERS], ids=lambda profile: profile.id)
def test_fifty_unrelated_contracts_change_a_score_by_nothing(profile):
    requirement = Requirement(
        "Drain cleaning and office cleaning", "Support for payroll and roofs is welcome."
    )
    unrelated = tuple(Piece(f"x{at}", "contract", f"Supply of library shelving {at}") for at in range(50))
    busy = replace(profile, pieces=profile.pieces + unrelated)
    rest = [other for other in (DRAINS, *OTHERS) if other is not profile]
    quiet = Index().fit([*rest, profile]).explain(requirement, profile.id).score
    assert Index().fit([*rest, busy]).explain(requirement, profile.id).score == quiet


def test_at_most_three_pieces_count_in_a_criterion():
    titles = [f"Drain cleaning in {town}" for town in ("Bath", "York", "Ely", "Hull", "Deal")]
    (match, *_) = rank(supplier("Adams", *titles), title="Drain cleaning").matches
    assert [evidence.kind for evidence in match.evidence] == ["capability"] * 3


def test_in_each_part_of_a_need_at_most_three_pieces_count():
    titles = [f"Drain cleaning and jetting in {town}" for town in ("Bath", "York", "Ely", "Hull", "Deal")]
    (match, *_) = rank(supplier("Adams", *titles), title="Drain cleaning", description="Jetting").matches
    counted = Counter(evidence.criterion for evidence in match.evidence)
    assert counted == {"need": 3, "need-title": 3, "need-description": 3}


def test_one_contract_may_prove_the_trade_and_another_the_task():
    both = supplier("Moss", contracts=("Drain cleaning", "Surveys by camera"))
    asked = {"title": "Drain cleaning", "description": "Surveys by camera"}
    (match, *_) = rank(both, **asked).matches
    proofs = {(each.criterion, each.title) for each in match.evidence}
    assert {("need-title", "Drain cleaning"), ("need-description", "Surveys by camera")} <= proofs


@pytest.mark.parametrize(
    "changed",
    [
        replace(DRAINS, name="Zoë's Drains Limited"),
        replace(DRAINS, place=Place("BA1", 51.38, -2.36)),
        replace(
            DRAINS,
            pieces=(
                replace(DRAINS.pieces[0], text="She has blocked dráins cleared by high-pressure jetting."),
            ),
        ),
        replace(
            DRAINS,
            pieces=(
                replace(DRAINS.pieces[0], text="He has blocked drains cleared by high-pressure jetting."),
            ),
        ),
    ],
    ids=["name", "place nobody asked about", "she, accent", "he"],
)
def test_who_the_people_are_changes_no_score(changed):
    requirement = Requirement("Drain cleaning by jetting")
    assert score("adams", changed, requirement=requirement) == score("adams", DRAINS, requirement=requirement)


def test_proof_only_in_a_past_contract_is_found():
    firm = supplier("Moss", "Property care", contracts=("Legionella water testing in twelve schools",))
    ranking = rank(firm, title="Legionella testing")
    assert order(ranking)[0] == "moss"
    assert ranking.matches[0].evidence[0].kind == "contract"
    assert "Legionella" in ranking.matches[0].evidence[0].quote


def test_proof_only_in_a_structured_answer_is_found():
    firm = replace(
        supplier("Moss", "Property care"),
        facts=(Fact("water", True, "Member of the Legionella Control Association"),),
    )
    assert rank(firm, title="Legionella testing").matches[0].evidence[0].kind == "fact"


def test_what_certifies_a_fact_is_shown_and_proves_no_other_need():
    fact = Fact(
        "cover", 5e6, "Public liability insurance", proof="from Old Boiler Mutual, until 14 March 2027"
    )
    firm = replace(supplier("Moss", "Property care"), facts=(fact,))
    assert order(rank(firm, title="Boiler servicing in March")) == []
    line = Criterion("i", "Insured", "must", fact="cover", value=1e6)
    asked = Requirement("Public liability", criteria=(line,))
    (match,) = Index().fit([*OTHERS, firm]).rank(asked).matches
    assert {each.quote for each in match.evidence} == {
        "Public liability insurance",
        "Public liability insurance (from Old Boiler Mutual, until 14 March 2027)",
    }


def test_a_fact_that_has_run_out_proves_nothing_on_the_day():
    fact = Fact("water", True, "Legionella Control Association", expires=date(2026, 1, 31))
    firm = replace(supplier("Moss", "Property care"), facts=(fact,))
    index = Index().fit([*OTHERS, firm])
    requirement = Requirement("Legionella testing")
    assert order(index.rank(replace(requirement, on=date(2026, 1, 31)))) == ["moss"]
    assert order(index.rank(replace(requirement, on=date(2026, 2, 1)))) == []


def test_a_new_firm_without_contracts_can_be_first():
    old = supplier(
        "Old", "Property care", contracts=tuple(f"Drainage survey {year}" for year in range(2000, 2020))
    )
    assert order(rank(DRAINS, old, title="Drain cleaning by jetting"))[0] == "adams"


def test_a_twin_listing_is_a_tie_broken_by_id():
    twins = [replace(DRAINS, id=name) for name in ("b", "a", "c")]
    ranking = rank(*twins, title="Drain cleaning")
    assert order(ranking)[:3] == ["a", "b", "c"]
    assert {match.band for match in ranking.matches[:3]} == {1}


def test_hidden_characters_and_look_alike_letters_are_read_as_plain_ones():
    disguised = supplier(
        "Adams", "D\u200brain cle\u0430ning", text="Blocked dra\u00adins cleared by high-pressure jetting."
    )
    requirement = Requirement("Drain cleaning")
    assert score("adams", disguised, requirement=requirement) == score(
        "adams", DRAINS, requirement=requirement
    )


def test_the_order_of_suppliers_pieces_and_criteria_changes_nothing():
    lines = (Criterion("b", "High-pressure jetting"), Criterion("a", "Gutters", weight=2.0))
    firm = supplier(
        "Adams", "Drain cleaning", "Gutter clearing", contracts=("Jetting of drains", "Drain survey")
    )
    profiles = [*OTHERS, DRAINS, replace(firm, id="firm")]
    turned = [replace(profile, pieces=profile.pieces[::-1]) for profile in reversed(profiles)]
    asked = Requirement("Drain cleaning", "Jetting", criteria=lines)
    assert Index().fit(profiles).rank(asked) == Index().fit(turned).rank(replace(asked, criteria=lines[::-1]))


def test_adding_a_supplier_elsewhere_leaves_every_verdict_on_a_fact():
    firm = replace(DRAINS, facts=(Fact("insurance", 5e6, "Public liability £5,000,000"),))
    asked = Requirement(
        "Drain cleaning", criteria=(Criterion("i", "Insured", "must", fact="insurance", value=1e6),)
    )
    index = Index().fit([firm])
    before = index.explain(asked, "adams").verdicts[-1]
    for profile in OTHERS:
        index.put(profile)
    assert index.explain(asked, "adams").verdicts[-1] == before


def test_every_category_ticked_wins_nothing_over_the_right_one():
    tree = [Category(f"c{at}", f"Heading {at}") for at in range(30)]
    index = Index(tree)
    right = Profile("right", "R", (Piece("r", "capability", "Drain cleaning", category="c3"),))
    ticked = Profile(
        "ticked",
        "T",
        tuple(Piece(f"t{at}", "capability", "Anything at all", category=f"c{at}") for at in range(30)),
    )
    index.fit([*OTHERS, right, ticked])
    assert order(index.rank(Requirement("Drain cleaning", categories=("c3",))))[0] == "right"


def test_likenesses_by_chance_do_not_add_up():
    """A line of three words: contracts that share one of them add nothing to a capability that shares two."""
    lucky = supplier(
        "Adams", "Drain jetting", contracts=("Catering equipment", "Stage equipment", "Lab equipment")
    )
    (match, *_) = rank(lucky, supplier("Other", "Gym equipment"), title="Drain jetting equipment").matches
    assert [evidence.title for evidence in match.evidence] == ["Drain jetting"]


def test_worth_is_what_the_score_loses_when_the_piece_is_taken_away():
    """By deletion: the piece goes, a stand-in keeps the catalogue's counts as they were."""
    pieces = [
        Piece(f"p{at}", "capability", f"Drain cleaning in {town}") for at, town in enumerate(("Bath", "Hull"))
    ]
    stand_in = Profile("other", "Other", (Piece("o", "capability", "Drain cleaning in Bath and Hull"),))
    requirement = Requirement("Drain cleaning and culvert surveys")
    whole = Index().fit([*OTHERS, stand_in, Profile("a", "A", tuple(pieces))]).explain(requirement, "a")
    assert isinstance(whole, Match)
    for evidence in whole.evidence:
        left = tuple(piece for piece in pieces if piece.id != evidence.piece)
        without = Index().fit([*OTHERS, stand_in, Profile("a", "A", left)]).explain(requirement, "a")
        assert whole.score - without.score == pytest.approx(evidence.worth, abs=1e-9)
