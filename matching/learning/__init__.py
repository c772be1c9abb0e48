"""What judged requirements teach: how much each kind of evidence counts, and how close scores tie."""

from matching.learning.cases import Case, CaseSet
from matching.learning.tying import Pair, fit_ties, pairs_of
from matching.learning.weighing import Measured, WeightLearner, as_json, fold_of, learn_across

__all__ = [
    "Case",
    "CaseSet",
    "Measured",
    "Pair",
    "WeightLearner",
    "as_json",
    "fit_ties",
    "fold_of",
    "learn_across",
    "pairs_of",
]
