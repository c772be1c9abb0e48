"""Matching shared out to the workers of a Dask cluster: batches of requirements there, orders back.

Each worker maps the index from a folder that all see, so that every one answers as this process would. A
batch whose worker is lost is done again by another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from os import utime
from pathlib import Path
from shutil import rmtree
from time import time
from typing import Any
from uuid import uuid4

from hub.matches.finding import DEPTH
from hub.matches.indexing import LiveIndex
from hub.matches.matching_all import Batch, Ordering
from matching import Order
from matching.batches import Recipe, forget_index, order_batch
from matching.index.snapshot import SnapshotError

WAIT = 10
"""Seconds to wait for the cluster, and for its first worker."""

AHEAD = 2
"""Batches for each worker that are handed out before the first comes back."""


OWN = "match-all-"
"""Before the name of a run's folder: nothing else in the folder that is shared is touched."""

LEFT = 24 * 60 * 60
"""Seconds without a batch after which the files of a run are taken for left behind."""


class ClusterError(Exception):
    """The cluster cannot do the work; the message says why."""


@contextmanager
def open_cluster(address: str) -> Iterator[Any]:
    """A client of a cluster that has a worker. Raises ClusterError."""
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError("--cluster needs Dask: install the extra, pip install '.[cluster]'.") from None
    try:
        client = Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"No cluster answers at {address} ({error}).") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=WAIT)
        except TimeoutError:
            raise ClusterError(f"The cluster at {address} has no worker.") from None
        yield client


@contextmanager
def shared_index(index: LiveIndex, folder: Path) -> Iterator[Recipe]:
    """The index in files for as long as it is asked for, in a folder of its own. Raises ClusterError."""
    run = uuid4().hex
    own = folder / f"{OWN}{run}"
    _forget_left(folder)
    try:
        recipe = index.write(own, run)
    except OSError as error:
        rmtree(own, ignore_errors=True)
        raise ClusterError(f"The index cannot be written to {folder}: {error.strerror}.") from error
    except SnapshotError as error:
        raise ClusterError(f"{error}: match without --cluster, or without HUB_SENTENCE_MODEL.") from error
    try:
        yield recipe
    finally:
        rmtree(own, ignore_errors=True)


def _forget_left(folder: Path) -> None:
    """Delete what a run left that was killed: it holds the register of its day."""
    for left in folder.glob(f"{OWN}*"):
        with suppress(FileNotFoundError):
            if time() - left.stat().st_mtime > LEFT:
                rmtree(left, ignore_errors=True)


def order_there(client: Any, recipe: Recipe) -> Ordering:
    """By the workers of a cluster. So many batches are out at once, and no more are read before.

    How many workers one batch may lose is the scheduler's own setting, three unless it says otherwise.
    """

    def ordering(batches: Iterable[Batch]) -> Iterator[tuple[Batch, Sequence[Order]]]:
        from distributed import as_completed

        out: dict[Any, Batch] = {}
        waiting, done = iter(batches), as_completed(loop=client.loop)
        while True:
            wanted = AHEAD * max(len(client.scheduler_info()["workers"]), 1)
            while len(out) < wanted and (batch := next(waiting, None)) is not None:
                asked = [each.requirement for each in batch]
                future = client.submit(order_batch, recipe, asked, DEPTH, pure=False)
                out[future] = batch
                done.add(future)
            if not out:
                client.run(forget_index)
                return
            future = next(done)
            orders = _result(future)
            utime(recipe.folder)
            yield out.pop(future), orders

    return ordering


def _result(future: Any) -> Sequence[Order]:
    from distributed import KilledWorker

    try:
        found: Sequence[Order] = future.result()
    except SnapshotError as error:
        raise ClusterError(
            f"A worker cannot read the index ({error}): name a folder that all see with --folder."
        ) from error
    except KilledWorker as error:
        raise ClusterError(f"Too many workers were lost: {error}") from error
    return found
