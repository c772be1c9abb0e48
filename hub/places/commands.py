"""`import-places`: put a hub's full file of outward codes or local authorities in place."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from hub.audit.collecting import note_fact
from hub.database import session
from hub.matches.cataloguing import note_changes
from hub.places.loading import Loaded, lay_counties, lay_places, load_own_places
from hub.places.models import County
from hub.places.reading import read_authorities, read_outcodes
from hub.suppliers.placing import place_suppliers
from hub.text_files import TextFileError

KINDS = {"outcodes": "Places", "authorities": "Counties"}


@click.command("import-places")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(list(KINDS)), help="What FILE holds; told by its columns without.")
@with_appcontext
def import_places_command(file: Path, kind: str | None) -> None:
    """Import FILE, a CSV of outward codes with their middles or of local authorities with their regions.

    The hub's own places come first where they are absent, and suppliers move to where their postcodes now
    are. Running twice changes nothing.
    """
    try:
        content = file.read_bytes()
        kind = kind or ("authorities" if content.startswith(b"local-authority-code") else "outcodes")
        load_own_places(session)
        loaded = _import(content, kind, f"imported from {file.name}")
    except (TextFileError, OSError) as error:
        session.rollback()
        reason = error.strerror if isinstance(error, OSError) else error
        click.echo(f"Nothing was imported from {file}: {reason}.", err=True)
        sys.exit(1)
    if loaded.added or loaded.changed:
        session.flush()
        note_changes(session, place_suppliers(session))
        sha256 = hashlib.sha256(content).hexdigest()
        note_fact(session, file=file.name, sha256=sha256, kind=kind, counts=asdict(loaded))
    session.commit()
    click.echo(f"{KINDS[kind]}: {loaded.added:,} added, {loaded.changed:,} changed.")


def _import(content: bytes, kind: str, source: str) -> Loaded:
    if kind == "authorities":
        return lay_counties(session, read_authorities(content))
    counties = {county.slug: county.region for county in session.scalars(select(County))}
    return lay_places(session, read_outcodes(content, source[:200], counties))
