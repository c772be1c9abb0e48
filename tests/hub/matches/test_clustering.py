"""`match-all --cluster`: the same as in one process, also when a worker is lost in the middle."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.matches import commands, matching_all
from hub.matches.clustering import shared_index
from hub.matches.indexing import LiveIndex
from hub.matches.models import Matching, OpenMatch
from hub.matches.remembering import RememberedMeaning
from hub.requirements.models import Requirement
from matching.batches import Recipe
from tests.hub.matches.catalogue_made import make_catalogue, make_many
from tests.hub.matches.test_finding import make_requirement
from tests.hub.matches.test_match_all import match_all
from tests.matching.meaning_made import WordSums

distributed = pytest.importorskip("distributed", reason="Dask is not installed")

pytestmark = pytest.mark.filterwarnings("default")
"""Dask's own threads warn of what they leave open when they are killed."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers of one thread on this machine, which stay on its loopback."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as workers:
        yield workers


@pytest.fixture
def asked(session: Session) -> list[Requirement]:
    make_many(session, 30)
    make_catalogue(session)
    return [make_requirement(session, f"Blocked drains at school {at}") for at in range(12)]


def found(session: Session) -> list[tuple[Any, ...]]:
    session.expire_all()
    columns = (OpenMatch.requirement_id, OpenMatch.position, OpenMatch.supplier_id, OpenMatch.score)
    return [tuple(row) for row in session.execute(select(*columns, OpenMatch.band).order_by(*columns[:2]))]


def found_here(app: Flask, session: Session) -> list[tuple[Any, ...]]:
    """What one process finds; it is forgotten again."""
    match_all(app)
    here = found(session)
    session.query(Matching).delete()
    session.commit()
    return here


def test_workers_find_what_one_process_finds(
    app: Flask, session: Session, asked: list[Requirement], cluster: Any
) -> None:
    here = found_here(app, session)
    with patch.object(matching_all, "BATCH", 2):
        result = match_all(app, "--cluster", cluster.scheduler_address)
    assert result.stdout == "Requirements matched: 12. As they were: 0.\n"
    assert found(session) == here
    assert not list((app.config["INSTANCE"] / "index" / "shared").iterdir())


def test_a_lost_worker_does_not_stop_it(
    app: Flask, session: Session, asked: list[Requirement], cluster: Any
) -> None:
    here = found_here(app, session)
    write, killed = matching_all.write_orders, []

    def killing(*arguments: Any) -> int:
        if not killed:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)
        return write(*arguments)

    with patch.object(matching_all, "BATCH", 1), patch.object(commands, "write_orders", killing):
        result = match_all(app, "--cluster", cluster.scheduler_address)
    assert killed
    assert result.stdout == "Requirements matched: 12. As they were: 0.\n"
    assert found(session) == here


def test_a_folder_that_workers_do_not_see_is_named(
    app: Flask, session: Session, asked: list[Requirement], cluster: Any
) -> None:
    @contextmanager
    def elsewhere(index: LiveIndex, folder: Path) -> Iterator[Recipe]:
        with shared_index(index, folder) as recipe:
            yield replace(recipe, folder=folder / "elsewhere")

    with patch("hub.matches.commands.shared_index", elsewhere):
        result = match_all(app, "--cluster", cluster.scheduler_address)
    assert result.exit_code == 1
    assert "name a folder that all see with --folder" in result.stderr
    assert not session.scalars(select(Matching)).all()


def test_with_a_sentence_model_a_cluster_is_refused(
    app: Flask, session: Session, asked: list[Requirement], cluster: Any, tmp_path: Path
) -> None:
    with patch("hub.matches.indexing._meaning", lambda: RememberedMeaning(WordSums(), tmp_path)):
        result = match_all(app, "--cluster", cluster.scheduler_address)
    assert result.exit_code == 1
    assert "match without --cluster, or without HUB_SENTENCE_MODEL" in result.stderr
