"""``python -m benchmarks.covers [--suppliers N] [--cases N]``: are these the smallest sets there are?

On requirements that no one firm of a made-up register meets, musts in words and typed ones mixed. Prints
`cases=… smallest=… p95_s=…`: the part that was answered with a smallest set within `WITHIN` seconds, checked
by a solver of whole-number programs on the verdicts of everybody, worked out one by one; and how long an
answer takes, with its reasons and lots. Then how many suppliers and musts there were, and, for comparison,
how often the greedy choice is a smallest set, where nothing has to be asked. `in_any_time` is the part that
was answered with a smallest set, however long that took.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from benchmarks.covers.exact import Verdicts, greedy, is_cover, solve, verdicts_of
from benchmarks.covers.made import MadeRegister
from matching import Index, Profile, Requirement, Together
from matching.covering import Size

WITHIN = 2.0
MOST = 5
"""Suppliers of a set: more than a page offers, so that the smallest is rarely out of reach."""


@dataclass(frozen=True)
class Case:
    """One requirement answered: by us, by the solver and by the greedy choice."""

    musts: int
    seconds: float
    is_smallest: bool
    size: Size | None
    greedy: int | None


def main(arguments: Sequence[str]) -> int:
    asked = ArgumentParser(prog="python -m benchmarks.covers", description=__doc__)
    asked.add_argument("--suppliers", type=int, default=5000)
    asked.add_argument("--cases", type=int, default=200)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args(arguments)
    register = MadeRegister(given.suppliers, given.seed)
    profiles = {profile.id: profile for profile in register.profiles()}
    index = Index().fit(profiles.values())
    index.cover(next(register.requirements()))
    cases: list[Case] = []
    for requirement in register.requirements():
        verdicts = verdicts_of(index, profiles, requirement)
        if not verdicts.single:
            cases.append(_answer(index, profiles, requirement, verdicts))
        if len(cases) == given.cases:
            break
        if sys.stderr.isatty():
            print(f"\r{len(cases)} of {given.cases}", end="", file=sys.stderr)
    _tell(cases, given.suppliers)
    return 0


def _answer(
    index: Index, profiles: Mapping[str, Profile], requirement: Requirement, verdicts: Verdicts
) -> Case:
    begun = perf_counter()
    found = index.cover(requirement, most=MOST)
    seconds, size = perf_counter() - begun, solve(verdicts, MOST)
    is_smallest = _size(found) == size and _are_covers(found, list(profiles), verdicts)
    return Case(verdicts.met.shape[1], seconds, is_smallest, size, greedy(verdicts))


def _size(found: Together) -> Size | None:
    """That of the first set."""
    return Size(found.covers[0].asked, len(found.covers[0].firms)) if found.covers else None


def _are_covers(found: Together, ids: Sequence[str], verdicts: Verdicts) -> bool:
    place = {index_id: at for at, index_id in enumerate(ids)}
    return all(
        is_cover(verdicts, [place[firm.profile] for firm in cover.firms], cover.asked)
        for cover in found.covers
    )


def _tell(cases: Sequence[Case], suppliers: int) -> None:
    seconds = [case.seconds for case in cases]
    smallest = np.mean([case.is_smallest and case.seconds <= WITHIN for case in cases])
    print(f"cases={len(cases)} smallest={smallest:.3f} p95_s={np.percentile(seconds, 95):.3f}")
    musts = [case.musts for case in cases]
    in_any_time = np.mean([case.is_smallest for case in cases])
    sizes = Counter(_told(case.size) for case in cases)
    told = ",".join(f"{size}:{sizes[size]}" for size in sorted(sizes))
    print(
        f"suppliers={suppliers} in_any_time={in_any_time:.3f} p50_s={np.median(seconds):.3f} "
        f"max_s={max(seconds):.3f} musts={min(musts)}-{max(musts)} sizes={told}"
    )
    clear = [case for case in cases if case.size and not case.size.asked]
    control = np.mean([case.greedy == case.size.firms for case in clear if case.size]) if clear else 0.0
    print(f"control=greedy cases={len(clear)} smallest={control:.3f}")


def _told(size: Size | None) -> str:
    return "none" if size is None else f"{size.firms}" + f"+{size.asked}asked" * bool(size.asked)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
