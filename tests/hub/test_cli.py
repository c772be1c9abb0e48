"""Commands say in one line what a person can mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from hub import create_app
from hub.database import get_engine


def test_a_locked_database_is_one_line_and_an_exit_status(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_arguments: object) -> None:
        from sqlite3 import OperationalError as Locked

        from sqlalchemy.exc import OperationalError

        raise OperationalError("BEGIN IMMEDIATE", {}, Locked("database is locked"))

    monkeypatch.setattr("hub.categories.commands.own_categories", locked)
    result = app.test_cli_runner().invoke(args=["load-categories"])
    assert result.exit_code == 1
    assert result.stderr.strip().splitlines() == [
        "The database could not be used (database is locked). Nothing was changed: try again."
    ]


def test_a_database_without_tables_is_told_to_be_migrated(tmp_path: Path) -> None:
    app = create_app({"INSTANCE": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path}/hub.sqlite"})
    result = app.test_cli_runner().invoke(args=["rank", "roofing"])
    assert result.exit_code == 1
    assert result.stderr.startswith("The database is at version none and this code needs ")
    assert result.stderr.strip().endswith("run 'flask --app hub migrate'.")
    with app.app_context():
        get_engine().dispose()
