"""One line of figures for a system on a set."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean

from benchmarks.quality.judged import JudgedSet
from matching import Index, evaluation
from matching.meaning import Meaning

Rankings = dict[str, list[str]]

DEPTH = 100
"""Suppliers of a ranking that any measure looks at."""


@dataclass(frozen=True)
class Scored:
    """A system's rankings on a set, and nDCG@10 of each requirement in the set's order."""

    system: str
    rankings: Rankings
    ndcg: list[float]


def ours(judged: JudgedSet, model: Meaning | None = None) -> Rankings:
    """What ships, through the same face as the site."""
    index = Index(judged.categories, meaning=model).fit(judged.profiles)
    depth = len(judged.profiles) if judged.judged_only else DEPTH
    return {
        name: [match.profile for match in index.rank(requirement, depth).matches]
        for name, requirement in judged.requirements.items()
    }


def score(judged: JudgedSet, system: str, rankings: Rankings) -> Scored:
    """Where the set says so, suppliers that nobody judged for a requirement are taken out first."""
    if judged.judged_only:
        rankings = {
            name: evaluation.judged_only(ranking, judged.grades.get(name, {}))
            for name, ranking in rankings.items()
        }
    figures = [evaluation.ndcg(rankings[name], judged.grades.get(name, {})) for name in judged.requirements]
    return Scored(system, rankings, figures)


def line(judged: JudgedSet, scored: Scored, best_peer: Scored, popular: frozenset[str]) -> str:
    """The figures as printed; low and high bound the difference in nDCG to the best peer."""
    ranked = [(scored.rankings[name], judged.grades.get(name, {})) for name in judged.requirements]
    rankings = [ranking for ranking, _ in ranked]
    low, high = evaluation.paired_bootstrap(scored.ndcg, best_peer.ndcg)
    figures = {
        "ndcg@10": mean(scored.ndcg),
        "mrr@10": mean(evaluation.reciprocal_rank(*pair) for pair in ranked),
        "hit@10": mean(evaluation.hit(*pair) for pair in ranked),
        "recall@100": mean(evaluation.recall(*pair) for pair in ranked),
        "coverage@10": evaluation.coverage(rankings, len(judged.profiles)),
        "longtail@10": evaluation.long_tail(rankings, popular),
        "low": low,
        "high": high,
        "empty": mean(not ranking for ranking in rankings),
    }
    printed = " ".join(f"{name}={value:.3f}" for name, value in figures.items())
    return f"set={judged.name} system={scored.system} {printed}"


def differences(judged: JudgedSet, ours: Scored, peer: Scored, most: int) -> list[str]:
    """A line for each of the requirements on which we lose most against a peer, then for those we gain on."""
    pairs = zip(judged.requirements, ours.ndcg, peer.ndcg, strict=True)
    ranked = sorted(pairs, key=lambda pair: (pair[1] - pair[2], pair[0]))
    shown = [*ranked[:most], *reversed(ranked[max(most, len(ranked) - most) :])] if most > 0 else []
    return [
        f"difference set={judged.name} requirement={key} {ours.system}={mine:.3f} {peer.system}={theirs:.3f} "
        f"title={judged.requirements[key].title!r}"
        for key, mine, theirs in shown
    ]
