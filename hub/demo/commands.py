"""`load-demo`: fill an empty hub with fictional firms, buyers and four people who can sign in."""

from __future__ import annotations

import sys
from datetime import date

import click
from flask.cli import with_appcontext

from hub.audit.collecting import note_fact
from hub.database import session
from hub.demo.loading import load_demo
from hub.demo.signins import DEMO_SIGN_INS, holds_real_accounts, uses_demo_sign_ins
from hub.insight.commands import measure_supply
from hub.outcomes.commands import record_outcomes
from hub.queue.commands import refresh_queue


@click.command("load-demo")
@click.option("--suppliers", default=300, show_default=True, type=click.IntRange(0), help="How many firms.")
@click.option("--requirements", default=40, show_default=True, type=click.IntRange(0), help="How many needs.")
@click.option("--seed", default=7, show_default=True, help="Another seed makes other firms.")
@with_appcontext
def load_demo_command(suppliers: int, requirements: int, seed: int) -> None:
    """Load fictional suppliers, buyers and requirements, and print who can sign in.

    Refuses a hub that holds real accounts; where the demo is already loaded, nothing changes.
    """
    if holds_real_accounts(session):
        click.echo(
            "Nothing was loaded: this hub holds real accounts. Load the demo into an empty hub.", err=True
        )
        sys.exit(1)
    if uses_demo_sign_ins(session):
        click.echo("The demo is already loaded. Nothing changed.")
        return
    with click.progressbar(length=suppliers, label="Loading suppliers", file=sys.stderr) as bar:
        load_demo(
            session,
            suppliers=suppliers,
            requirements=requirements,
            seed=seed,
            today=date.today(),
            progress=bar.update,
        )
    note_fact(session, suppliers=suppliers, requirements=requirements, seed=seed)
    session.commit()
    record_outcomes()
    measure_supply()
    refresh_queue()
    click.echo(f"Loaded {suppliers:,} suppliers and {requirements:,} requirements. Sign in as:")
    for each in DEMO_SIGN_INS:
        click.echo(f"  {each.kind:<14} {each.email:<28} {each.password}")
