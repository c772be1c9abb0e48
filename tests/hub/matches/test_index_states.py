"""Whatever is done to the register, in whatever order: no process shows what it no longer holds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, rule, run_state_machine_as_test
from sqlalchemy import select

from hub.config import ROOT
from hub.database import open_session
from hub.matches import saving
from hub.matches.indexing import LiveIndex
from hub.matches.saving import SavedCatalogue
from hub.suppliers.models import Capability, Supplier
from matching.index import postings
from tests.conftest import empty_tables
from tests.hub.matches.answering_process import ranking_of
from tests.hub.matches.catalogue_made import make_firm

WORDS = ("drains", "drain cleaning", "roof survey", "payroll", "hedge cutting", "timber frames", "surveys")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


class OtherProcess:
    """A process that answers from an index and a folder of its own."""

    def __init__(self, app: Flask, folder: Path) -> None:
        script = ROOT / "tests" / "hub" / "matches" / "answering_process.py"
        arguments = [str(app.config["INSTANCE"]), app.config["DATABASE_URL"], str(folder)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hub.matches.answering_process", *arguments],
            cwd=script.parents[3],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **question: Any) -> Any:
        process = self._process
        assert process.stdin
        assert process.stdout
        print(json.dumps(question), file=process.stdin, flush=True)
        return json.loads(process.stdout.readline())

    def end(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        assert self._process.wait(timeout=30) == 0


@pytest.fixture
def other(app: Flask, tmp_path: Path) -> Iterator[OtherProcess]:
    process = OtherProcess(app, tmp_path / "other")
    yield process
    process.end()


@pytest.mark.long
def test_no_order_of_changes_leaves_anything_stale(app: Flask, tmp_path: Path, other: OtherProcess) -> None:
    class Register(RuleBasedStateMachine):
        """What is asked of two processes and of an index made anew from the database is answered alike."""

        firms = Bundle("firms")

        def __init__(self) -> None:
            super().__init__()
            empty_tables()
            for folder in ("mine", "other"):
                rmtree(tmp_path / folder, ignore_errors=True)
            other.ask(restart=True)
            self.restart_this()

        @rule(target=firms, text=texts)
        def create(self, text: str) -> str:
            with open_session(writes=True) as session:
                firm = make_firm(session, "Firm", f"{text}: {text}")
                session.commit()
                return firm.public_id

        @rule(firm=firms, text=texts)
        def edit(self, firm: str, text: str) -> None:
            with open_session(writes=True) as session:
                held = session.scalars(select(Supplier).where(Supplier.public_id == firm)).one()
                held.capabilities = [Capability(title=text)]
                session.commit()

        @rule(firm=firms, state=st.sampled_from(["withdrawn", "suspended", "claimed"]))
        def change_state(self, firm: str, state: str) -> None:
            with open_session(writes=True) as session:
                session.scalars(select(Supplier).where(Supplier.public_id == firm)).one().state = state
                session.commit()

        @rule(firm=consumes(firms))
        def erase(self, firm: str) -> None:
            with open_session(writes=True) as session:
                session.delete(session.scalars(select(Supplier).where(Supplier.public_id == firm)).one())
                session.commit()

        @rule()
        def restart_this(self) -> None:
            self.index = LiveIndex(saved=SavedCatalogue(tmp_path / "mine"))

        @rule()
        def restart_other(self) -> None:
            other.ask(restart=True)

        @rule(words=st.sampled_from(WORDS))
        def search(self, words: str) -> None:
            anew = json.loads(json.dumps(ranking_of(LiveIndex(), words)))
            assert json.loads(json.dumps(ranking_of(self.index, words))) == anew
            assert other.ask(words=words) == anew

    small_blocks = patch.multiple(postings, PAGES=8, FEW=2, REOPENED=4)
    with app.app_context(), small_blocks, patch.multiple(saving, SAVED_FROM=1, CHANGED=2):
        run_state_machine_as_test(
            Register,
            settings=settings(
                max_examples=25,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
