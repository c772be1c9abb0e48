"""``python -m benchmarks.cluster [--profiles N] [--requirements N] [--folder F]``: `match-all`, shared.

Every requirement is held against every supplier of a made-up catalogue: in this process, by one worker of a
Dask cluster on this machine, by two, and by two of which one is killed half way. A line for each:
`profiles=… requirements=… workers=… killed=… seconds=… identical=…`, the last the part of the orders that are
those of this process, to the last digit. Then `ratio=…`: how much faster two are than one.
"""

from __future__ import annotations

import os
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from distributed import LocalCluster

from benchmarks.speed.made import MadeCatalogue, index_in
from hub.database import in_batches
from hub.matches.clustering import open_cluster, order_there
from hub.matches.finding import DEPTH
from hub.matches.matching_all import BATCH, Asked
from matching import Order
from matching.batches import Recipe, order_batch

WORDS = (3, 10, 40)


def main(arguments: Sequence[str]) -> int:
    given_ = ArgumentParser(prog="python -m benchmarks.cluster", description=__doc__)
    given_.add_argument("--profiles", type=int, default=100_000)
    given_.add_argument("--requirements", type=int, default=200)
    given_.add_argument("--folder", type=Path, help="where an index is taken from, or kept")
    given = given_.parse_args(arguments)
    catalogue = MadeCatalogue()
    asked = [
        Asked(number, 1, catalogue.requirement(WORDS[number % len(WORDS)], number))
        for number in range(given.requirements)
    ]
    with TemporaryDirectory() as temporary:
        folder = (given.folder or Path(temporary)).absolute()
        index = index_in(folder, catalogue, given.profiles)
        recipe = Recipe("benchmark", folder, index.categories, index.weights, index.synonyms)
        measure(recipe, asked, f"profiles={given.profiles} requirements={given.requirements}")
    return 0


def measure(recipe: Recipe, asked: Sequence[Asked], about: str) -> None:
    """Print the lines."""
    order_batch(recipe, [each.requirement for each in asked[:BATCH]], DEPTH)
    began = perf_counter()
    here = order_batch(recipe, [each.requirement for each in asked], DEPTH)
    print(f"{about} workers=0 killed=0 seconds={perf_counter() - began:.1f} identical=1.0000", flush=True)
    seconds = {}
    for workers, kill in ((1, False), (2, False), (2, True)):
        taken, found = shared(recipe, asked, workers, kill=kill)
        same = sum(one == found.get(each.id) for one, each in zip(here, asked, strict=True)) / len(here)
        print(
            f"{about} workers={workers} killed={kill:d} seconds={taken:.1f} identical={same:.4f}", flush=True
        )
        seconds.setdefault(workers, taken)
    print(f"{about} ratio={seconds[1] / seconds[2]:.2f}")


def shared(
    recipe: Recipe, asked: Sequence[Asked], workers: int, *, kill: bool
) -> tuple[float, dict[int, Order]]:
    """Seconds, and the orders by requirement. Each worker has loaded the index before the clock starts."""
    found: dict[int, Order] = {}
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            memory_limit=0,
            silence_logs=50,
        ) as cluster,
        open_cluster(cluster.scheduler_address) as client,
    ):
        client.wait_for_workers(workers)
        warming = [each.requirement for each in asked[:BATCH]]
        for address in client.scheduler_info()["workers"]:
            client.submit(order_batch, recipe, warming, DEPTH, workers=[address], pure=False).result()
        began = perf_counter()
        for batch, orders in order_there(client, recipe)(in_batches(asked, BATCH)):
            found.update(zip((each.id for each in batch), orders, strict=True))
            if kill and len(found) * 2 > len(asked):
                _kill_one(cluster)
                kill = False
        return perf_counter() - began, found


def _kill_one(cluster: Any) -> None:
    os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
