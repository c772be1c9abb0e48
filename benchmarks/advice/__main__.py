"""``python -m benchmarks.advice`` takes the advice of a thousand cases, and looks at what follows.

A hub is made of the demo's firms with gaps in their profiles, and of requirements that have closed. A case is
a firm and a requirement for which there is advice. The firm's owner signs in and makes every change by its
form, in the fields advised and no others; the register is ranked anew; then all is as it was before.

``right`` is the share of cases in which rank and band are those that were foretold, ``unproven`` the share of
advices after which a fact stands without who certified it, its number or its last day, or a word of the firm
was changed. ``smallest`` is the share of the first hundred cases in which, of all sets of changes, none with
fewer fields alters the outcome and none with as many leads to a better rank; ``none`` the same of a hundred
without advice, for which no set at all may alter it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from random import Random

from flask import Flask

from benchmarks.advice.cases import Case, Exhaustive, is_proved, read_cases, take, undone, words_of
from benchmarks.advice.made import made_hub
from hub.database import open_session
from hub.outcomes.recording import due_closings, keep, work_out


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status, 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.advice")
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--exhaustive", type=int, default=100)
    parser.add_argument("--suppliers", type=int, default=1000)
    parser.add_argument("--requirements", type=int, default=300)
    parser.add_argument("--seed", type=int, default=11)
    asked = parser.parse_args(arguments)
    with made_hub(asked.suppliers, asked.requirements, asked.seed) as app:
        print(run(app, asked.cases, asked.exhaustive, asked.seed))
    return 0


def run(app: Flask, most: int, exhaustive: int, seed: int) -> str:
    """The line of figures for at most so many cases of a hub."""
    advised, silent = work_out_cases(most, Random(seed))
    checked = Exhaustive()
    smallest = [checked.is_smallest(case) for case in advised[:exhaustive]]
    none = [checked.is_smallest(case) for case in silent[:exhaustive]]
    right = unproven = 0
    for case in advised:
        with undone(case):
            said = words_of(case)
            right += take(app, case) == case.advised
            unproven += not is_proved(case) or words_of(case) != said
    kinds = Counter(change["kind"] for case in advised for change in (case.advice or {})["changes"])
    print(*(f"{kind}={number}" for kind, number in sorted(kinds.items())), "changes")
    return (
        f"cases={len(advised)} right={right / max(len(advised), 1):.3f} "
        f"unproven={unproven / max(len(advised), 1):.3f} "
        f"smallest={sum(smallest) / max(len(smallest), 1):.3f} of={len(smallest)} "
        f"none={sum(none) / max(len(none), 1):.3f} of={len(none)}"
    )


def work_out_cases(most: int, random: Random) -> tuple[list[Case], list[Case]]:
    """Cases with advice, so many at most and in no order, and cases without. Who is in the first band is
    no case."""
    advised: list[Case] = []
    silent: list[Case] = []
    with open_session(writes=False) as session:
        due = due_closings(session)
    random.shuffle(due)
    for requirement in due:
        if len(advised) >= most:
            break
        with open_session(writes=False) as session:
            worked_out = work_out(session, requirement)
        if worked_out is None:
            continue
        with open_session(writes=True) as session:
            keep(session, worked_out)
            session.commit()
            for case in read_cases(session, requirement):
                if case.advice or not case.is_first:
                    (advised if case.advice else silent).append(case)
    random.shuffle(silent)
    advised = advised[:most]
    random.shuffle(advised)
    return advised, silent


if __name__ == "__main__":
    raise SystemExit(main())
