"""Organisations with members to test with, and the mail that the site sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Invitation, Membership, Organisation, User
from hub.database import open_session
from tests.page_client import PageClient
from tests.people import make_member, make_organisation

LINK = re.compile(r"/invitations/\S+")


class Team:
    """An organisation with its owner signed in; beside it another one of the same kind, for noise."""

    def __init__(
        self, app: Flask, session: Session, kind: str = "buyer", name: str = "Ashby Council"
    ) -> None:
        self.app, self.session, self.kind = app, session, kind
        self.organisation = make_organisation(session, kind, name)
        self.leading = "administrator" if kind == "hub" else "owner"
        self.owner = self.member(self.leading)
        if kind != "hub":
            make_member(session, kind)
        self.client = self.signed_in(self.owner)
        self.address = f"/organisations/{self.organisation.public_id}"

    def member(self, role: str) -> User:
        return make_member(self.session, self.kind, role=role, organisation=self.organisation)

    def signed_in(self, user: User) -> PageClient:
        client = PageClient(self.app)
        client.sign_in(user)
        return client

    def at(self, user: User, page: str) -> str:
        return f"{self.address}/members/{user.public_id}/{page}"

    def invite(self, email: str, role: str = "") -> str:
        """Invite, and return the path of the mailed link."""
        self.client.submit(f"{self.address}/invite", {"email": email, "role": role or self.leading})
        return link_for(self.app, email)

    def roles(self) -> dict[str, str]:
        """Role by e-mail address, as the database has them now."""
        return roles_in(self.organisation)


def roles_in(organisation: Organisation) -> dict[str, str]:
    with open_session(writes=False) as reading:
        chosen = select(User.email, Membership.role).join(Membership.user)
        return dict(reading.execute(chosen.where(Membership.organisation_id == organisation.id)).all())


def invitations() -> list[Invitation]:
    with open_session(writes=False) as reading:
        return list(reading.scalars(select(Invitation).order_by(Invitation.id)))


def outbox(app: Flask) -> list[EmailMessage]:
    """Every mail that went out, the latest last."""
    folder: Path = app.config["INSTANCE"] / "outbox"
    files = sorted(folder.glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def mails_to(app: Flask, email: str) -> list[EmailMessage]:
    return [mail for mail in outbox(app) if mail["To"] == email]


def link_for(app: Flask, email: str) -> str:
    """The path of the link in the latest mail to that address."""
    found = LINK.search(mails_to(app, email)[-1].get_content())
    assert found, f"no link for {email}"
    return found.group()


@contextmanager
def writing(app: Flask) -> Iterator[Session]:
    """A session that writes, closed at once: an open one would hold SQLite's one write lock."""
    with app.app_context(), open_session(writes=True) as session:
        yield session
        session.commit()
