"""Which database a site under test stands on."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

WORKER = "PYTEST_XDIST_WORKER"
"""What pytest-xdist tells its processes: no setting of ours."""


def database_url(instance: Path) -> str:
    """The database that `TEST_DATABASE_URL` names, or a file in that folder.

    Where several processes test at once each has a database of its own beside the one that was named: its
    tables and its advisory locks are nobody else's.
    """
    named = os.environ.get("TEST_DATABASE_URL")
    if not named:
        return f"sqlite:///{instance / 'hub.sqlite'}"
    url = make_url(named).set(drivername="postgresql+psycopg")
    worker = os.environ.get(WORKER)
    if worker:
        url = url.set(database=f"{url.database}_{worker}")
        _make(named, str(url.database))
    return url.render_as_string(hide_password=False)


def _make(named: str, database: str) -> None:
    with psycopg.connect(named, autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone()
        if there is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
