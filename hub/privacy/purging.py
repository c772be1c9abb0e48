"""Taking what was deleted out of the files that held it.

A deleted row stays in freed pages and in SQLite's write-ahead log until both are written anew. This needs a
connection of its own with no transaction open, after the commit, and it waits for readers.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine

logger = logging.getLogger(__name__)
TRIES = 20
PAUSE = 0.25
"""Seconds between tries: a page is read in less."""
TABLES = (
    *("user", "sign_in", "membership", "organisation", "invitation", "registration", "message"),
    *("supplier", "supplier_block", "capability", "wording", "contract"),
    *("fact", "fact_document", "size_statement", "claim", "removal"),
    *("unlock", "planned_action", "firm_contact", "firm_figure", "firm_ownership"),
    *("fact_check", "consent_entry", "sharing_entry"),
    *("requirement", "requirement_version", "criterion", "ending", "ending_award"),
    *("shortlist", "shortlist_entry", "event"),
    *("passed_over", "evaluation", "evaluation_score", "shortlist_note"),
    *("proposal_request", "proposal", "proposal_entry", "shortlist_link"),
    *("run", "run_card", "run_snapshot", "snapshot"),
    *("firm_import", "firm_import_row", "queue_item"),
)
"""What an erasure or the retention may have touched."""


def purge(engine: Engine, tables: Iterable[str] = TABLES) -> bool:
    """Write the database's files anew without what was deleted. False where readers stayed in the way:
    `flask --app hub retention` tries again."""
    if engine.dialect.name == "postgresql":
        return _vacuum_postgresql(engine, tables)
    connection = engine.raw_connection()
    try:
        return _vacuum_sqlite(connection.driver_connection)
    finally:
        connection.close()


def _vacuum_sqlite(connection: Any) -> bool:
    connection.execute("PRAGMA query_only=OFF")
    for number in range(TRIES):
        if number:
            time.sleep(PAUSE)
        try:
            connection.execute("VACUUM")
            busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as error:
            logger.info("The database is in use: %s", error)
            continue
        if not busy:
            return True
    logger.warning("What was deleted is still in the database's files: run 'flask --app hub retention'")
    return False


def _vacuum_postgresql(engine: Engine, tables: Iterable[str]) -> bool:
    options = {"writes": True, "isolation_level": "AUTOCOMMIT"}
    with engine.execution_options(**options).connect() as connection:
        for table in tables:
            connection.exec_driver_sql(f'VACUUM "{table}"')
    return True
