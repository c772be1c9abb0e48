"""A register of which a tenth has gone stale: all of it is flagged after one run, and none of it counts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from benchmarks.upkeep import import_and_check, lines, plant

TODAY = date.today()
LINE = "profiles={number} kind={kind} planted={planted} flagged={flagged} counted={counted}"


def told(number: int, planted: dict[str, int], flagged: str, counted: str) -> list[str]:
    """The lines that must come out: for the sound firms they are the same at any time."""
    shares = dict.fromkeys(planted, (flagged, counted)) | {"sound": ("0.000", "1.000")}
    found = [
        LINE.format(number=number, kind=kind, planted=planted[kind], flagged=one, counted=other)
        for kind, (one, other) in shares.items()
    ]
    stale = sum(planted.values()) - planted["sound"]
    return [*found, f"profiles={number} planted={stale} flagged={flagged} counted={counted}"]


@pytest.mark.parametrize(
    ("number", "planted"),
    [
        (60, {"dissolved": 2, "renamed": 2, "lapsed": 2, "sound": 54}),
        pytest.param(
            1000, {"dissolved": 34, "renamed": 33, "lapsed": 33, "sound": 900}, marks=pytest.mark.long
        ),
    ],
)
def test_all_that_went_stale_is_flagged_after_one_run_and_none_of_it_counts(
    app: Flask, tmp_path: Path, number: int, planted: dict[str, int]
) -> None:
    with app.app_context():
        firms = plant(number, TODAY)
    before = list(lines(app, firms, TODAY - timedelta(days=2)))
    assert before == told(number, planted, "0.000", "1.000"), "the control: all of it counts before"
    import_and_check(app, firms, tmp_path)
    assert list(lines(app, firms, TODAY)) == told(number, planted, "1.000", "0.000")
