"""``python -m benchmarks.proposals [FOLDER...]``: are the categories proposed from words the right ones?

On judged sets whose requirements stand under a category, a line for each set and system: the part of the
requirements whose category is the first proposed, and among the first three. The peers are classifiers of
scikit-learn, fitted to the same pieces. Then, of our proposals of like confidence, how many are right.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_pipeline

from benchmarks.needs import MissingError, need_sets
from benchmarks.quality.judged import JudgedSet, read
from matching import Index, Proposal, Requirement
from matching.words import pairs, stems

MOST = 3
PEERS = {
    "complement-nb": ComplementNB,
    "logistic-regression": lambda: LogisticRegression(C=20, max_iter=300, class_weight="balanced"),
}
STEPS = (0.1, 0.2, 0.4, 0.6, 0.8, 1.01)


@dataclass(frozen=True)
class Asked:
    """The requirements of a set that stand under a category, with it."""

    requirements: tuple[Requirement, ...]
    categories: tuple[str, ...]


def main(arguments: Sequence[str]) -> int:
    """The exit status: 0, or 1 with a line on stderr that says what is missing."""
    try:
        folders = need_sets(arguments)
    except MissingError as error:
        print(error, file=sys.stderr)
        return 1
    told: list[tuple[Proposal, bool]] = []
    for judged in map(read, folders):
        asked = asked_of(judged)
        if not asked.requirements:
            print(f"set={judged.name} requirements=0")
            continue
        proposed = ours(judged, asked)
        told += [
            (each, each.category == right)
            for found, right in zip(proposed, asked.categories, strict=True)
            for each in found
        ]
        named = [[each.category for each in found] for found in proposed]
        print(line(judged, "ours", named, asked))
        for name in PEERS:
            print(line(judged, name, classified(judged, asked, name), asked), flush=True)
    for low, high in pairwise(STEPS):
        some = [(each.confidence, right) for each, right in told if low <= each.confidence < high]
        if some:
            sure, right = mean(sure for sure, _ in some), mean(right for _, right in some)
            print(f"confidence={sure:.2f} right={right:.2f} proposals={len(some)}")
    return 0


def asked_of(judged: JudgedSet) -> Asked:
    """The words of each requirement, and the category apart."""
    named = [each for each in judged.requirements.values() if each.categories]
    words = tuple(Requirement(each.title, each.description) for each in named)
    return Asked(words, tuple(each.categories[0] for each in named))


def ours(judged: JudgedSet, asked: Asked) -> list[tuple[Proposal, ...]]:
    index = Index(judged.categories).fit(judged.profiles)
    return [index.rank(requirement, 0).reading.proposals for requirement in asked.requirements]


def classified(judged: JudgedSet, asked: Asked, name: str) -> list[list[str]]:
    held = [piece for profile in judged.profiles for piece in profile.pieces if piece.category]
    model = make_pipeline(TfidfVectorizer(analyzer=_terms, sublinear_tf=True), PEERS[name]())
    model.fit([_text(piece.title, piece.text) for piece in held], [piece.category for piece in held])
    likely = model.predict_proba([_text(each.title, each.description) for each in asked.requirements])
    return [[model.classes_[at] for at in (-row).argsort(kind="stable")[:MOST]] for row in likely]


def line(judged: JudgedSet, system: str, proposed: Iterable[Sequence[str]], asked: Asked) -> str:
    pairs_ = list(zip(proposed, asked.categories, strict=True))
    first, three = (mean(right in found[:most] for found, right in pairs_) for most in (1, MOST))
    return (
        f"set={judged.name} system={system} hit@1={first:.3f} hit@3={three:.3f} requirements={len(pairs_)} "
        f"categories={len(judged.categories)}"
    )


def _text(title: str, text: str) -> str:
    """The title counts twice."""
    return f"{title}. {title}. {text}"


def _terms(text: str) -> list[str]:
    read = stems(text)
    return [*read, *pairs(read)]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
