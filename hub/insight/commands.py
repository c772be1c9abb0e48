"""`measure-supply`: count supply and demand for this month, and for months that nobody counted."""

from __future__ import annotations

from datetime import date

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from hub.database import session
from hub.formatters import format_count
from hub.insight.measuring import forget_old, measure, months_to_measure
from hub.insight.models import SupplyCount


@click.command("measure-supply")
@with_appcontext
def measure_supply_command() -> None:
    """Count what was asked for and who could do it, by category and county: every night.

    This month is counted anew each time. Months of the last two years that nobody counted are reckoned back.
    """
    rows = measure_supply()
    click.echo(f"{format_count(rows, 'count')} for this month and those that were missing.")


def measure_supply() -> int:
    """What the command does: the number of counts. Commits."""
    today = date.today()
    known = session.scalars(select(SupplyCount.month).distinct()).all()
    rows = 0
    for month in months_to_measure(today, known):
        rows += measure(session, month, reckoned=month != today.replace(day=1))
    forget_old(session, today)
    session.commit()
    return rows
