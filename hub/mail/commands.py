"""`deliver-mail`: what could not go out at once goes out by this, on the operator's timer."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from hub.mail.posting import deliver_now


@click.command("deliver-mail")
@with_appcontext
def deliver_mail_command() -> None:
    """Deliver the mail that waits: sent by MAIL_URL, or kept in the instance's outbox."""
    number = deliver_now()
    click.echo(f"{number} {'mail was' if number == 1 else 'mails were'} delivered.")
