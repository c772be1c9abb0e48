"""``python -m benchmarks.speed [--profiles N...] [--peers] [--requirements N] [--folder F]``: speed and size.

For each size and number of words a line for each system and stage, in milliseconds:
`profiles=… words=… system=… stage=retrieve|answer p50_ms=… p95_ms=…`. ``retrieve`` is the bare top ten;
``answer`` is what a page shows: words repaired, musts held, exact scores, twenty matches with their evidence.
Systems take turns, requirement by requirement, in one process. Then a line for each size and system:
`profiles=… system=… build_s=… add_visible_ms=… start_ms=… bytes_per_profile=… peak_rss_mb=…`: from the commit
until it is found, all files without the quoted texts, and what building added to the memory of the process.
Last the bytes that a question must read, and how long this machine takes to read as many.

``--peers`` adds tantivy, bm25s and FTS5. With ``--folder`` indexes are kept there, and taken from there.
"""

from __future__ import annotations

import gc
import resource
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.speed.made import MadeCatalogue
from benchmarks.speed.systems import Bm25s, Fts5, Ours, Tantivy, took
from matching import Index, Requirement
from matching.index import fastest_kernels
from matching.index.asking import worths_at_first
from matching.index.blocks import lists_of
from matching.index.kernels import IN_NUMPY

WORDS = (3, 10, 40)

WARMED, SLOW = 20, {"fts5": 5}
"""Requirements asked before any is timed, and the systems that are asked one in so many."""

STAGES = ("retrieve", "answer")

ADDED = 20


def main(arguments: Sequence[str]) -> int:
    asked = ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    asked.add_argument("--profiles", type=int, nargs="+", default=[100_000])
    asked.add_argument("--requirements", type=int, default=200)
    asked.add_argument("--peers", action="store_true")
    asked.add_argument(
        "--folder", type=Path, help="where indexes are kept and, if they are there, taken from"
    )
    given = asked.parse_args(arguments)
    for size in given.profiles:
        with TemporaryDirectory() as folder:
            measure((given.folder or Path(folder)) / str(size), size, given.requirements, peers=given.peers)
    return 0


def measure(folder: Path, size: int, requirements: int, *, peers: bool) -> None:
    """Print the lines of one size."""
    catalogue = MadeCatalogue()
    ours, others = _systems(folder, peers=peers)
    built = {system.name: _build(system, catalogue, size) for system in (ours[0], *others)}
    for system in (*ours, *others):
        like = next((each for each in (*ours, *others) if type(each) is type(system)), system)
        if like is not system:
            system.like(like)
            built[system.name] = built[like.name]
    systems = [*ours, *others]
    gc.collect()
    gc.freeze()
    for words in WORDS:
        asked = [catalogue.requirement(words, number) for number in range(WARMED + requirements)]
        for (name, stage), milliseconds in _take_turns(systems, asked).items():
            p50, p95 = (float(np.quantile(milliseconds, part)) for part in (0.5, 0.95))
            line = f"profiles={size} words={words} system={name} stage={stage}"
            print(f"{line} p50_ms={p50:.2f} p95_ms={p95:.2f}", flush=True)
    new = list(catalogue.profiles(ADDED))
    for system in systems:
        print(f"profiles={size} system={system.name} {_figures(system, built, size, new)}", flush=True)
    _print_limit(ours[0], catalogue, size)


def _take_turns(systems: Sequence[Any], asked: Sequence[Requirement]) -> dict[tuple[str, str], list[float]]:
    """Milliseconds by system and stage. Who goes first changes: the second finds texts remembered."""
    taken: dict[tuple[str, str], list[float]] = {}
    for number, requirement in enumerate(asked):
        for system in systems if number % 2 else reversed(systems):
            if number % SLOW.get(system.name, 1):
                continue
            for stage in STAGES:
                if hasattr(system, stage):
                    milliseconds = took(partial(getattr(system, stage), requirement))
                    if number >= WARMED:
                        taken.setdefault((system.name, stage), []).append(milliseconds)
    return taken


def _systems(folder: Path, *, peers: bool) -> tuple[list[Any], list[Any]]:
    ours = [Ours("ours-numpy", IN_NUMPY, folder / "ours")]
    if fastest_kernels() is not IN_NUMPY:
        ours.insert(0, Ours("ours", fastest_kernels(), folder / "ours"))
    if not peers:
        return ours, []
    engines = [
        Tantivy(folder / "tantivy"),
        Bm25s("numpy", folder / "bm25s"),
        Bm25s("numba", folder / "bm25s"),
        Fts5(folder / "fts5"),
    ]
    return ours, engines


def _build(system: Any, catalogue: MadeCatalogue, size: int) -> tuple[float, float]:
    """Seconds, and megabytes added. What is there already is taken, and nothing is known of its making."""
    try:
        system.start()
        if system.size():
            return float("nan"), float("nan")
    except Exception as error:
        print(f"building {system.name} ({type(error).__name__})", file=sys.stderr)
    before, began = _peak(), perf_counter()
    system.fit(catalogue.profiles(size))
    return perf_counter() - began, _peak() - before


def _figures(system: Any, built: dict[str, tuple[float, float]], size: int, new: Sequence[Any]) -> str:
    starts = [took(system.start) for _ in range(3)]
    added = [system.add(profile) for profile in new] if hasattr(system, "add") else []
    seconds, megabytes = built[system.name]
    return (
        f"build_s={seconds:.1f} add_visible_ms={median(added) if added else float('nan'):.2f} "
        f"start_ms={min(starts):.1f} bytes_per_profile={system.size() / size:.0f} peak_rss_mb={megabytes:.0f}"
    )


def _print_limit(ours: Any, catalogue: MadeCatalogue, size: int) -> None:
    """The bytes of the postings of 40 words, and how long this machine takes to read as many."""
    touched = median(_postings_of(ours.index, catalogue.requirement(40, number)) * 2 for number in range(20))
    memory = np.ones(1 << 28, np.uint8)
    speed = memory.size / min(took(memory.view(np.uint64).sum) for _ in range(5)) * 1000
    print(
        f"profiles={size} words=40 limit bytes={touched:.0f} read_gb_s={speed / 1e9:.1f} "
        f"least_ms={touched / speed * 1000:.2f}",
        flush=True,
    )


def _postings_of(index: Index, requirement: Requirement) -> int:
    """How many postings a first look reads."""
    lists = lists_of(worths_at_first(index._catalogue(), requirement, index.weights))
    return sum(block.lists.of(which)[0].size for _, block in index._postings.blocks(lists) for which in lists)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
