"""How many suppliers each must lets through: the arrays against a plain loop over the suppliers."""

from __future__ import annotations

from hypothesis import given, settings

from matching import Category, Criterion, Fact, Index, Piece, Place, Profile, Requirement
from matching.records import Sifted, SiftedMust
from tests.matching.test_covers import catalogues, requirements

DERBY = Place("Derby", 52.92, -1.47, "Derbyshire", "East Midlands")
STAFFORD = Place("Stafford", 52.81, -2.12, "Staffordshire", "West Midlands")


def sifted_one_by_one(index: Index, requirement: Requirement, among: list[str]) -> Sifted:
    """The same by what the index says of each supplier alone, each must left away in turn."""
    musts = [line.id for line in requirement.criteria if line.importance == "must"]
    verdicts = [
        {each.criterion: each.verdict for each in index.answer(requirement, name).verdicts} for name in among
    ]
    rows = []
    for must in musts:
        others = [other for other in musts if other != must]
        rows.append(
            SiftedMust(
                must,
                sum(each[must] == "met" for each in verdicts),
                sum(each[must] == "not met" and _is_typed(requirement, must) for each in verdicts),
                sum(all(each[other] == "met" for other in others) for each in verdicts),
                sum(
                    _is_out(requirement, each, musts) and not _is_out(requirement, each, others)
                    for each in verdicts
                ),
            )
        )
    return Sifted(
        len(among),
        sum(all(each[must] == "met" for must in musts) for each in verdicts),
        sum(_is_out(requirement, each, musts) for each in verdicts),
        tuple(rows),
    )


def _is_typed(requirement: Requirement, must: str) -> bool:
    return next(line for line in requirement.criteria if line.id == must).fact is not None


def _is_out(requirement: Requirement, verdicts: dict[str, str], musts: list[str]) -> bool:
    return any(verdicts[must] == "not met" and _is_typed(requirement, must) for must in musts)


@settings(max_examples=60, deadline=None)
@given(catalogues, requirements)
def test_the_counts_are_those_of_a_loop_over_everybody(
    catalogue: list[Profile], requirement: Requirement
) -> None:
    index = Index().fit(catalogue)
    everybody = [profile.id for profile in catalogue]
    assert index.sift(requirement) == sifted_one_by_one(index, requirement, everybody)


def firm(name: str, place: Place, *, certified: bool | None, category: str = "drains") -> Profile:
    facts = () if certified is None else (Fact("iso_9001", certified, "ISO 9001"),)
    piece = Piece(f"{name}-1", "capability", "Blocked drains jetted", "High pressure", category)
    return Profile(name, name, (piece,), facts, place)


LIST = (
    Category("facilities", "Facilities"),
    Category("drains", "Drains", "facilities"),
    Category("roofs", "Roofs", "facilities"),
)
FIRMS = (
    firm("a", DERBY, certified=True),
    firm("b", DERBY, certified=True),
    firm("c", STAFFORD, certified=True),
    firm("d", DERBY, certified=None),
    firm("e", STAFFORD, certified=False),
    firm("f", DERBY, certified=True, category="roofs"),
)
MUSTS = (
    Criterion("1", "In Derbyshire", "must", fact="county", value=("Derbyshire",)),
    Criterion("2", "ISO 9001", "must", fact="iso_9001", value=True),
    Criterion("3", "Blocked drains jetted", "must"),
    Criterion("4", "Gold taps", "should"),
)


def test_fourteen_meet_this_and_so_many_without_the_county_rule() -> None:
    """Of the five under drains a and b meet all. Without the county c comes in, without ISO 9001 d does, who
    does not say. The county leaves out c and e, and c by itself; ISO 9001 leaves out e, the county as well.
    """
    index = Index(LIST).fit(FIRMS)
    assert index.sift(Requirement("Drains", categories=("drains",), criteria=MUSTS)) == Sifted(
        among=5,
        every=2,
        left_out=2,
        musts=(SiftedMust("1", 3, 2, 3, 1), SiftedMust("2", 3, 1, 3, 0), SiftedMust("3", 5, 0, 2, 0)),
    )


def test_a_heading_takes_in_those_below_it_and_none_takes_in_everybody() -> None:
    index = Index(LIST).fit(FIRMS)
    assert index.sift(Requirement("Drains", categories=("facilities",))).among == 6
    assert index.sift(Requirement("Drains")) == Sifted(6, 6, 0)
    assert index.sift(Requirement("Drains", categories=("nowhere",))) == Sifted(0, 0, 0)


def test_who_was_taken_out_is_not_counted() -> None:
    index = Index(LIST).fit(FIRMS)
    index.remove("a")
    assert index.sift(Requirement("Drains", categories=("drains",), criteria=MUSTS)).every == 1
