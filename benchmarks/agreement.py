"""``python -m benchmarks.agreement [--profiles N] [--requirements N]``: the short way against the long one.

Prints `profiles=… requirements=… eight_bit=… exact=…`, each a part of the first ten places that are the same:
of the first look, whose numbers have 8 and 16 bits, and of the same in 64; of a ranking and of one in which
everybody is scored.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from benchmarks.speed.made import MadeCatalogue, index_in
from matching import Index, Requirement
from matching.index.asking import hold, worths_at_first
from matching.index.blocks import lists_of
from matching.index.postings import Postings
from matching.index.scanning import IN_TITLE
from matching.scoring import half_count

TOP, WORDS = 10, (3, 10, 40)


def main(arguments: Sequence[str]) -> int:
    asked = ArgumentParser(prog="python -m benchmarks.agreement", description=__doc__)
    asked.add_argument("--profiles", type=int, default=100_000)
    asked.add_argument("--requirements", type=int, default=1000)
    asked.add_argument("--folder", type=Path, help="where an index is taken from, or kept")
    given = asked.parse_args(arguments)
    catalogue = MadeCatalogue()
    with TemporaryDirectory() as folder:
        index = index_in(given.folder or Path(folder), catalogue, given.profiles)
    eight_bit, exact = [], []
    for number in range(given.requirements):
        requirement = catalogue.requirement(WORDS[number % len(WORDS)], 10_000 + number)
        eight_bit.append(_same(_first_look(index, requirement), index.first_look(requirement, TOP)))
        exact.append(_same(_every_one(index, requirement), _ranked(index, requirement)))
        if number % 50 == 49 or number + 1 == given.requirements:
            print(
                f"profiles={given.profiles} requirements={number + 1} eight_bit={np.mean(eight_bit):.4f} "
                f"exact={np.mean(exact):.4f}",
                flush=True,
            )
    return 0


def _same(one: Sequence[str], other: Sequence[str]) -> float:
    return len(set(one) & set(other)) / max(len(one), 1)


def _ranked(index: Index, requirement: Requirement) -> list[str]:
    return [match.profile for match in index.rank(requirement, TOP).matches]


def _every_one(index: Index, requirement: Requirement) -> list[str]:
    """The first places where all suppliers are scored."""
    return hold(index._catalogue(), requirement, index.weights, len(index)).first(TOP)


def _first_look(index: Index, requirement: Requirement) -> list[str]:
    """The strongest by the sums of the first look in 64 bits, by lengths that are not rounded; ties by id."""
    worths = worths_at_first(index._catalogue(), requirement, index.weights)
    found = [pair for pairs in _strengths(index._postings, worths) for pair in pairs]
    found.sort(key=lambda pair: (-pair[1], pair[0]))
    return [index._register.id_of(owner) for owner, _ in found[:TOP]]


def _strengths(postings: Postings, worths: Mapping[int, float]) -> list[list[tuple[int, float]]]:
    strongest = []
    for _, block in postings.blocks(lists_of(worths)):
        sums: NDArray[np.float64] = np.zeros(block.size)
        for number, worth in worths.items():
            for which, times in zip(lists_of([number]), (1.0, IN_TITLE), strict=True):
                sums[np.unique(block.lists.of(which)[0])] += worth * times
        words = np.add.reduceat(block.columns.length, block.first_pieces[:-1], dtype=np.int64)
        brevity = 1 / (1 + half_count(words / np.diff(block.first_pieces)))
        strengths = np.add.reduceat(sums * sums, block.firsts[:-1]) * brevity**2
        best = np.argsort(-strengths, kind="stable")[: 2 * TOP]
        strongest.append(list(zip(block.owners[best].tolist(), strengths[best].tolist(), strict=True)))
    return strongest


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
