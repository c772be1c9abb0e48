"""``python -m benchmarks.ties [--write] [FOLDER...]`` estimates how close scores tie.

Prints for each judged set how often the higher of two scores is the better supplier: of pairs that are no
farther apart than the tolerance, and of the others, the tolerance being estimated without the set. With
``--write`` the model of all sets is kept in `matching/ties.json` with these figures.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean

import matching
from benchmarks.needs import MissingError
from benchmarks.quality.learned import asked_to_learn
from matching.learning import Measured, Pair, fit_ties, pairs_of
from matching.ties import TieModel
from matching.weights import shipped_weights

SHIPPED = Path(matching.__file__).with_name("ties.json")


def main(arguments: Sequence[str]) -> int:
    """The exit status: 0, or 1 with a line on stderr that says what is missing."""
    try:
        held, write = asked_to_learn("benchmarks.ties", __doc__, arguments)
    except MissingError as error:
        print(error, file=sys.stderr)
        return 1
    pairs = _pairs(held)
    try:
        model = fit_ties(pairs)
    except ValueError as error:
        print(f"Nothing to estimate: {error}.", file=sys.stderr)
        return 1
    figures = {name: _figures(name, pairs) for name in pairs}
    for name, row in figures.items():
        print(f"set={name} " + " ".join(f"{key}={value}" for key, value in row.items()))
    print(f"ties slope={model.slope} tolerance={model.tolerance:.3f}")
    if write:
        kept = {"slope": model.slope, "tolerance": round(model.tolerance, 3), "measured": figures}
        SHIPPED.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    return 0


def _pairs(held: Measured) -> dict[str, list[Pair]]:
    return {
        name: [pair for case in cases.values() for pair in pairs_of(case, shipped_weights())]
        for name, cases in held.sets.items()
    }


def _figures(name: str, pairs: Mapping[str, Sequence[Pair]]) -> dict[str, float]:
    """Of a set's pairs, by the tolerance that the other sets estimate; its own, where it is the only one."""
    others = {other: held for other, held in pairs.items() if other != name} or pairs
    model: TieModel = fit_ties(others)
    within = [right for apart, right in pairs[name] if apart <= model.tolerance]
    across = [right for apart, right in pairs[name] if apart > model.tolerance]
    return {
        "pairs": len(pairs[name]),
        "tolerance": round(model.tolerance, 3),
        "within": round(mean(within), 3) if within else 0.0,
        "across": round(mean(across), 3) if across else 0.0,
    }


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
