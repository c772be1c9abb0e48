"""``python -m benchmarks.abuse [FOLDER...]`` games the ranking of the demo and of judged sets in six ways.

For each attack and system: ``top10``, the share of attacked unrelated suppliers among the first ten, and
``flagged``, the share of them that an adviser is told of; first for each set, then for all. The last line has
``honest_flagged``, the share of honest suppliers with words of their own that are flagged too, and
``ndcg_cost``. Flags change no ranking, so what is given is the worst they could do: the nDCG@10 that the
judged sets would lose if every honest supplier that is flagged were taken off.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from statistics import mean

from benchmarks.abuse.attacks import ATTACKS
from benchmarks.abuse.catalogues import Catalogue, demo, judged, without
from benchmarks.abuse.trying import Field, Tally
from benchmarks.needs import MissingError, Peer, find_peers, find_sets, shared_sets
from benchmarks.quality.measuring import ours, score
from matching import Asked, Index

SETS = ("supplier-briefs", "home-office-contracts", "g-cloud-sales", "digital-outcomes")
"""Of the shared sets those of suppliers: the fifth is of goods."""


def main(folders: Sequence[str]) -> int:
    """The exit status: 0, or 1 with a line on stderr that says what is missing."""
    try:
        peers = find_peers()
        sets = find_sets(folders, [path for path in shared_sets() if path.name in SETS])
    except MissingError as error:
        print(error, file=sys.stderr)
        return 1
    run([demo(), *judged(sets)], {name: peers[name] for name in ("tfidf", "bm25")})
    return 0


def run(catalogues: Sequence[Catalogue], peers: Mapping[str, Peer]) -> None:
    everywhere = {name: Tally() for name in ATTACKS}
    honest = flagged = 0
    costs: list[float] = []
    for catalogue in catalogues:
        tallies = Field(catalogue, dict(peers)).attack()
        told = tell(catalogue)
        honest, flagged = honest + len(catalogue.own), flagged + len(told)
        for name, tally in tallies.items():
            everywhere[name].add(tally)
            say(name, tally, f"set={catalogue.name} ")
        cost = ""
        if catalogue.judged is not None:
            costs.append(lost(catalogue, told))
            cost = f" ndcg_cost={costs[-1]:.3f}"
        print(f"set={catalogue.name} honest={len(catalogue.own)} flagged={len(told)}{cost}", flush=True)
    for name, tally in everywhere.items():
        say(name, tally)
    print(f"honest_flagged={flagged / max(honest, 1):.3f} ndcg_cost={mean(costs) if costs else 0.0:.3f}")


def say(attack: str, tally: Tally, of: str = "") -> None:
    for system, top in tally.top.items():
        told = tally.flagged if system == "ours" else 0
        shares = f"top10={top / tally.tried:.3f} flagged={told / tally.tried:.3f}"
        print(f"{of}attack={attack} system={system} {shares}", flush=True)


def tell(catalogue: Catalogue) -> frozenset[str]:
    """The honest suppliers that are flagged."""
    index, asked = Index(catalogue.categories).fit(catalogue.profiles), Asked(catalogue.requirements)
    return frozenset(profile.id for profile in catalogue.own if index.flags(profile.id, asked))


def lost(catalogue: Catalogue, gone: frozenset[str]) -> float:
    """nDCG@10 of a judged set, less that without some of its suppliers."""
    if catalogue.judged is None or not gone:
        return 0.0
    kept, cut = catalogue.judged, without(catalogue, gone)
    return mean(score(kept, "ours", ours(kept)).ndcg) - mean(score(cut, "ours", ours(cut)).ndcg)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
