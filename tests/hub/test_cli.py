"""Commands say in one line what a person can mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from hub import create_app
from hub.config import SettingError
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


@pytest.mark.parametrize("command", [["migrate"], ["serve"], ["rank", "roofing"]])
@pytest.mark.parametrize("place", ["nowhere/hub.sqlite", "picture.png"])
def test_a_database_that_cannot_be_opened_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], place: str
) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n" * 1000)
    monkeypatch.setattr("hub.serving.require_free_port", lambda port: None)
    monkeypatch.setattr("hub.serving.fetch_assets", lambda *_: None)
    app = create_app({"INSTANCE": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path}/{place}"})
    result = app.test_cli_runner().invoke(args=command)
    assert result.exit_code == 1
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("The database could not be used (")


def test_a_database_of_later_code_is_one_line(tmp_path: Path) -> None:
    app = create_app({"INSTANCE": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path}/hub.sqlite"})
    runner = app.test_cli_runner()
    assert runner.invoke(args=["migrate"]).exit_code == 0
    with app.app_context(), get_engine().execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    result = runner.invoke(args=["migrate"])
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "can't be migrated" in result.stderr
    with app.app_context():
        get_engine().dispose()


def test_an_instance_that_cannot_be_made_is_a_setting_to_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingError, match="HUB_INSTANCE must be a folder"):
        create_app({"INSTANCE": tmp_path / "file"})
