"""``python -m benchmarks.quality FOLDER...`` prints a line for each judged set and system.

`ours` is what ships. `ours-cv` is `ours` with whatever was learned learned without the requirement being
scored. The matcher learns nothing from judgements yet, so both come from one ranking and are equal; its few
constants and its table of synonyms were set by hand with these sets in view, which no figure here takes out.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from statistics import mean

from benchmarks.needs import MissingError, Peer, find_peers, find_sets, shared_sets
from benchmarks.quality.judged import JudgedSet, read
from benchmarks.quality.measuring import Rankings, line, ours, score
from matching.evaluation import most_shown


def main(folders: Sequence[str]) -> int:
    """The exit status: 0, or 1 with a line on stderr that says what is missing."""
    try:
        peers, sets = find_peers(), find_sets(folders, shared_sets())
    except MissingError as error:
        print(error, file=sys.stderr)
        return 1
    if not sets:
        print("Name folders of judged sets. No judgements.tsv in: -", file=sys.stderr)
        return 1
    ratios = [measure(read(folder), peers) for folder in sets]
    of_awards = [ratio for is_award_set, ratio in ratios if is_award_set]
    if of_awards:
        print(f"award-sets={len(of_awards)} system=ours-cv mean-ratio-to-best-peer={mean(of_awards):.3f}")
    return 0


def measure(judged: JudgedSet, peers: Mapping[str, Peer]) -> tuple[bool, float]:
    """Print a set's lines. Whether it is a set of awards, and the ratio of our nDCG to its best peer's."""
    scored = [score(judged, name, _named(judged, peer)) for name, peer in peers.items()]
    best = max(scored, key=lambda system: mean(system.ndcg))
    bm25 = next(system for system in scored if system.system == "bm25")
    popular = most_shown(list(bm25.rankings.values()), [profile.id for profile in judged.profiles])
    rankings = ours(judged)
    for system in (score(judged, "ours", rankings), score(judged, "ours-cv", rankings), *scored):
        print(line(judged, system, best, popular), flush=True)
    return judged.of_awards, mean(score(judged, "ours-cv", rankings).ndcg) / (mean(best.ndcg) or 1.0)


def _named(judged: JudgedSet, peer: Peer) -> Rankings:
    found = peer(judged.texts, list(judged.queries.values()))
    return {
        name: [judged.profiles[place].id for place in places]
        for name, places in zip(judged.queries, found, strict=True)
    }


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
