"""The database keeps what the site is built on."""

import gc
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from click import ClickException
from flask import Flask
from sqlalchemy import String, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.state import InstanceState

from hub import create_app
from hub.categories.queries import all_categories
from hub.database import get_engine, open_session
from hub.matches.models import CatalogueChange, CatalogueVersion
from hub.migrating import migrate, writing_alone
from hub.models import Base
from hub.suppliers.models import Capability, Supplier
from tests.hub.matches.catalogue_made import make_categories


def test_migrations_make_exactly_the_tables_of_the_models(app: Flask) -> None:
    with app.app_context(), get_engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


def test_a_table_made_anew_keeps_what_belongs_to_its_rows(tmp_path: Path) -> None:
    """A migration makes it anew on SQLite, whatever the other tests run on."""
    app = create_app({"INSTANCE": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path / 'hub.sqlite'}"})
    with app.app_context():
        migrate()
        with open_session(writes=True) as session:
            session.add(Supplier(name="Elm", name_key="elm", capabilities=[Capability(title="Slates")]))
            session.commit()
        with writing_alone() as connection:
            operations = Operations(MigrationContext.configure(connection))
            with operations.batch_alter_table("supplier", recreate="always") as table:
                table.alter_column("website", existing_type=String(300), type_=String(400))
        with open_session(writes=False) as session:
            assert session.scalars(select(Capability)).one().supplier.name == "Elm"
            assert session.scalar(text("PRAGMA foreign_keys")) == 1
        get_engine().dispose()


def test_a_migration_that_leaves_rows_without_their_owner_changes_nothing(tmp_path: Path) -> None:
    app = create_app({"INSTANCE": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path / 'hub.sqlite'}"})
    with app.app_context():
        migrate()
        with open_session(writes=True) as session:
            session.add(Supplier(name="Elm", name_key="elm", capabilities=[Capability(title="Slates")]))
            session.commit()
        with (
            pytest.raises(ClickException, match="belongs to a missing row of supplier"),
            writing_alone() as connection,
        ):
            connection.exec_driver_sql("DELETE FROM supplier")
        with open_session(writes=False) as session:
            assert session.scalars(select(Supplier)).one().name == "Elm"
        get_engine().dispose()


def test_a_session_for_reading_refuses_to_write(app: Flask) -> None:
    refused = pytest.raises(DBAPIError, match="read")
    with app.app_context(), open_session(writes=False) as session, refused:
        session.execute(insert(CatalogueVersion).values(number=7))


def test_sqlite_keeps_every_acknowledged_write(app: Flask) -> None:
    with app.app_context(), get_engine().connect() as connection:
        if connection.dialect.name != "sqlite":
            pytest.skip("settings of SQLite")
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 2  # FULL
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_a_changed_capability_notes_its_supplier_at_a_new_catalogue_version(session: Session) -> None:
    supplier = Supplier(name="Ash Joinery", name_key="ash joinery")
    other = Supplier(name="Elm Roofing", name_key="elm roofing")
    session.add_all([supplier, other])
    session.commit()
    before = session.scalar(select(CatalogueVersion.number))

    supplier.capabilities.append(Capability(title="Sash windows"))
    session.commit()

    assert session.scalar(select(CatalogueVersion.number)) == before + 1
    newest = select(CatalogueChange.supplier).where(CatalogueChange.version > before)
    assert session.scalars(newest).all() == [supplier.public_id]


def test_an_erased_supplier_stays_on_the_list_of_changes(session: Session) -> None:
    supplier = Supplier(name="Ash Joinery", name_key="ash joinery")
    session.add(supplier)
    session.commit()

    session.delete(supplier)
    session.commit()

    change = session.get_one(CatalogueChange, supplier.public_id)
    session.refresh(change)
    assert change.version == session.scalar(select(CatalogueVersion.number))


def test_what_a_session_lets_go_of_lives_until_it_has(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Categories know parent and children, so that a page leaves them as garbage to collect."""
    letting_go, lived = InstanceState._detach_states, []

    def collect_first(states: list[InstanceState[Any]], *more: Any, **options: Any) -> None:
        gc.collect()
        lived.extend(state.obj() is not None for state in states)
        letting_go(states, *more, **options)

    with app.app_context():
        with open_session(writes=True) as session:
            make_categories(session)
        monkeypatch.setattr(InstanceState, "_detach_states", collect_first)
        with open_session(writes=False) as session:
            assert len(all_categories(session)) == 3
    assert lived == [True] * 3


def test_what_a_rollback_expires_lives_until_it_has(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    expire, lived = InstanceState._expire, []

    def collect_first(state: InstanceState[Any], *more: Any) -> None:
        gc.collect()
        lived.append(state.obj() is not None)
        expire(state, *more)

    with app.app_context():
        with open_session(writes=True) as session:
            make_categories(session)
        with open_session(writes=False) as session:
            assert len(all_categories(session)) == 3
            monkeypatch.setattr(InstanceState, "_expire", collect_first)
            session.rollback()
    assert lived == [True] * 3
