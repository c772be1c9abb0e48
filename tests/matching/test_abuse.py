"""The benchmark of abuse: its lines, its figures on the demo, and its attacks."""

from __future__ import annotations

import re

import pytest

from benchmarks.abuse.__main__ import run
from benchmarks.abuse.attacks import ATTACKS, Try
from benchmarks.abuse.catalogues import demo
from matching import Piece, Profile, Requirement
from matching.words import stems

LINE = re.compile(r"attack=(\w+) system=(\w+) top10=(\d\.\d{3}) flagged=(\d\.\d{3})")
LAST = re.compile(r"honest_flagged=(\d\.\d{3}) ndcg_cost=(-?\d\.\d{3})")
PLUMBER = Profile(
    "a", "A", (Piece("c", "capability", "Plumbing", "Taps."), Piece("w", "contract", "Pipes", published=True))
)
LUNCHES = Requirement("Hot school lunches", "cooked on site")


def attempt(turn: int) -> Try:
    return Try(LUNCHES, ("school", "lunches", "cooked"), turn, PLUMBER, ())


@pytest.mark.long
def test_every_attack_on_the_demo_is_kept_out_or_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    run([demo()], {})
    printed = capsys.readouterr().out.splitlines()
    found = [line.groups() for line in map(LINE.fullmatch, printed) if line]
    assert [attack for attack, *_ in found] == list(ATTACKS)
    assert all(float(top) <= 0.10 or float(flagged) >= 0.95 for _, _, top, flagged in found)
    last = LAST.fullmatch(printed[-1])
    assert last is not None
    assert float(last[1]) <= 0.02
    assert float(last[2]) <= 0.01


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("attack", ["words", "repeat", "hidden"])
def test_strewn_words_are_read_like_plain_ones_wherever_they_stand(attack: str, turn: int) -> None:
    gamed = ATTACKS[attack](PLUMBER, attempt(turn))
    said = {stem for piece in gamed.pieces for stem in stems(f"{piece.title} {piece.text}")}
    assert {"school", "lunch", "cook"} <= said
    assert PLUMBER.pieces[1] in gamed.pieces
