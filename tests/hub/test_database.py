"""The database keeps what the site is built on."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from hub.database import get_engine, open_session
from hub.matches.models import CatalogueChange, CatalogueVersion
from hub.models import Base
from hub.suppliers.models import Capability, Supplier


def test_migrations_make_exactly_the_tables_of_the_models(app: Flask) -> None:
    with app.app_context(), get_engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


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
