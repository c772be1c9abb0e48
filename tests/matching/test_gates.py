"""Typed lines: what excludes, what only lowers, and what silence is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Criterion, Exclusion, Fact, Index, Match, Piece, Place, Profile, Requirement
from matching.gates import IMPLIES, distance_km, rule, satisfies
from matching.served import Served, read_served

BRISTOL = Place("Bristol", 51.4545, -2.5879)
BATH = Place("Bath", 51.3811, -2.3590)
LEEDS = Place("Leeds", 53.8008, -1.5491)


def firm(*facts, place=None, name="a"):
    return Profile(name, name.upper(), (Piece(f"{name}1", "capability", "Drain cleaning"),), facts, place)


def requirement(*criteria, **others):
    return Requirement("Drain cleaning", criteria=criteria, **others)


def line(fact, value=True, importance="must"):
    return Criterion("x", "As asked", importance, 1.0, fact, value)


@pytest.mark.parametrize(
    ("name", "asked", "stated", "met"),
    [
        ("clearance", "sc", "dv", True),
        ("clearance", "dv", "sc", False),
        ("cyber_essentials", "cyber_essentials", "cyber_essentials_plus", True),
        ("cyber_essentials", "cyber_essentials_plus", "cyber_essentials", False),
        ("support_hours", "9_to_5_mon_to_fri", "24_7", True),
        ("email_support", "yes_extra_cost", "yes", True),
        ("data_location", "eea", ("uk", "other"), True),
        ("data_location", ("uk", "eea"), "uk", True),
        ("data_location", "uk", ("eea",), False),
        ("insurance", 5_000_000, 5_000_000, True),
        ("insurance", 5_000_000, 4_999_999, False),
        ("insurance", 5_000_000, "lots", False),
        ("response_time", 4, 1, True),
        ("response_time", 4, 8, False),
        ("pci", True, True, True),
        ("pci", True, False, False),
        ("pci", True, "none", False),
        ("penetration_testing", "at_least_once_a_year", "at_least_every_6_months", True),
        ("penetration_testing", "at_least_once_a_year", "less_than_once_a_year", False),
        ("penetration_testing", "less_than_once_a_year", "none", False),
        ("staff_screening", "screening_not_to_bs_7858", "screening_to_bs_7858", True),
        ("availability", 99.9, 99.95, True),
        ("availability", 99.9, 99.5, False),
        ("public_sector_networks", ("hscn", "psn"), ("psn", "janet", "hscn"), True),
        ("public_sector_networks", ("hscn", "psn"), ("psn",), False),
    ],
)
def test_a_stated_answer_meets_a_line_when_it_is_at_least_as_strong(name, asked, stated, met):
    assert satisfies(name, asked, stated) is met


def test_each_chain_of_answers_names_its_members_once():
    answers = [answer for chain in IMPLIES for answer in chain]
    assert len(answers) == len(set(answers))


@pytest.mark.parametrize(("importance", "kind"), [("must", Exclusion), ("should", Match)])
def test_only_a_must_excludes(importance, kind):
    index = Index().fit([firm(Fact("insurance", 1e6, "£1,000,000"))])
    assert isinstance(index.explain(requirement(line("insurance", 5e6, importance)), "a"), kind)


def test_what_is_not_stated_never_excludes_and_ranks_below_what_is_met():
    index = Index().fit([firm(name="silent"), firm(Fact("insurance", 9e6), name="stated")])
    ranking = index.rank(requirement(line("insurance", 5e6)))
    assert [match.profile for match in ranking.matches] == ["stated", "silent"]
    assert ranking.matches[1].verdicts[-1].verdict == "not stated"
    assert "Ask" in ranking.matches[1].verdicts[-1].reason


def test_a_certificate_must_be_in_date_on_the_day_and_no_clock_is_read():
    held = firm(Fact("iso", True, "ISO 9001, no. 123", expires=date(2026, 6, 30)))
    asked = line("iso")
    assert rule(asked, requirement(asked, on=date(2026, 6, 30)), held).verdict == "met"
    late = rule(asked, requirement(asked, on=date(2026, 7, 1)), held)
    assert (late.verdict, late.reason) == (
        "not met",
        "Stated, but it ran out on 30 June 2026: ISO 9001, no. 123",
    )
    assert rule(asked, requirement(asked), held).verdict == "met"


def test_of_two_certificates_the_one_in_date_counts():
    held = firm(
        Fact("iso", True, "old", expires=date(2020, 1, 1)), Fact("iso", True, "new", expires=date(2030, 1, 1))
    )
    asked = line("iso")
    assert rule(asked, requirement(asked, on=date(2026, 1, 1)), held).reason == "Stated: new"


DERBY = Place("Derby", 52.92, -1.47, "Derbyshire", "East Midlands")
STAFFORD = Place("Stafford", 52.81, -2.12, "Staffordshire", "West Midlands")
NOWHERE = Place("Somewhere", 52.92, -1.47)


@pytest.mark.parametrize(
    ("served", "place", "value", "verdict"),
    [
        (Served(anywhere=True), None, True, "met"),
        (Served(remote=True), DERBY, True, "not met"),
        (Served(remote=True), DERBY, "remote", "met"),
        (Served(remote=True), None, "remote", "met"),
        (Served(counties=("Derbyshire",)), None, True, "not stated"),
        (Served(counties=("Derbyshire",)), DERBY, True, "met"),
        (Served(counties=("Derbyshire",)), STAFFORD, True, "not met"),
        (Served(counties=("Derbyshire",)), NOWHERE, True, "not stated"),
        (Served(regions=("East Midlands",)), DERBY, True, "met"),
        (Served(regions=("East Midlands",)), STAFFORD, True, "not met"),
        (Served(regions=("East Midlands",)), NOWHERE, True, "not stated"),
        (Served(radius_km=46, place=STAFFORD), DERBY, True, "met"),
        (Served(radius_km=45, place=STAFFORD), DERBY, True, "not met"),
        (Served(radius_km=46), DERBY, True, "not stated"),
        (Served(radius_km=46), DERBY, "remote", "not stated"),
        (Served(radius_km=10, place=STAFFORD, regions=("East Midlands",)), DERBY, True, "met"),
        (Served(radius_km=10, place=STAFFORD, counties=("Kent",)), NOWHERE, True, "not stated"),
        (Served(), DERBY, True, "not met"),
    ],
)
def test_who_works_where_the_work_is_goes_by_what_is_stated(served, place, value, verdict):
    """Derby is 45.4 km from Stafford: 0.1 degrees north and 0.65 east at cosine 0.604, by 111.2 km each."""
    asked, held = line("serves", value), firm(Fact("serves", served.to_value(), "Works there"))
    assert rule(asked, requirement(asked, place=place), held).verdict == verdict
    assert rule(asked, requirement(asked, place=place), firm()).verdict == "not stated"


@given(st.builds(Served, st.booleans(), st.booleans(), st.lists(st.text()).map(tuple), st.just(("Wales",))))
def test_where_a_supplier_works_is_read_back_as_it_was_told(served):
    assert read_served(served.to_value()) == served


def test_a_radius_is_read_back_with_the_point_it_is_measured_from():
    told = Served(radius_km=12.5, place=BRISTOL).to_value()
    assert told == ("within 12.5 51.4545 -2.5879",)
    read = read_served(told)
    assert (read.radius_km, read.place) == (12.5, Place("", 51.4545, -2.5879))


def test_bristol_to_bath_is_eighteen_kilometres():
    """sin²(0.0367°) + cos 51.45° cos 51.38° sin²(0.1145°) = 1.96e-6; 2 * 6371 * sqrt(1.96e-6) = 17.8 km."""
    assert distance_km(BRISTOL, BATH) == pytest.approx(17.8, abs=0.1)
    assert distance_km(BATH, BRISTOL) == distance_km(BRISTOL, BATH)
    assert distance_km(LEEDS, LEEDS) == 0


def test_an_area_is_a_circle_around_the_requirements_place():
    index = Index().fit([firm(place=BATH, name="near"), firm(place=LEEDS, name="far"), firm(name="nowhere")])
    ranking = index.rank(requirement(line("area", 50.0), place=BRISTOL))
    assert [match.profile for match in ranking.matches] == ["near", "nowhere"]
    assert ranking.matches[0].evidence[-1].kind == "place"
    (left,) = ranking.excluded
    assert left.profile == "far"
    assert left.near
    assert left.gates[0].reason == "Leeds is 270 km from Bristol, more than the 50 km asked for"
    assert ranking.matches[0].verdicts[-1].reason == "Bath is 18 km from Bristol, within the 50 km asked for"


def test_what_is_just_outside_an_area_does_not_read_as_inside():
    """Leeds is 270.1 km away, which in whole kilometres is no more than 270; Bath 17.8, which is 18."""
    asked = line("area", 270.0)
    reason = rule(asked, requirement(asked, place=BRISTOL), firm(place=LEEDS)).reason
    assert reason == "Leeds is 270.1 km from Bristol, more than the 270 km asked for"
    asked = line("area", 17.9)
    reason = rule(asked, requirement(asked, place=BRISTOL), firm(place=BATH)).reason
    assert reason == "Bath is 17.8 km from Bristol, within the 17.9 km asked for"


def test_a_ruling_says_what_is_stated_in_the_suppliers_words_and_never_a_bare_number():
    held = firm(Fact("public_liability", 1e6, "Public liability insurance of £1,000,000"))
    asked = line("public_liability", 2e6)
    assert rule(asked, requirement(asked), held).reason == (
        "Stated instead: Public liability insurance of £1,000,000"
    )


def test_two_failed_gates_are_no_near_miss():
    index = Index().fit([firm(Fact("insurance", 1e6), Fact("iso", False))])
    criteria = (
        Criterion("x", "Insured", "must", 1.0, "insurance", 5e6),
        Criterion("y", "ISO", "must", 1.0, "iso", True),
    )
    (left,) = index.rank(requirement(*criteria)).excluded
    assert [gate.criterion for gate in left.gates] == ["x", "y"]
    assert not left.near


def test_the_excluded_are_counted_among_the_considered():
    index = Index().fit([firm(name="ok"), firm(Fact("iso", False), name="out")])
    ranking = index.rank(requirement(line("iso")))
    assert (ranking.considered, len(ranking.matches), len(ranking.excluded)) == (2, 1, 1)


SIZES = ("micro", "small", "medium")


def sized(name, size="", kind="", place=None):
    return Profile(
        name, name.upper(), (Piece(f"{name}1", "capability", "Drain cleaning"),), (), place, size, kind
    )


def test_a_filter_leaves_out_who_is_something_else_and_brings_nobody_a_point():
    firms = [sized("small", "small"), sized("silent"), sized("large", "large")]
    index = Index().fit(firms)
    free = {match.profile: match.score for match in index.rank(requirement()).matches}
    ranking = index.rank(requirement(line("size", SIZES)))
    assert {match.profile: match.score for match in ranking.matches} == {
        name: free[name] for name in ("small", "silent")
    }
    verdicts = {match.profile: match.verdicts[-1] for match in ranking.matches}
    assert (verdicts["small"].verdict, verdicts["small"].possible) == ("met", 0.0)
    assert verdicts["silent"].verdict == "not stated"
    (left_out,) = ranking.excluded
    assert (left_out.profile, left_out.near) == ("large", True)
    assert left_out.gates[0].reason == "Stated instead: large"
    assert all(evidence.criterion != "x" for match in ranking.matches for evidence in match.evidence)


@pytest.mark.parametrize(
    ("fact", "asked", "verdict"),
    [
        ("kind", ("charity", "community interest company"), "met"),
        ("kind", ("company",), "not met"),
        ("kind", "charity", "met"),
        ("county", ("Derbyshire",), "met"),
        ("county", ("Staffordshire",), "not met"),
        ("region", ("East Midlands",), "met"),
        ("county", ("Nottinghamshire", "Derbyshire"), "met"),
        ("uk", ("East Midlands", "Wales"), "met"),
        ("uk", ("Wales",), "not met"),
        ("size", SIZES, "not stated"),
    ],
)
def test_a_filter_goes_by_what_the_supplier_is_and_where(fact, asked, verdict):
    derby = Place("Derby", 52.92, -1.47, "Derbyshire", "East Midlands")
    ruling = rule(line(fact, asked), requirement(), sized("a", kind="charity", place=derby))
    assert (ruling.verdict, ruling.value) == (verdict, 0.0)


def test_a_whole_register_is_asked_who_is_in_the_country_by_its_regions():
    jersey = Place("Jersey", 49.2, -2.13, None, "Crown Dependencies")
    derby = Place("Derby", 52.92, -1.47, "Derbyshire", "East Midlands")
    nowhere = Place("Nowhere", 53.0, -1.0)
    firms = [sized("jersey", place=jersey), sized("derby", place=derby), sized("nowhere", place=nowhere)]
    ranking = Index().fit(firms).rank(requirement(line("uk", ("East Midlands", "Wales"))))
    assert {match.profile: match.verdicts[-1].verdict for match in ranking.matches} == {
        "derby": "met",
        "nowhere": "not stated",
    }
    assert [left_out.profile for left_out in ranking.excluded] == ["jersey"]


def test_a_radius_finds_the_neighbour_that_a_county_drops():
    """Derby and Stafford are 45 km apart, in two counties and two regions."""
    derby = Place("Derby", 52.92, -1.47, "Derbyshire", "East Midlands")
    stafford = Place("Stafford", 52.8067, -2.1168, "Staffordshire", "West Midlands")
    firm_there = sized("stafford", place=stafford)
    assert distance_km(derby, stafford) == pytest.approx(45, abs=1)
    index = Index().fit([firm_there])
    assert index.rank(requirement(line("area", 50.0), place=derby)).matches
    assert not index.rank(requirement(line("county", ("Derbyshire",)), place=derby)).matches


def test_a_filter_that_is_no_must_leaves_nobody_out():
    index = Index().fit([sized("large", "large")])
    ranking = index.rank(requirement(line("size", SIZES, "should")))
    assert [match.verdicts[-1].verdict for match in ranking.matches] == ["not met"]
    assert not ranking.excluded


def test_a_place_that_cannot_be_measured_from_says_nothing_and_breaks_no_search():
    nowhere = Place("Nowhere", float("nan"), 0.0)
    index = Index().fit([firm(place=nowhere), firm(place=BATH, name="b")])
    ranking = index.rank(requirement(line("area", 30), place=BRISTOL))
    verdicts = {match.profile: match.verdicts[-1].verdict for match in ranking.matches}
    assert verdicts == {"a": "not stated", "b": "met"}
