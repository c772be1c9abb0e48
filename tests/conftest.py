"""What every test may ask for: a site on a database of its own.

`TEST_DATABASE_URL` names a PostgreSQL database whose `public` schema the tests may empty; without it they
run on SQLite files in pytest's temporary folder. Run by several processes, each makes and empties a database
of its own beside it, `test_gw0` beside `test`. The tables are made once, by the migrations; each test
starts from empty tables.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy import text
from sqlalchemy.orm import Session

from hub import create_app
from hub.config import ROOT
from hub.database import get_engine, get_session, open_session
from hub.migrating import migrate
from hub.models import Base
from hub.settings.held import forget_settings, hold_nothing
from tests.databases import database_url
from tests.mailbox import Mailbox
from tests.page_client import PageClient
from tests.people import CHEAP
from tests.permissions.asking import ASKED
from tests.permissions.world import World, build_world

settings.register_profile("hub", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hub")
"""No test asserts a time: a busy machine is no fault of the code."""

SHARED = Path(os.environ.get("HUB_SHARED_DATA", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of published data and judged sets, which the product does without."""
    if not SHARED.is_dir():
        pytest.skip(f"no shared data at {SHARED} (HUB_SHARED_DATA)")
    return SHARED


@pytest.fixture(scope="session")
def migrated_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(tmp_path_factory.mktemp("instance"))
    yield app
    with app.app_context():
        get_engine().dispose()


def make_app(instance: Path) -> Flask:
    """A site with its tables made, on the database that the environment names or on one in that folder."""
    app = create_app(
        {
            "TESTING": True,
            "INSTANCE": instance,
            "ASSETS": ROOT / "instance" / "assets",
            "DATABASE_URL": database_url(instance),
            "SECRET_KEY": "a key for tests only",
            "SERVER_NAME": None,
            "WTF_CSRF_ENABLED": False,
            "HUB_SECOND_FACTOR": False,
            **CHEAP,
            "RATELIMIT_ENABLED": False,
            "SETTINGS_SECONDS": 3600,
        }
    )
    with app.app_context():
        _drop_everything()
        migrate()
    return app


def _drop_everything() -> None:
    """An earlier, broken-off run may have left tables on PostgreSQL."""
    engine = get_engine().execution_options(writes=True)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))


@pytest.fixture
def app(migrated_app: Flask) -> Flask:
    """The site with empty tables."""
    with migrated_app.app_context():
        empty_tables()
    migrated_app.extensions.pop("index", None)
    hold_nothing(migrated_app)
    return migrated_app


def empty_tables() -> None:
    engine = get_engine().execution_options(writes=True)
    forget_settings()
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            return
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session that may write, on the site's database; a test commits what the site shall see."""
    with app.app_context(), open_session(writes=True) as session:
        yield session


@pytest.fixture
def context(app: Flask) -> Iterator[Session]:
    """An application context, with the session that verbs called inside it share."""
    with app.app_context():
        yield get_session()


@pytest.fixture
def mailbox(app: Flask) -> Mailbox:
    """What the site mails from now on."""
    return Mailbox(app)


@pytest.fixture
def page_client(app: Flask) -> PageClient:
    """A browser without a window, nobody signed in."""
    return PageClient(app)


@pytest.fixture(scope="module")
def world(migrated_app: Flask) -> Iterator[World]:
    """Three sides with everything, and everybody signed in. A test puts back what it changes."""
    with migrated_app.app_context():
        empty_tables()
    world = build_world(migrated_app)
    yield world
    world.database.close()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of several tells the first process what it asked."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["asked"] = dict(ASKED)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    ASKED.update(getattr(node, "workeroutput", {}).get("asked", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much was asked of the matrix of permissions, where it was asked anything."""
    if ASKED:
        each = ", ".join(f"{method} {number:,}" for method, number in sorted(ASKED.items()))
        terminalreporter.write_line(f"permissions: cells={ASKED.total()} ({each})")
