"""The advice of some cases is taken by the forms: a small `python -m benchmarks.advice`, and its controls."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest

from benchmarks.advice.__main__ import run
from benchmarks.advice.made import made_hub
from hub.outcomes import proposing, recording
from matching import Advice
from matching.records import Outcome


def figures(cases: int = 6) -> dict[str, float]:
    with made_hub(suppliers=80, requirements=8, seed=5) as app:
        line = run(app, cases, 4, 5)
    return {name: float(number) for name, number in re.findall(r"(\w+)=([\d.]+)", line)}


def test_advice_leads_where_it_says_is_proved_and_is_the_smallest() -> None:
    found = figures()
    assert found["cases"] == 6
    assert (found["right"], found["unproven"], found["smallest"], found["none"]) == (1.0, 0.0, 1.0, 1.0)


@pytest.mark.long
def test_advice_that_leaves_proof_out_is_counted_as_unproven() -> None:
    with patch.object(proposing, "PROOF", ("body",)):
        assert figures()["unproven"] > 0, "some of the advice is about a fact"


@pytest.mark.long
def test_advice_that_foretells_another_rank_is_counted_as_wrong() -> None:
    advise = recording.advise

    def boast(*given: object) -> Advice | None:
        advice = advise(*given)  # type: ignore[arg-type]
        if advice is None or advice.outcome.rank is None:
            return advice
        better = Outcome(advice.outcome.rank - 1, advice.outcome.band, advice.outcome.considered, 0)
        return Advice(advice.changes, better)

    with patch.object(recording, "advise", boast):
        found = figures()
    assert (found["right"], found["smallest"]) == (0.0, 0.0)
