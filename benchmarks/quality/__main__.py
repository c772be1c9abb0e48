"""``python -m benchmarks.quality [--differences N] FOLDER...`` prints a line for each judged set and system.

`ours` is what ships. `ours-cv` has learned its weights (`matching/weights.py`) in five folds over all sets
named, each requirement ranked by weights that were learned without it; none learn from catalogue-search.
`ours-semantic` is `ours` with the sentence model that HUB_SENTENCE_MODEL names. What none of them leaves out:
the weights that learning starts from, the constants of `matching/scoring.py`, `reading.py` and `meaning.py`,
and the table of synonyms were set by hand with the shared sets in view.

``--differences N`` adds the N requirements of each set on which we lose and gain most against its best peer.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from statistics import mean

from benchmarks.needs import MissingError, Peer, find_model, find_peers, need_sets
from benchmarks.quality.judged import JudgedSet, read
from benchmarks.quality.learned import learned_without, measured, rankings, ratio
from benchmarks.quality.measuring import Rankings, Scored, differences, line, ours, score
from matching.evaluation import most_shown
from matching.meaning import Meaning
from matching.weights import shipped_weights


def main(arguments: Sequence[str]) -> int:
    """The exit status: 0, or 1 with a line on stderr that says what is missing."""
    asked = ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    asked.add_argument("--differences", type=int, default=0, metavar="N")
    asked.add_argument("folders", nargs="*", metavar="FOLDER")
    given = asked.parse_args(arguments)
    try:
        peers, folders, model = find_peers(), need_sets(given.folders), find_model()
    except MissingError as error:
        print(error, file=sys.stderr)
        return 1
    sets = [read(folder) for folder in folders]
    held = measured(sets)
    learned = learned_without(held)
    ratios = []
    for judged in sets:
        best, cross = measure(judged, peers, rankings(held, judged, learned[judged.name]), model)
        ratios += [ratio(cross.ndcg, best.ndcg)] if judged.of_awards else []
        for line_ in differences(judged, cross, best, given.differences):
            print(line_)
    if ratios:
        print(f"award-sets={len(ratios)} system=ours-cv mean-ratio-to-best-peer={mean(ratios):.3f}")
    versions = sorted({weights.version for each in learned.values() for weights in each.values()})
    print(f"weights shipped={shipped_weights().version} learned={','.join(versions)}")
    return 0


def measure(
    judged: JudgedSet, peers: Mapping[str, Peer], cross: Rankings, model: Meaning | None
) -> tuple[Scored, Scored]:
    """Print a set's lines. Its best peer, and `ours-cv`."""
    scored = [score(judged, name, _named(judged, peer)) for name, peer in peers.items()]
    best = max(scored, key=lambda system: mean(system.ndcg))
    bm25 = next(system for system in scored if system.system == "bm25")
    popular = most_shown(list(bm25.rankings.values()), [profile.id for profile in judged.profiles])
    crossed = score(judged, "ours-cv", cross)
    mine = [score(judged, "ours", ours(judged)), crossed]
    mine += [score(judged, "ours-semantic", ours(judged, model))] if model else []
    for system in (*mine, *scored):
        print(line(judged, system, best, popular), flush=True)
    return best, crossed


def _named(judged: JudgedSet, peer: Peer) -> Rankings:
    found = peer(judged.texts, list(judged.queries.values()))
    return {
        name: [judged.profiles[place].id for place in places]
        for name, places in zip(judged.queries, found, strict=True)
    }


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
