"""`flask --app hub import-awards`: a publisher's file in, suppliers and contracts out."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session
from tqdm import tqdm

from hub.audit.collecting import note_fact, note_subject
from hub.awards.applying import Applied, apply_staged
from hub.awards.inspecting import Inspected
from hub.awards.reading import SOURCES, Entries, open_file, read_entries
from hub.awards.records import BrokenFileError
from hub.awards.reporting import summarise, write_report
from hub.awards.staging import Staging, open_staging
from hub.database import open_session, wait_for_turn
from hub.migrating import require_current_version

ADVISORY_LOCK = 7_204_114
"""Any number will do on PostgreSQL, so long as every import asks for the same one and nothing else does."""


@click.command("import-awards")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", type=click.Choice(list(SOURCES)), required=True, help="Whose file it is.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="A CSV file to write every skipped line to, with the reason.",
)
@with_appcontext
def import_awards_command(file: Path, source: str, report: Path | None) -> None:
    """Import published awards: unclaimed suppliers, and contracts of suppliers the hub knows.

    Importing a file again changes nothing; a corrected file changes what differs. A file that can't be read
    whole changes nothing at all.
    """
    require_current_version()
    try:
        _import_file(file, source, report)
    except BrokenFileError as error:
        raise click.ClickException(f"{file.name}: {error}. Nothing was imported.") from error


def _import_file(file: Path, source: str, report: Path | None) -> None:
    with open_staging() as staging:
        inspected = _open(file, source)
        staging.stage(_shown(read_entries(inspected, source), inspected))
        applied = _apply(staging, inspected, source, report)
        for line in summarise(applied, staging.skipped(), inspected):
            click.echo(line)


def _open(file: Path, source: str) -> Inspected:
    try:
        return open_file(file, source)
    except OSError as error:
        raise BrokenFileError(0, f"it can't be read ({error.strerror})") from error


def _shown(entries: Entries, inspected: Inspected) -> Entries:
    """The entries, with a bar on a terminal's standard error."""
    label, hidden = f"Reading {inspected.path.name}", not sys.stderr.isatty()
    return iter(tqdm(entries, desc=label, unit=" entries", file=sys.stderr, disable=hidden, leave=False))


def _apply(staging: Staging, inspected: Inspected, source: str, report: Path | None) -> Applied:
    """Write everything in one transaction. A report that can't be written stops it before anything is."""
    with open_session(writes=True) as session:
        wait_for_turn(session, ADVISORY_LOCK)
        applied = apply_staged(session, staging, source)
        if report is not None:
            try:
                with report.open("w", encoding="utf-8-sig", newline="") as text:
                    write_report(staging.skipped(), text)
            except OSError as error:
                raise BrokenFileError(
                    0, f"the report {report} can't be written ({error.strerror})"
                ) from error
        _note_import(session, inspected, source, applied)
        session.commit()
    return applied


def _note_import(session: Session, inspected: Inspected, source: str, applied: Applied) -> None:
    """One event for the whole import, found by every supplier that it touched; none where nothing differs."""
    if not applied.touched:
        return
    counts = {name: value for name, value in asdict(applied).items() if name != "touched"}
    note_fact(session, file=inspected.path.name, sha256=inspected.sha256, source=source, counts=counts)
    for public_id in sorted(applied.touched):
        note_subject(session, "supplier", public_id)
