"""`erase`: somebody asked the hub to be forgotten. `retention`: what is past its time goes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from email_validator import EmailNotValidError
from flask import current_app
from flask.cli import with_appcontext

from hub.accounts.forms import email_address
from hub.accounts.queries import find_user
from hub.database import get_engine, open_session, session, utc_now
from hub.privacy.erasing import ErasureRefusedError, erase_person
from hub.privacy.erasures import erase_again, listed_erasures
from hub.privacy.finishing import finish_erasure
from hub.privacy.outbox import mails_before, remove_mails_with
from hub.privacy.purging import purge
from hub.privacy.retention import FILES, count, cut_of, due, let_go, rules_with_an_end
from hub.privacy.retention_rules import Rule


@click.command("erase")
@click.option("--email", required=True, help="The address the person signs in with.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@with_appcontext
def erase_command(email: str, yes: bool) -> None:
    """Erase a person who asked for it, with a firm that is theirs alone. This cannot be undone."""
    try:
        address = email_address(email.strip())
    except EmailNotValidError as error:
        raise click.ClickException(f"--email must be an email address: {error}") from error
    known = find_user(session, address) is not None
    session.rollback()  # nobody else waits for the database while a person types
    if not known:
        raise click.ClickException(f"Nobody signs in as {address}. Check --email.")
    if not yes:
        click.confirm(f"Erase {address} and everything of theirs? This cannot be undone", abort=True)
    user = find_user(session, address)
    if user is None:
        raise click.ClickException(f"{address} was erased meanwhile.")
    try:
        erased = erase_person(session, user, by="the operator", called=f"{address} is")
    except ErasureRefusedError as error:
        session.rollback()
        raise click.ClickException(f"{error}. Nothing was changed.") from error
    session.commit()
    click.echo(f"{address} is erased: {sum(erased.rows.values())} rows.")
    _tell_purged(finish_erasure(session, get_engine(), current_app.config["INSTANCE"], erased))


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("--erasures", is_flag=True, help="After a restore: erase again whom the list names.")
@with_appcontext
def retention_command(dry_run: bool, erasures: bool) -> None:
    """Delete what is past its time; run it once a day by a timer. A line for each rule says how much."""
    now, instance = utc_now(), current_app.config["INSTANCE"]
    if erasures:
        _erase_again(instance, dry_run)
    for rule in rules_with_an_end():
        rows = _files(instance, rule, now, dry_run) if rule.name == FILES else _rows(rule, now, dry_run)
        click.echo(f"{rule.name}: {rows} {'past' if dry_run else 'deleted, past'} {rule.sentence}")
    if not dry_run:
        session.close()
        _tell_purged(purge(get_engine()))


def _rows(rule: Rule, now: datetime, dry_run: bool) -> int:
    with open_session(writes=not dry_run) as own:
        found = due(own, rule, now)
        if not dry_run:
            let_go(own, rule, found)
            own.commit()
        return count(found)


def _files(instance: Path, rule: Rule, now: datetime, dry_run: bool) -> int:
    paths = list(mails_before(instance, cut_of(rule, now)))
    for path in paths:
        if not dry_run:
            path.unlink(missing_ok=True)
    return len(paths)


def _erase_again(instance: Path, dry_run: bool) -> None:
    again = 0
    for line in listed_erasures(instance):
        with open_session(writes=True) as own:
            done = erase_again(own, line)
            if dry_run or not done:
                own.rollback()
            else:
                own.commit()
        again += len(done)
        for erased in done:
            if not dry_run:
                remove_mails_with(instance, erased.texts)
    click.echo(f"erasures done again: {again}")


def _tell_purged(purged: bool) -> None:
    if not purged:
        click.echo(
            "What was deleted is still in the database's files, because it is being read: "
            "run 'flask --app hub retention' again.",
            err=True,
        )
