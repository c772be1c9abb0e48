from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.database import get_engine, open_session
from hub.matches.models import CatalogueChange, CatalogueVersion
from hub.models import Base
from hub.suppliers.models import Contract, Supplier

RunImport = Callable[..., Result]
Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def run_import(app: Flask) -> RunImport:
    """`import-awards` as it is typed; what it printed, and its exit code."""

    def run(path: Path, source: str, *options: str) -> Result:
        return app.test_cli_runner().invoke(args=["import-awards", str(path), "--source", source, *options])

    return run


@pytest.fixture
def hub(app: Flask) -> Iterator[Hub]:
    """What the hub holds after a command; another supplier with its own contract is there from the start."""
    with app.app_context():
        with open_session(writes=True) as session:
            session.add(
                Supplier(
                    name="Noise Ltd",
                    name_key="noise",
                    contracts=[Contract(title="Own work", source="own")],
                )
            )
            session.commit()
        yield Hub()


class Hub:
    """Reads in sessions of their own, so that nothing is held over from one command to the next."""

    def suppliers(self) -> dict[str, Supplier]:
        with open_session(writes=False) as session:
            found = session.scalars(
                select(Supplier).where(Supplier.name != "Noise Ltd").order_by(Supplier.id)
            )
            return {each.name: each for each in found}

    def contracts(self) -> list[Contract]:
        """Published ones, as they were made."""
        with open_session(writes=False) as session:
            return list(
                session.scalars(select(Contract).where(Contract.source != "own").order_by(Contract.id))
            )

    def contracts_of(self, name: str) -> list[Contract]:
        owner = self.suppliers()[name].id
        return [each for each in self.contracts() if each.supplier_id == owner]

    def version(self) -> int:
        with open_session(writes=False) as session:
            return session.scalar(select(CatalogueVersion.number)) or 0

    def changed_since(self, version: int) -> set[str]:
        """Names of the suppliers noted after `version`."""
        with open_session(writes=False) as session:
            noted = select(CatalogueChange.supplier).where(CatalogueChange.version > version)
            return set(session.scalars(select(Supplier.name).where(Supplier.public_id.in_(noted))))

    def rows(self) -> Rows:
        """Every row of every table."""
        with get_engine().connect() as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
                for table in Base.metadata.sorted_tables
            }

    def write(self, change: Callable[[Session], None]) -> None:
        with open_session(writes=True) as session:
            change(session)
            session.commit()
