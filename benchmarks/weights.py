"""``python -m benchmarks.weights [--write] [FOLDER...]`` learns the weights that ship, and measures them.

Prints nDCG@10 of each set by the fixed weights, by those learned from all of it, and by those learned without
the requirement that is scored. With ``--write`` they are kept in `matching/weights.json` with these figures;
refused, with a line on stderr and exit status 1, where the last is below the first on the mean of the sets.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean

import matching
from benchmarks.needs import MissingError
from benchmarks.quality.learned import asked_to_learn, learned_without
from matching.learning import Measured, WeightLearner, as_json
from matching.weights import FIXED, Weights

SHIPPED = Path(matching.__file__).with_name("weights.json")


def main(arguments: Sequence[str]) -> int:
    """The exit status: 0, or 1 with a line on stderr that says what is missing or was refused."""
    try:
        held, write = asked_to_learn("benchmarks.weights", __doc__, arguments)
    except MissingError as error:
        print(error, file=sys.stderr)
        return 1
    weights = WeightLearner(FIXED).fit(held).weights_
    figures = _figures(held, weights)
    for name, row in figures.items():
        print(f"set={name} " + " ".join(f"{system}={figure:.4f}" for system, figure in row.items()))
    print(f"weights fixed={FIXED.version} learned={weights.version}")
    gain = mean(row["held_out"] / row["fixed"] for row in figures.values()) - 1
    if write and gain < 0:
        print(f"Not written: held-out requirements get worse, by {-gain:.1%} on the mean.", file=sys.stderr)
        return 1
    if write:
        SHIPPED.write_text(
            json.dumps(as_json(weights, {"ndcg@10": figures}), indent=2) + "\n", encoding="utf-8"
        )
    return 0


def _figures(held: Measured, weights: Weights) -> Mapping[str, dict[str, float]]:
    without = learned_without(held)
    return {
        name: {
            "fixed": round(mean(held.of(FIXED)[name].values()), 4),
            "learned": round(mean(held.of(weights)[name].values()), 4),
            "held_out": round(held.mean_by_case(name, without[name]), 4),
        }
        for name in held.sets
    }


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
