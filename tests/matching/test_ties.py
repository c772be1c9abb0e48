"""Ties: estimated from judged pairs, and bands that reach as far down as they say."""

from math import log

import pytest

from benchmarks.ties import main
from matching import Index, Requirement
from matching.bands import bands
from matching.learning import Case, fit_ties, pairs_of
from matching.ties import SURE, TieModel, shipped_ties
from matching.weights import shipped_weights
from tests.matching.catalogue_made import OTHERS, supplier
from tests.matching.test_quality import SHARED, _written


def test_the_tolerance_is_where_the_higher_score_is_right_three_times_in_five():
    model = TieModel(4.0)
    # 0.6 = 1 / (1 + exp(-4 d)), so d = log(0.6 / 0.4) / 4 = 0.1014
    assert model.tolerance == pytest.approx(log(1.5) / 4) == pytest.approx(0.1014, abs=1e-4)
    assert model.sureness(model.tolerance) == pytest.approx(SURE)
    assert model.sureness(0.0) == 0.5


@pytest.mark.parametrize("slope", [0.0, -3.0, 0.1])
def test_scores_that_tell_nothing_apart_are_all_a_tie(slope):
    assert TieModel(slope).tolerance == 1.0
    assert bands([0.9, 0.5, 0.001], TieModel(slope).tolerance) == [1, 1, 1]


def test_the_curve_is_fitted_to_how_often_the_higher_score_was_right():
    """Of ten pairs 0.1 apart six are right: log(0.6 / 0.4) = slope * 0.1."""
    pairs = [(0.1, at < 6) for at in range(10)]
    assert fit_ties({"tiny": pairs}).slope == pytest.approx(log(1.5) / 0.1, abs=0.05)


def test_every_set_weighs_the_same_however_many_pairs_it_has():
    """Six in ten and nine in ten, each of one weight, are 7.5 in ten: log(3) = slope * 0.1."""
    few, many = [(0.1, at < 6) for at in range(10)], [(0.1, at < 90) for at in range(100)]
    assert fit_ties({"few": few, "many": many, "none": []}).slope == pytest.approx(log(3) / 0.1, abs=0.05)


@pytest.mark.parametrize("pairs", [[], [(0.1, True)], [(0.1, False), (0.2, False)]])
def test_from_pairs_that_are_all_right_nothing_can_be_estimated(pairs):
    with pytest.raises(ValueError, match="right and pairs that are wrong"):
        fit_ties({"tiny": pairs})


def test_pairs_are_of_unlike_grades_and_as_far_apart_as_their_scores():
    first, second = supplier("First", "Drain cleaning"), supplier("Second", "Drain jetting")
    held = Index().fit([*OTHERS, first, second]).hold(Requirement("Drain cleaning"))
    scores = dict(held.scored(10))
    ranked = sorted(scores, key=lambda name: -scores[name])
    assert ranked[:2] == ["first", "carder"]
    case = Case(held, {"second": 1})
    assert [right for _, right in pairs_of(case, shipped_weights())] == [
        ranked.index("second") < ranked.index(name) for name in ranked if name != "second"
    ]
    (apart, right), *_ = pairs_of(Case(held, {"first": 1}), shipped_weights())
    assert (apart, right) == (1 - scores["carder"] / scores["first"], True)


def test_the_tolerance_that_ships_is_what_its_measurement_says():
    assert 0.02 < shipped_ties().tolerance < 0.3


def test_a_ranking_ties_whom_the_model_cannot_tell_apart():
    firms = [supplier(f"F{at}", "Drain cleaning" + " and gutters" * at) for at in range(4)]
    matches = Index().fit([*OTHERS, *firms]).rank(Requirement("Drain cleaning")).matches
    best = matches[0].score
    for match in matches:
        assert (match.band == 1) == (match.score >= best * (1 - shipped_ties().tolerance))


def test_the_benchmark_says_where_there_is_nothing_to_estimate(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1
    assert "No judgements.tsv" in capsys.readouterr().err
    assert main([str(_written(tmp_path / "tiny"))]) == 1
    assert "Nothing to estimate" in capsys.readouterr().err


@pytest.mark.skipif(not SHARED.is_dir(), reason="no judged sets: HUB_SHARED_DATA names none")
def test_pairs_within_a_band_are_nearly_a_coin_and_those_across_are_not(capsys):
    assert main([str(SHARED / "digital-outcomes"), str(SHARED / "g-cloud-sales")]) == 0
    for line in capsys.readouterr().out.splitlines()[:2]:
        figures = dict(part.split("=") for part in line.split())
        assert float(figures["within"]) < SURE < float(figures["across"])
