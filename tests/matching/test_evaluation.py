"""The measures, by hand."""

from math import log2

import pytest

from matching import evaluation

GRADES = {"a": 3, "b": 1, "c": 0, "d": 3}


def test_ndcg_is_the_gain_over_the_best_possible_gain():
    """Gains 7, 1, 0, 7. Ranked c b a: 1/log2(3) + 7/log2(4); at best 7 + 7/log2(3) + 1/log2(4)."""
    found = 1 / log2(3) + 7 / log2(4)
    best = 7 + 7 / log2(3) + 1 / log2(4)
    assert evaluation.ndcg(["c", "b", "a"], GRADES) == pytest.approx(found / best)
    assert evaluation.ndcg(["a", "d", "b"], GRADES) == 1
    assert evaluation.ndcg(["a"], {"a": 0}) == 0


def test_a_hit_is_a_result_of_the_best_grade():
    assert evaluation.hits(GRADES) == {"a", "d"}
    assert evaluation.hit(["b", "c"], GRADES) == 0
    assert evaluation.hit(["b", "d"], GRADES) == 1
    assert evaluation.reciprocal_rank(["b", "c", "d"], GRADES) == 1 / 3
    assert evaluation.hits({"a": 0}) == frozenset()


def test_recall_counts_every_grade_above_nought():
    assert evaluation.recall(["a", "x"], GRADES) == 1 / 3
    assert evaluation.recall(["a", "b", "d"], GRADES, depth=2) == 2 / 3


def test_coverage_and_the_long_tail():
    rankings = [["a", "b"], ["a", "c"]]
    popular = evaluation.most_shown(rankings, list("abcdefghij"))
    assert popular == {"a", "b"}  # a fifth of ten: a twice, then b before c by id
    assert evaluation.coverage(rankings, 10) == 3 / 10
    assert evaluation.long_tail(rankings, popular) == 1 / 4


def test_unjudged_suppliers_are_taken_out():
    assert evaluation.judged_only(["x", "a", "y", "c"], GRADES) == ["a", "c"]


def test_the_bootstrap_pairs_requirements():
    """A difference that is the same everywhere is certain, however the requirements differ."""
    low, high = evaluation.paired_bootstrap([0.3, 0.7, 1.0], [0.2, 0.6, 0.9])
    assert (low, high) == (pytest.approx(0.1), pytest.approx(0.1))
    low, high = evaluation.paired_bootstrap([0.0, 1.0] * 20, [0.5] * 40)
    assert low < 0 < high
