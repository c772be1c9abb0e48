"""`add-member`: how an empty hub gets its first people, and how the operator adds more. `set-password`: how
who has lost a password gets in again. `reset-second-factor`: the same for who has lost phone and codes."""

from __future__ import annotations

import sys

import click
from email_validator import EmailNotValidError
from flask.cli import with_appcontext
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hub.accounts.forms import email_address
from hub.accounts.joining import create_account, join, open_organisation
from hub.accounts.models import ORGANISATION_KINDS, Organisation, User
from hub.accounts.passwords import hash_new_password, password_problem
from hub.accounts.queries import find_hub, find_membership, find_organisations, find_user
from hub.accounts.renewing import take_over
from hub.accounts.second_factor import turn_off
from hub.database import session
from hub.mail.queueing import queue_mail
from hub.settings.current import identity

LONGEST_NAME = 200
ROLES = {
    "supplier": ("owner", "editor", "viewer"),
    "buyer": ("owner", "editor", "viewer"),
    "hub": ("adviser", "administrator"),
}


@click.command("add-member")
@click.option("--email", required=True, help="The address the person signs in with.")
@click.option("--organisation", required=True, help="Its name, or its id where two share a name.")
@click.option("--kind", required=True, type=click.Choice(ORGANISATION_KINDS))
@click.option("--role", required=True, help="owner, editor or viewer; for the hub adviser or administrator.")
@click.option("--name", default="", help="The person’s name, for a new account.")
@click.option("--password-stdin", is_flag=True, help="Read the new account’s password from standard input.")
@with_appcontext
def add_member(  # noqa: PLR0917 - click hands options over by name
    email: str, organisation: str, kind: str, role: str, name: str, password_stdin: bool
) -> None:
    """Make a person a member of an organisation; either is made where it does not exist.

    Asks for a password where the account is new. A buying organisation made here counts as confirmed.
    """
    address, title = _checked_email(email), _checked_name("--organisation", organisation, 1)
    name = _checked_name("--name", name, 0)
    if role not in ROLES[kind]:
        raise click.ClickException(f"--role for a {kind} must be one of: {', '.join(ROLES[kind])}.")
    place, user = _find_organisation(session, kind, title), find_user(session, address)
    if user and place and find_membership(session, user, place):
        raise click.ClickException(f"{address} is a member of {place.name} already. Nothing was changed.")
    session.rollback()  # nobody else waits for the database while a person types
    if user is None:
        user = _make_account(session, address, name, password_stdin)
    place = place or open_organisation(session, kind, title)
    join(session, user, place, role)
    session.commit()
    click.echo(f"{user.email} is {role} of {place.name}.")


@click.command("set-password")
@click.option("--email", required=True, help="The address the person signs in with.")
@click.option("--password-stdin", is_flag=True, help="Read the new password from standard input.")
@with_appcontext
def set_password(email: str, password_stdin: bool) -> None:
    """Give a person who has lost a password a new one; wherever they are signed in, they are signed out."""
    address = _checked_email(email)
    user = find_user(session, address)
    if user is None:
        raise click.ClickException(f"Nobody signs in as {address}. Check --email, or use add-member.")
    name = user.name
    session.rollback()  # nobody else waits for the database while a person types
    hashed = hash_new_password(_ask_password(address, name, password_stdin))
    take_over(session, session.get_one(User, user.id), hashed)
    session.commit()
    click.echo(f"{address} has a new password.")


@click.command("reset-second-factor")
@click.option("--email", required=True, help="The address the person signs in with.")
@with_appcontext
def reset_second_factor(email: str) -> None:
    """Take the second factor off for a person who has lost the phone and the recovery codes.

    Check first who they are, by other means. They are signed out everywhere and told by mail.
    """
    address = _checked_email(email)
    user = find_user(session, address)
    if user is None:
        raise click.ClickException(f"Nobody signs in as {address}. Check --email.")
    if user.tf_totp_secret is None:
        raise click.ClickException(f"{address} has no second factor. Nothing was changed.")
    turn_off(session, user)
    queue_mail(session, user.email, "second_factor_taken_off", person=user.name)
    session.commit()
    click.echo(
        f"{address} signs in with the password alone now. A mail tells them, by deliver-mail at the latest."
    )


def _make_account(session: Session, email: str, name: str, password_stdin: bool) -> User:
    hashed = hash_new_password(_ask_password(email, name, password_stdin))
    try:
        return create_account(session, name=name, email=email, password_hash=hashed, confirmed=True)
    except IntegrityError as error:
        raise click.ClickException(f"{email} was added elsewhere meanwhile. Try again.") from error


def _checked_email(text: str) -> str:
    try:
        return email_address(text.strip())
    except EmailNotValidError as error:
        raise click.ClickException(f"--email must be an email address: {error}") from error


def _checked_name(option: str, text: str, shortest: int) -> str:
    """A terminal hands over bytes that are no UTF-8 as half characters, which are not printable either."""
    name = text.strip()
    if not shortest <= len(name) <= LONGEST_NAME:
        raise click.ClickException(f"{option} must be a name of {shortest} to {LONGEST_NAME} characters.")
    if not name.isprintable():
        raise click.ClickException(f"{option} must be one line of readable text in UTF-8.")
    return name


def _find_organisation(session: Session, kind: str, name: str) -> Organisation | None:
    found = find_organisations(session, kind, name)
    if len(found) > 1:
        ids = ", ".join(one.public_id for one in found)
        raise click.ClickException(f"{len(found)} are called {name}. Give one of these ids: {ids}.")
    hub = find_hub(session) if kind == "hub" else None
    if hub is not None and not found:
        raise click.ClickException(f"The hub is called {hub.name} here: use --organisation '{hub.name}'.")
    return found[0] if found else None


def _ask_password(email: str, name: str, from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("New password", hide_input=True, confirmation_prompt=True)
    problem = password_problem(password, (email, name, identity().name))
    if problem:
        raise click.ClickException(f"{problem}. Nothing was changed.")
    return str(password)
