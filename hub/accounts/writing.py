"""The mails about accounts that carry a link, or that go to an address which may be nobody's."""

from __future__ import annotations

from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.accounts.tokens import make_token
from hub.database import new_public_id
from hub.mail.models import Message
from hub.mail.queueing import queue_mail


def write_confirmation(session: Session, user: User, goes_on: str = "") -> Message:
    """The link that confirms a new account. `goes_on` is the path of ours to go to after that.

    The mail does not greet by name: a stranger may have typed it, to have it sent here.
    """
    token = make_token("confirm", user, goes_on)
    return queue_mail(session, user.email, "confirm_account", token=token)


def write_reset(session: Session, user: User) -> Message:
    token = make_token("reset", user)
    person = user.name if user.confirmed_at is not None else ""
    return queue_mail(session, user.email, "reset_password", person=person, token=token)


def write_somebody_tried(session: Session, user: User) -> Message:
    """To the owner of an address that somebody tried to open a second account with, perhaps the owner.

    An account that waits for its confirmation may have been opened by anybody: the link lets the owner of
    the address take it over by a password of their own.
    """
    if user.confirmed_at is not None or not user.active:
        return queue_mail(session, user.email, "account_exists", person=user.name)
    return queue_mail(session, user.email, "account_waits", token=make_token("reset", user))


def write_new_address(session: Session, user: User, email: str, owner: User | None) -> Message:
    """The link that makes `email` the person's; its owner, where it has one, is told instead."""
    if owner is not None:
        return queue_mail(session, email, "account_exists", person=owner.name)
    token = make_token("change_email", user, email)
    return queue_mail(session, email, "confirm_new_email", person=user.name, token=token)


def write_nobody(session: Session, email: str, name: str) -> None:
    """The work of a mail, and no mail: a page must not answer faster for an address that nobody has."""
    nobody = User(public_id=new_public_id(), email=email, fs_uniquifier="", password="")
    token = make_token("reset", nobody)
    message = queue_mail(session, email, name, person="", token=token)
    session.flush()
    session.delete(message)
