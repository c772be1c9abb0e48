"""`flask --app hub find-duplicates`: the whole register looked at for firms that stand in it twice."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from hub.audit.collecting import note_fact
from hub.database import open_session
from hub.duplicates.finding import compare_register, keep_compared
from hub.duplicates.keeping import bring_keys_up_to_date
from hub.duplicates.reading import read_register


@click.command("find-duplicates")
@with_appcontext
def find_duplicates_command() -> None:
    """Compare all suppliers, and keep the pairs that may be one firm for an adviser to decide.

    Pairs that were decided stay decided, and running it again changes nothing.
    """
    hidden = not sys.stderr.isatty()
    with (
        open_session(writes=False) as session,
        tqdm(desc="Comparing", unit=" pairs", file=sys.stderr, disable=hidden, leave=False) as bar,
    ):
        signals = dict(read_register(session))
        compared = compare_register(session, signals, bar.update)
    with open_session(writes=True) as session:
        keys = bring_keys_up_to_date(session, signals)
        keep_compared(session, compared)
        if keys or compared.new or compared.gone:
            note_fact(session, suppliers=compared.suppliers, new=len(compared.new), gone=len(compared.gone))
        session.commit()
    click.echo(
        f"Suppliers compared: {compared.suppliers:,}. Pairs that may be one firm: {len(compared.new):,} new, "
        f"{len(compared.again):,} as before, {len(compared.gone):,} no longer. "
        f"Decided earlier: {compared.decided:,}."
    )
