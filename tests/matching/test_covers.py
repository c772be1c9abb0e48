"""Sets of suppliers from an index: what its arrays say of everybody is what it says of each, one by one."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Criterion, Fact, Index, Piece, Place, Profile, Requirement
from matching.index.musts import is_own, weigh_musts
from tests.matching.catalogue_made import OTHERS

DERBY = Place("Derby", 52.92, -1.47, "Derbyshire", "East Midlands")
STAFFORD = Place("Stafford", 52.81, -2.12, "Staffordshire", "West Midlands")
WORDS = ("drain", "drains", "cleaning", "roof", "repairs", "payroll", "survey", "hedge", "asbestos", "lift")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
pieces = st.lists(st.tuples(texts, st.one_of(st.just(""), texts)), min_size=1, max_size=4).map(
    lambda said: tuple(Piece(f"p{at}", "capability", *each) for at, each in enumerate(said))
)
facts = st.lists(
    st.one_of(
        st.builds(
            lambda value, expires: Fact("iso_9001", value, "Certified roof survey", expires),
            st.booleans(),
            st.sampled_from([None, date(2026, 5, 1), date(2026, 6, 1)]),
        ),
        st.builds(lambda value: Fact("insurance", value, "Insured"), st.sampled_from([1e6, 5e6])),
        st.sampled_from(
            [("uk",), ("remote",), ("county Derbyshire",), ("region Wales",), ("within 9.0",)]
        ).map(lambda value: Fact("serves", value, "Works")),
    ),
    max_size=3,
).map(tuple)
suppliers = st.builds(
    Profile,
    st.just(""),
    st.just(""),
    pieces,
    facts,
    st.sampled_from([None, DERBY, STAFFORD]),
    st.sampled_from(["", "micro", "small", "large"]),
)
catalogues = st.lists(suppliers, min_size=1, max_size=8).map(
    lambda drawn: [replace(each, id=f"s{at}", name=f"S{at}") for at, each in enumerate(drawn)]
)
asked = st.one_of(
    texts.map(lambda text: (text, None, None)),
    st.sampled_from(
        [
            ("Certified", "iso_9001", True),
            ("Insured", "insurance", 2e6),
            ("Near", "area", 30),
            ("Works here", "serves", True),
            ("An SME", "size", ("micro", "small", "medium")),
        ]
    ),
)
requirements = st.builds(
    lambda title, lines, on: Requirement(
        title,
        criteria=tuple(
            Criterion(f"c{at}", text, "should" if at == 5 else "must", 1.0, fact, value)
            for at, (text, fact, value) in enumerate(lines)
        ),
        place=DERBY,
        on=on,
    ),
    texts,
    st.lists(asked, min_size=1, max_size=6),
    st.sampled_from([None, date(2026, 5, 15)]),
)


def told(index, requirement):
    """What an index says of each must of every supplier, one by one: (supplier, criterion) -> verdict."""
    held = index.hold(requirement, index.ids())
    matches = [held.match(owner, 1) for owner in held.kept.owners.tolist()]
    return {
        (match.profile, each.criterion): each.verdict
        for match in matches
        for each in match.verdicts
        if each.importance == "must"
    }


@settings(max_examples=60, deadline=None)
@given(catalogues, requirements)
def test_what_the_arrays_say_of_everybody_is_what_is_said_of_each(catalogue, requirement):
    index = Index().fit(catalogue)
    musts = weigh_musts(index._catalogue(), requirement, index.weights)
    ids = [index._register.id_of(owner) for owner in musts.owners.tolist()]
    verdicts = told(index, requirement)
    assert ids == [profile.id for profile in catalogue]
    for at, name in enumerate(ids):
        for line, met, denied in zip(musts.joint, musts.met[:, at], musts.denied[:, at], strict=True):
            assert met == (verdicts[name, line.id] == "met")
            assert denied == (verdicts[name, line.id] == "not met")
        own = [verdicts[name, line.id] for line in musts.own]
        assert musts.barred[at] == ("not met" in own)
        assert musts.unsaid[at] == own.count("not stated")
        assert musts.sme[at] == (catalogue[at].size in ("micro", "small", "medium"))


@settings(max_examples=50, deadline=None)
@given(catalogues, requirements)
def test_the_covers_are_the_smallest_and_the_strongest_of_all_sets(catalogue, requirement):
    index = Index().fit(catalogue)
    verdicts, held = told(index, requirement), index.hold(requirement, index.ids())
    musts = [line for line in requirement.criteria if line.importance == "must"]
    owners = held.kept.owners.tolist()
    shares = dict(zip(map(held.id_of, owners), held.shares(owners).T, strict=True))
    found = {}
    for number in range(1, 4):
        for names in combinations(sorted(shares), number):
            asks = asked_of(names, musts, verdicts)
            if asks is not None:
                together = np.array([shares[name] for name in names])
                key = (-round(together.max(axis=0).sum(), 9), -round(together.sum(), 9), names)
                found.setdefault((asks, number), []).append(key)
    joint = [line for line in musts if not is_own(line)]
    smallest = min((size for size in found if size[0] <= min(3, len(joint) - 1)), default=None)
    expected = [set(names) for *_, names in sorted(found[smallest])] if smallest else []
    covers = index.cover(requirement, limit=10**6).covers
    assert [{firm.profile for firm in cover.firms} for cover in covers] == expected
    for cover in covers:
        assert (cover.asked, len(cover.firms)) == smallest
        for line in cover.lines:
            assert line.by == tuple(
                firm.profile for firm in cover.firms if verdicts[firm.profile, line.criterion] == "met"
            )


def asked_of(names, musts, verdicts):
    """What would have to be asked of a set; None for one that a must bars."""
    asks = 0
    for line in musts:
        said = [verdicts[name, line.id] for name in names]
        if is_own(line):
            if "not met" in said:
                return None
            asks += said.count("not stated")
        elif "met" not in said:
            if set(said) == {"not met"}:
                return None
            asks += 1
    joint = [line for line in musts if not is_own(line)]
    alone = all(any(verdicts[name, line.id] == "met" for line in joint) for name in names)
    return asks if alone else None


def firm(name, *titles, facts=(), place=DERBY, size="small"):
    pieces = tuple(Piece(f"{name}{at}", "capability", title) for at, title in enumerate(titles))
    return Profile(name, name.title(), pieces, facts, place, size)


ISO = Fact("iso_9001", True, "ISO 9001")
NO_ISO = Fact("iso_9001", False, "No ISO 9001")
NEED = Requirement(
    "Cleaning and catering for schools",
    criteria=(
        Criterion("a", "Window cleaning", "must"),
        Criterion("b", "School catering", "must"),
        Criterion("c", "ISO 9001", "must", 1.0, "iso_9001", True),
        Criterion("d", "Within 30 km", "must", 1.0, "area", 30.0),
    ),
    place=DERBY,
)


def found_for(*firms, need=NEED):
    return Index().fit([*OTHERS[2:], *firms]).cover(need)


def sets(together):
    return [{each.profile for each in cover.firms} for cover in together.covers]


def line_of(cover, criterion):
    return next(line for line in cover.lines if line.criterion == criterion)


def test_two_firms_meet_together_what_neither_meets_alone():
    panes = firm("panes", "Window cleaning", facts=(ISO,))
    (cover,) = found_for(panes, firm("lunch", "School catering", facts=(NO_ISO,))).covers
    assert {line.criterion: set(line.by) for line in cover.lines} == {
        "a": {"panes"},
        "b": {"lunch"},
        "c": {"panes"},
        "d": {"panes", "lunch"},
    }
    assert cover.asked == 0
    assert 0 < cover.strength <= 1


def test_each_must_be_within_the_area_itself():
    panes, lunch = firm("panes", "Window cleaning", facts=(ISO,)), firm("lunch", "School catering")
    assert sets(found_for(panes, lunch)) == [{"panes", "lunch"}]
    assert sets(found_for(panes, replace(lunch, place=STAFFORD))) == [{"panes"}]


def test_silence_is_asked_where_no_set_does_without():
    panes, lunch = firm("panes", "Window cleaning"), firm("lunch", "School catering", facts=(NO_ISO,))
    (cover,) = found_for(panes, lunch).covers
    assert (line_of(cover, "c").by, line_of(cover, "c").asked, cover.asked) == ((), ("panes",), 1)
    sure = firm("sure", "Window cleaning", facts=(ISO,))
    assert sets(found_for(panes, lunch, sure)) == [{"lunch", "sure"}]


def test_a_no_of_everybody_is_not_asked():
    panes = firm("panes", "Window cleaning", facts=(NO_ISO,))
    assert found_for(panes, firm("lunch", "School catering", facts=(NO_ISO,))).covers == ()


def test_who_does_not_say_where_it_is_is_asked_and_never_taken_for_near():
    panes, lunch = (
        firm("panes", "Window cleaning"),
        firm("lunch", "School catering", facts=(ISO,), place=None),
    )
    (cover,) = found_for(panes, lunch).covers
    assert (line_of(cover, "d").by, line_of(cover, "d").asked, cover.asked) == (("panes",), ("lunch",), 1)


def test_one_firm_that_meets_all_is_a_set_of_one_and_counted():
    found = found_for(firm("both", "Window cleaning", "School catering", facts=(ISO,)))
    assert sets(found) == [{"both"}]
    assert found.alone == 1


def test_equal_sets_go_by_the_score_of_their_firms_and_then_by_id():
    panes, lunch = firm("panes", "Window cleaning"), firm("lunch", "School catering")
    trades = {"k": "Payroll", "m": "Cleaning of schools", "z": "Payroll"}
    holders = [firm(name, trade, facts=(ISO,)) for name, trade in trades.items()]
    found = [each - {"panes", "lunch"} for each in sets(found_for(panes, lunch, *holders))]
    assert found == [{"m"}, {"k"}, {"z"}]


def test_lots_bring_in_those_that_are_not_able_for_the_whole():
    panes = [firm(f"panes{at}", "Window cleaning") for at in range(4)]
    lunch = [firm(f"lunch{at}", "School catering", size="micro") for at in range(3)]
    large = firm("large", "School catering", size="large")
    need = replace(NEED, criteria=(*NEED.criteria[:2], NEED.criteria[3]))
    found = found_for(*panes, *lunch, large, need=need)
    assert [(lot.criteria, lot.able, lot.unseen) for lot in found.lots] == [(("a",), 4, 4), (("b",), 3, 3)]
    assert (found.able, found.unseen, found.unmet) == (0, 7, ())


def test_a_must_that_no_sme_meets_is_in_no_lot():
    found = Index().fit([firm("panes", "Window cleaning"), firm("lunch", "School catering")]).cover(NEED)
    assert found.unmet == ("c",)
    assert [lot.criteria for lot in found.lots] == [("a",), ("b",)]


def test_a_requirement_without_musts_and_an_empty_catalogue_have_no_sets():
    assert Index().fit(OTHERS).cover(Requirement("Cleaning")).covers == ()
    assert Index().cover(NEED).covers == ()
    assert Index().cover(NEED).alone == 0


def test_more_musts_than_can_be_counted_are_refused():
    many = tuple(Criterion(f"c{at:02}", "Cleaning", "must") for at in range(63))
    with pytest.raises(ValueError, match="More than 62 musts"):
        Index().fit(OTHERS).cover(Requirement("Cleaning", criteria=many))


def test_the_order_of_suppliers_and_of_lines_changes_nothing():
    firms = [*OTHERS, firm("panes", "Window cleaning", facts=(ISO,)), firm("lunch", "School catering")]
    turned = replace(NEED, criteria=NEED.criteria[::-1])
    assert Index().fit(firms).cover(NEED) == Index().fit(firms[::-1]).cover(turned)


def test_a_supplier_that_is_gone_is_in_no_set():
    index = Index().fit([firm("panes", "Window cleaning", facts=(ISO,)), firm("lunch", "School catering")])
    assert index.cover(NEED).covers
    index.remove("lunch")
    assert all(each.profile != "lunch" for cover in index.cover(NEED).covers for each in cover.firms)
