"""Weights: what is read as such, and how they are learned from judged requirements without the one scored."""

from dataclasses import asdict, replace

import pytest

from matching import Index, Requirement
from matching.golden import golden_cases, worsened
from matching.learning import Case, Measured, WeightLearner, as_json, fold_of, learn_across
from matching.weights import FIXED, NAMES, WeightsError, shipped_weights, to_weights
from tests.matching.catalogue_made import OTHERS, supplier

SHIPPED = asdict(shipped_weights())


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ([], 'no object "weights"'),
        ({"weights": 3}, 'no object "weights"'),
        ({"weights": SHIPPED | {"age": 0.5}}, "Missing or unknown: age"),
        ({"weights": {name: SHIPPED[name] for name in NAMES[1:]}}, "Missing or unknown: piece"),
        ({"weights": SHIPPED | {"piece": "0.9"}}, "Not a number: piece"),
        ({"weights": SHIPPED | {"guess": True}}, "Not a number: guess"),
        ({"weights": SHIPPED | {"title": 1.1}}, "Not between 0 and 1: title"),
        ({"weights": SHIPPED | {"title": float("nan")}}, "Not between 0 and 1: title"),
    ],
)
def test_what_is_no_weights_is_refused_with_the_reason(held, words):
    with pytest.raises(WeightsError, match=words):
        to_weights(held)


def test_weights_are_read_back_as_they_are_written():
    assert to_weights(as_json(shipped_weights(), {"cases": 3})) == shipped_weights()


def test_other_weights_have_another_version():
    weights = shipped_weights()
    assert replace(weights, guess=0.5).version != weights.version == replace(weights).version
    assert len(weights.version) == 12


def judged(count):
    """A catalogue in which whoever writes the very words is right, and stems alone would say the other."""
    right = [supplier(f"zright{at}", f"Cleaning of culverts {at:03}") for at in range(count)]
    wrong = [supplier(f"awrong{at}", f"Cleaned culverts {at:03}") for at in range(count)]
    index = Index().fit([*OTHERS, *right, *wrong])
    return {
        f"r{at}": Case(
            index.hold(Requirement(f"Cleaning culverts {at:03}")), {f"zright{at}": 1, f"awrong{at}": 0}, True
        )
        for at in range(count)
    }


def test_a_weight_is_learned_where_it_ranks_better():
    start = replace(shipped_weights(), written=0.0)
    learner = WeightLearner(start).fit(Measured({"culverts": judged(6)}))
    # By stems alone the two are a tie, and the id of the wrong one comes first: 1/log2(3) = 0.63 becomes 1.
    assert learner.weights_ == replace(start, written=learner.weights_.written)
    assert learner.weights_.written > 0
    assert learner.gain_ == pytest.approx(1 / 0.6309 - 1, abs=1e-3)


def test_nothing_is_learned_where_nothing_ranks_better():
    learner = WeightLearner(shipped_weights()).fit(Measured({"culverts": judged(3)}))
    assert (learner.weights_, learner.gain_) == (shipped_weights(), 0.0)


def test_a_gain_of_less_than_the_least_is_chance():
    start = replace(shipped_weights(), written=0.0)
    learner = WeightLearner(start, least=0.6).fit(Measured({"culverts": judged(6)}))
    assert learner.weights_ == start


def test_without_any_case_the_start_stands():
    assert WeightLearner(shipped_weights()).fit(Measured({})).weights_ == shipped_weights()


class Watched(WeightLearner):
    """Remembers what it was told to leave out."""

    def fit(self, measured, without=frozenset()):
        self.left_out = [*getattr(self, "left_out", []), without]
        return super().fit(measured, without)


def test_each_requirement_is_left_out_of_what_its_weights_were_learned_from():
    measured = Measured({"culverts": judged(9)})
    learner = Watched(shipped_weights())
    learned = learn_across(learner, measured, folds=3)
    assert learned["culverts"].keys() == measured.sets["culverts"].keys()
    assert sorted(pair for out in learner.left_out for pair in out) == sorted(
        ("culverts", key) for key in measured.sets["culverts"]
    )
    for fold, out in enumerate(learner.left_out):
        assert {fold_of(key, 3) for _, key in out} <= {fold}


@pytest.mark.parametrize("name", golden_cases())
def test_the_weights_that_ship_and_those_learning_starts_from_rank_every_golden_case_first(name):
    case = golden_cases()[name]
    assert case.ndcg(shipped_weights()) == case.ndcg(FIXED) == 1.0


def test_weights_that_make_a_golden_case_worse_are_found_out():
    blind = replace(shipped_weights(), piece=0.01, category=1.0)
    assert "a capability in the words of the need before one that shares its category" in worsened(
        blind, shipped_weights()
    )
    assert worsened(shipped_weights(), shipped_weights()) == []
