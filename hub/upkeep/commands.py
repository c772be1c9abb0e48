"""`import-companies`: what the company register says of the firms. `check-profiles`: what needs a look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from hub.audit.collecting import note_fact, note_subject
from hub.database import open_session, utc_now, wait_for_turn
from hub.formatters import format_count, format_day
from hub.text_files import TextFileError
from hub.upkeep.applying import Planned, TooManyMissingError, apply, numbers_held, plan
from hub.upkeep.company_files import day_in_name, hash_file, read_companies
from hub.upkeep.looking import Looked, look_through
from hub.upkeep.staging import Staging, open_staging

ADVISORY_LOCK = 7_204_116
"""Any number will do on PostgreSQL, so long as both commands ask for the same one and nothing else does."""


@click.command("import-companies")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--complete", is_flag=True, help="FILES are the whole register: who is not in them has left it."
)
@click.option("--accept-missing", is_flag=True, help="With --complete: however many firms are not in them.")
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day they are as at; told by the file's name without, or else today.",
)
@with_appcontext
def import_companies_command(
    files: Sequence[Path], complete: bool, accept_missing: bool, day: datetime | None
) -> None:
    """Import FILES of Companies House's basic company data, CSV or zipped: a whole snapshot or parts of one.

    Only lines whose company number a supplier has are kept. An answer that is newer stands. Importing a file
    again changes nothing, and a file that can't be read whole changes nothing at all.
    """
    as_at = _as_at(files, day)
    with open_staging() as staging:
        hashes, lines = _stage(staging, files)
        try:
            with open_session(writes=False) as session:
                planned = plan(session, staging, as_at, complete=complete, accept_missing=accept_missing)
        except TooManyMissingError as error:
            raise click.ClickException(f"{files[0].name}: {error}. Nothing was imported.") from error
    if planned.changes_something:
        _apply(planned, files, hashes, complete)
    _tell(planned, lines, complete)


def _as_at(files: Sequence[Path], day: datetime | None) -> date:
    found = day.date() if day else day_in_name(files[0]) or date.today()
    if found > date.today():
        raise click.ClickException(f"{format_day(found)} is still to come: check --day or the file’s name.")
    return found


def _stage(staging: Staging, files: Sequence[Path]) -> tuple[list[str], int]:
    """Read all files, and return their hashes and how many companies they hold."""
    with open_session(writes=False) as session:
        wanted = numbers_held(session)
    hashes, counted = [], [0]
    for file in files:
        try:
            staging.stage(read_companies(file, wanted, counted))
            hashes.append(hash_file(file))
        except (TextFileError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise click.ClickException(f"{file.name}: {reason}. Nothing was imported.") from error
    return hashes, sum(counted)


def _apply(planned: Planned, files: Sequence[Path], hashes: Sequence[str], complete: bool) -> None:
    """Write everything in one transaction, with one event where anything differs."""
    with open_session(writes=True) as session:
        wait_for_turn(session, ADVISORY_LOCK)
        apply(session, planned)
        named = [{"file": file.name, "sha256": sha256} for file, sha256 in zip(files, hashes, strict=True)]
        note_fact(session, files=named, as_at=planned.day, complete=complete, counts=planned.counts)
        for public_id in sorted(planned.touched):
            note_subject(session, "supplier", public_id)
        session.commit()


def _tell(planned: Planned, lines: int, complete: bool) -> None:
    left = "no longer on the register" if complete else "not in it, and left as they are"
    read = format_count(lines, "company", "companies")
    click.echo(f"Read {read}, as at {format_day(planned.day)}. Suppliers with a number:")
    click.echo(f"  found    {planned.found:>9,}  {planned.gone:,} gone, {planned.renamed:,} renamed")
    click.echo(f"  missing  {planned.missing:>9,}  {left}")
    click.echo(f"  newer    {planned.newer:>9,}  held an answer at least as new, and keep it")
    click.echo(f"  changed  {planned.changed:>9,}")


@click.command("check-profiles")
@click.option("--marks-only", is_flag=True, help="Write to nobody.")
@with_appcontext
def check_profiles_command(marks_only: bool) -> None:
    """Look through the register for what needs a look, mark it, and write to the owners once.

    Certificates that lapse or have lapsed, firms that the company register has given up or renamed, profiles
    that nobody has touched for a year. Run it once a day by a timer.
    """
    today, total = date.today(), Looked()
    while True:
        with open_session(writes=True) as session:
            wait_for_turn(session, ADVISORY_LOCK)
            looked = look_through(session, total.last, today, utc_now(), nudges=not marks_only)
            session.commit()
        if not looked.suppliers:
            break
        total.add(looked)
    click.echo(
        f"{format_count(total.suppliers, 'supplier')} looked at: {total.begun:,} things to look at are new, "
        f"{total.ended:,} are over, {format_count(total.nudged, 'firm')} written to."
    )
