"""Suppliers, a requirement and a shortlist to test with, made the way the site makes them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.accounts.models import User
from hub.database import open_session
from hub.requirements.models import Criterion, Requirement
from hub.shortlists.models import Shortlist
from hub.suppliers.models import Capability, Contract, Supplier
from tests.page_client import Page, PageClient
from tests.people import make_member, make_organisation

WORDS = {
    "@UK Plc": "Web hosting for councils with backups every night and a service desk",
    "Ash Hosting": "We host websites for councils, with backups every night",
    "Elm Cloud": "Cloud hosting and monitoring of websites",
    "Oak Systems": "Web hosting and support for schools",
}


def make_suppliers(session: Session, words: dict[str, str] | None = None) -> dict[str, Supplier]:
    """Suppliers by name, each with a published capability; beside them one that offers something else."""
    made = {}
    for name, text in ((words or WORDS) | {"Yew Catering": "School meals and event catering"}).items():
        supplier = Supplier(name=name, name_key=name.casefold(), contact_email=f"{len(made)}@contact.example")
        supplier.capabilities = [Capability(title=text, description=text)]
        made[name] = supplier
    session.add_all(made.values())
    session.flush()
    own = Contract(title="Hosting of council websites", buyer_name="Ashby Council", source="own")
    if "Ash Hosting" in made:
        made["Ash Hosting"].contracts = [own]
    session.commit()
    return made


def make_requirement(session: Session, buyer: User, title: str = "Web hosting for a council") -> Requirement:
    requirement = Requirement(
        organisation_id=buyer.memberships[0].organisation_id,
        title=title,
        description="Hosting of websites with backups every night",
    )
    requirement.criteria = [Criterion(text="backups every night", importance="should", weight=2.0)]
    session.add(requirement)
    session.commit()
    return requirement


def ranked(client: PageClient, requirement: Requirement) -> dict[str, Any]:
    """What the ranked page of a requirement would send, nothing ticked."""
    page = client.get(f"/requirements/{requirement.public_id}/matches")
    form = page.one(f"form[action='/requirements/{requirement.public_id}/shortlists']")
    return {name: value for name, value in form.form_values() if name != "csrf_token"}


def choose(client: PageClient, requirement: Requirement, *suppliers: Supplier) -> str:
    """Tick the suppliers on the ranked page and make a shortlist of them. Returns its address."""
    values = ranked(client, requirement) | {"supplier": [one.public_id for one in suppliers]}
    return client.submit(f"/requirements/{requirement.public_id}/shortlists", values)


class Desk:
    """A buyer signed in, with suppliers and a requirement; `shortlist()` is the one made last, read anew."""

    def __init__(self, client: PageClient, session: Session, *, role: str = "owner") -> None:
        self.client, self.session = client, session
        self.organisation = make_organisation(session, "buyer", "Ashby Council")
        self.buyer = make_member(session, "buyer", organisation=self.organisation, role=role)
        self.suppliers = make_suppliers(session)
        self.requirement = make_requirement(session, self.buyer)
        client.sign_in(self.buyer)

    def choose(self, *names: str) -> str:
        return choose(self.client, self.requirement, *(self.suppliers[name] for name in names))

    def shortlist(self) -> Shortlist:
        newest = select(Shortlist).order_by(Shortlist.id.desc()).limit(1)
        whole = newest.options(selectinload(Shortlist.entries), joinedload(Shortlist.run))
        with open_session(
            writes=False
        ) as reading:  # the test's own session would hold SQLite's one write lock
            return reading.scalars(whole).one()

    def order(self) -> list[str]:
        return [entry.supplier_name for entry in self.shortlist().entries]

    def values(self, page: Page | None = None) -> dict[str, str]:
        """What the shortlist's own form would send as it stands."""
        shortlist = self.shortlist()
        page = page or self.client.get(f"/shortlists/{shortlist.public_id}")
        form = page.one(f"form[action='/shortlists/{shortlist.public_id}']")
        return {name: value for name, value in form.form_values() if name != "csrf_token"}
