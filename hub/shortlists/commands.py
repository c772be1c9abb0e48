"""`learn`: weights of evidence from the hub's own reasoned decisions."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from hub.database import open_session, session
from hub.shortlists.learning import LearningError, go_back, keep_weights, learn


@click.command("learn")
@click.option("--dry-run", is_flag=True, help="Say what would be learned, and change nothing.")
@click.option("--shipped", is_flag=True, help="Go back to the weights that ship.")
@with_appcontext
def learn_command(dry_run: bool, shipped: bool) -> None:
    """Learn from reasoned shortlists how much each kind of evidence counts.

    Refused where decisions that were held out rank worse, or a golden case of the matcher does.
    """
    if shipped:
        if not dry_run:
            go_back(session)
            session.commit()
        click.echo(
            "The weights that ship " + ("would count." if dry_run else "count from the next search on.")
        )
        return
    try:
        with open_session(writes=False) as reading:  # it may take minutes, and keeps nobody from writing
            learned = learn(reading)
    except LearningError as error:
        raise click.ClickException(str(error)) from error
    if not dry_run:
        keep_weights(session, learned)
        session.commit()
    click.echo(
        f"decisions={learned.decisions} before={learned.before:.3f} held-out={learned.held_out:.3f} "
        f"weights={learned.weights.version}"
    )
    click.echo("Nothing was changed." if dry_run else "They count from the next search on.")
