"""Weights learned without the requirement that is scored, over all sets of one run."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from statistics import mean

from benchmarks.needs import need_sets
from benchmarks.quality.judged import JudgedSet, read
from benchmarks.quality.measuring import DEPTH, Rankings
from matching import Index
from matching.learning import Case, Measured, WeightLearner, learn_across
from matching.weights import FIXED, Weights

UNLEARNED = frozenset({"catalogue-search"})
"""Sets that are measured and never learned from: goods are not what suppliers are asked for here."""


def asked_to_learn(program: str, about: str | None, arguments: Sequence[str]) -> tuple[Measured, bool]:
    """The sets to learn from, and whether what is learned is to be written. Raises MissingError."""
    asked = ArgumentParser(prog=f"python -m {program}", description=about)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("folders", nargs="*", metavar="FOLDER")
    given = asked.parse_args(arguments)
    return measured([read(folder) for folder in need_sets(given.folders, UNLEARNED)]), given.write


def measured(sets: Sequence[JudgedSet]) -> Measured:
    return Measured(
        {judged.name: cases(judged, Index(judged.categories).fit(judged.profiles)) for judged in sets}
    )


def learned_without(held: Measured) -> dict[str, dict[str, Weights]]:
    """By set and requirement, the weights learned from `FIXED` on without it."""
    learner = WeightLearner(FIXED)
    taught = Measured({name: cases for name, cases in held.sets.items() if name not in UNLEARNED})
    learned = learn_across(learner, taught)
    everything = learner.fit(taught).weights_
    for name in held.sets.keys() & UNLEARNED:
        learned[name] = dict.fromkeys(held.sets[name], everything)
    return learned


def rankings(held: Measured, judged: JudgedSet, weights: Mapping[str, Weights]) -> Rankings:
    """Each requirement ranked by its own weights."""
    among = len(judged.profiles) if judged.judged_only else DEPTH
    return {key: case.weighed(weights[key]).first(among) for key, case in held.sets[judged.name].items()}


def ratio(figures: Sequence[float], peer: Sequence[float]) -> float:
    return mean(figures) / (mean(peer) or 1.0)


def cases(judged: JudgedSet, index: Index) -> dict[str, Case]:
    """The requirements of a set held against its suppliers, by key."""
    return {
        key: Case(index.hold(requirement, grades := judged.grades.get(key, {})), grades, judged.judged_only)
        for key, requirement in judged.requirements.items()
    }
