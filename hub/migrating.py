"""Bringing the database to the version this code needs, by command only, one process at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask.cli import with_appcontext
from sqlalchemy import Connection, text

from hub.database import get_engine

ADVISORY_LOCK = 7_204_113
"""Any number will do on PostgreSQL, so long as every process of this hub asks for the same one."""


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def database_version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def code_version() -> str | None:
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def migrate(revision: str = "head") -> None:
    """Upgrade the database to `revision` in one transaction. A second process waits, then finds it done.

    Raises ClickException for a database that a later version of the code made.
    """
    with writing_alone() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except CommandError as error:
            raise click.ClickException(
                f"The database can't be migrated: {error}. Update the code and try again."
            ) from error


@contextmanager
def writing_alone() -> Iterator[Connection]:
    """A connection whose transaction no other writer shares, by SQLite's or PostgreSQL's own lock."""
    engine = get_engine().execution_options(writes=True)
    with engine.connect() as connection, _tables_may_be_made_anew(connection), connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        yield connection
        _require_whole(connection)


@contextmanager
def _tables_may_be_made_anew(connection: Connection) -> Iterator[None]:
    """SQLite changes most things of a table by making it anew. Dropping the old one must not delete, by
    foreign key, what belongs to its rows. The switch counts between transactions only."""
    sqlite: Any = connection.connection.driver_connection if connection.dialect.name == "sqlite" else None
    if sqlite:
        sqlite.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        if sqlite:
            sqlite.execute("PRAGMA foreign_keys=ON")


def _require_whole(connection: Connection) -> None:
    """Raises ClickException, and nothing is changed, where a row of SQLite points to one that is missing."""
    if connection.dialect.name != "sqlite":
        return
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if lost is not None:
        raise click.ClickException(
            f"The database can't be migrated: a row of {lost[0]} belongs to a missing row of {lost[2]}."
        )


def require_current_version() -> None:
    """Exit with one line where the database is not at the version of this code."""
    with get_engine().connect() as connection:
        found, needed = database_version(connection), code_version()
    if found != needed:
        click.echo(
            f"The database is at version {found or 'none'} and this code needs {needed}: "
            "run 'flask --app hub migrate'.",
            err=True,
        )
        sys.exit(1)


@click.command("migrate")
@with_appcontext
def migrate_command() -> None:
    """Bring the database to the version this code needs."""
    migrate()
    url = get_engine().url.render_as_string(hide_password=True)
    click.echo(f"The database {url} is at version {code_version()}.")
