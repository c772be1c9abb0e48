"""The smallest honest change that would have altered where a supplier came.

An outcome is altered where a supplier that was left out comes in, and where one that was in comes into a
better band: inside a band suppliers are a tie, and a rank says little. Of all sets of changes that alter it
the smallest fills the fewest form fields; of equals the one that leads to the best rank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations, groupby

from matching.gates import rule
from matching.records import Advice, Change, Outcome, Profile, Requirement

MOST_CHANGES = 8
"""Changes that are tried together: 255 sets, of which few are held against the catalogue."""

Changes = tuple[Change, ...]


def apply(profile: Profile, changes: Sequence[Change]) -> Profile:
    """The profile with the changes made."""
    for change in changes:
        if change.fact is not None:
            others = tuple(fact for fact in profile.facts if fact.name != change.fact.name)
            profile = replace(profile, facts=(*others, change.fact))
        if change.piece is not None:
            rest = tuple(piece for piece in profile.pieces if piece.id != change.piece.id)
            profile = replace(profile, pieces=(*rest, change.piece))
    return profile


def alters(before: Outcome, after: Outcome) -> bool:
    """Whether a supplier comes in, or into a better band."""
    if after.band is None:
        return False
    return before.band is None or after.band < before.band


def passes_musts(requirement: Requirement, profile: Profile) -> bool:
    """Whether no must leaves the profile out."""
    musts = (line for line in requirement.criteria if line.fact is not None and line.importance == "must")
    return all(rule(line, requirement, profile).verdict != "not met" for line in musts)


def smallest_change(
    requirement: Requirement,
    profile: Profile,
    before: Outcome,
    changes: Sequence[Change],
    try_out: Callable[[Profile], Outcome],
) -> Advice | None:
    """The advice, or None where none of the changes alters the outcome, nor all together.

    ``try_out`` says where a changed profile would come. A further change is taken to harm nobody: what a set
    does not reach no part of it does, and most sets need not be tried.
    """
    if before.band == 1:
        return None
    failed: list[set[Change]] = []

    def tried(chosen: Changes) -> Outcome | None:
        """The outcome with the changes, where it is altered."""
        if any(set(chosen) <= each for each in failed):
            return None
        changed = apply(profile, chosen)
        after = try_out(changed) if passes_musts(requirement, changed) else None
        if after is not None and alters(before, after):
            return after
        failed.append(set(chosen))
        return None

    chosen = first_changes(requirement, changes)
    if not chosen or tried(chosen) is None:
        return None
    for _, alike in groupby(subsets(chosen), key=count_fields):
        found = [Advice(each, after) for each in alike if (after := tried(each)) is not None]
        if found:
            return min(found, key=_by_rank)
    return None


def first_changes(requirement: Requirement, changes: Sequence[Change]) -> Changes:
    """At most `MOST_CHANGES`: those about a must, then those of the fewest fields."""
    musts = {line.fact for line in requirement.criteria if line.importance == "must"}

    def by_weight(change: Change) -> tuple[bool, int, str]:
        return change.fact is None or change.fact.name not in musts, change.fields, change.key

    return tuple(sorted(changes, key=by_weight)[:MOST_CHANGES])


def subsets(changes: Changes) -> Iterator[Changes]:
    """All sets of at least one change, those with the fewest fields first."""
    sets = chain.from_iterable(combinations(changes, number) for number in range(1, len(changes) + 1))
    return iter(sorted(sets, key=lambda each: (count_fields(each), [change.key for change in each])))


def count_fields(changes: Changes) -> int:
    return sum(change.fields for change in changes)


def _by_rank(advice: Advice) -> tuple[int, int, list[str]]:
    rank = advice.outcome.rank or 0
    return rank, len(advice.changes), [change.key for change in advice.changes]
