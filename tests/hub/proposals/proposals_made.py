"""A buyer who asks the hub for a shortlist, and an adviser who makes one."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.accounts.models import Membership, Organisation, User
from hub.database import open_session
from hub.proposals.models import Proposal
from tests.hub.shortlists.shortlists_made import Desk
from tests.page_client import PageClient
from tests.people import make_organisation, make_user

KEY = "0123456789abcdef0123456789abcdef"


class Parties:
    """The buyer's desk, and advisers with clients of their own."""

    def __init__(self, app: Flask, client: PageClient, session: Session) -> None:
        self.app, self.session = app, session
        self.desk = Desk(client, session)
        self.buyer = client
        self.hub = make_organisation(session, "hub")
        self.adviser, self.client = self.person("Ada Reed", self.hub, "adviser")
        self.requirement = f"/requirements/{self.desk.requirement.public_id}"

    def person(self, name: str, organisation: Organisation, role: str) -> tuple[User, PageClient]:
        user = make_user(self.session, name)
        self.session.add(Membership(user=user, organisation=organisation, role=role))
        self.session.commit()
        client = PageClient(self.app)
        client.sign_in(user)
        return user, client

    def ask(self) -> None:
        self.buyer.submit(f"{self.requirement}/ask-for-shortlist")

    def start(self, *names: str, key: str = KEY) -> str:
        """The address of a draft with these firms."""
        address = self.client.submit(f"{self.requirement}/proposals", {"form_key": key})
        if names:
            firms = [self.desk.suppliers[name].public_id for name in names]
            self.client.submit(f"{address}/add", {"supplier": firms})
        return address

    def values(self, address: str, **reasons: str) -> dict[str, str]:
        """The draft's own form, a reason for each firm in the order of `reasons`."""
        form = self.client.get(address).one(f"form[action='{address}'][method=post]")
        values = {name: value for name, value in form.form_values() if name != "csrf_token"}
        held = {entry.supplier_name: entry.public_id for entry in self.proposal().entries}
        for position, (name, reason) in enumerate(reasons.items(), start=1):
            entry = held[name.replace("_", " ")]
            values |= {f"reason-{entry}": reason, f"position-{entry}": str(position)}
        return values

    def propose(self, **reasons: str) -> str:
        """Ask, draft and propose firms with reasons; the buyer's address of it."""
        self.ask()
        address = self.start(*(name.replace("_", " ") for name in reasons))
        return self.client.submit(address, self.values(address, **reasons) | {"act": "propose"})

    def keep(self, *names: str) -> dict[str, list[str]]:
        return {"keep": [each.public_id for each in self.proposal().entries if each.supplier_name in names]}

    def proposal(self) -> Proposal:
        """The newest, read anew."""
        newest = select(Proposal).order_by(Proposal.id.desc()).limit(1)
        whole = newest.options(selectinload(Proposal.entries), joinedload(Proposal.settled_by))
        with open_session(writes=False) as reading:
            return reading.scalars(whole).one()
