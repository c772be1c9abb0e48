"""A record to claim, and people who claim it the way the site lets them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from hub.accounts.actors import actor_of
from hub.accounts.models import User
from hub.database import utc_now
from hub.suppliers.claiming import ask_claim
from hub.suppliers.models import Claim, Supplier
from tests.hub.suppliers.suppliers_made import make_award, make_supplier
from tests.people import make_user

ASKED = {"numbered": "yes", "company_number": "1234567", "proof": "Ring the number on our website"}


def make_record(session: Session, name: str = "Harbour Lights Ltd", **columns: Any) -> Supplier:
    """An unclaimed record with a published award, and another record as noise. Committed."""
    make_award(session, make_supplier(session, f"Noise of {name}", state="unclaimed"), 700 + len(name))
    record = make_supplier(session, name, state="unclaimed", **columns)
    make_award(session, record, 100 + len(name))
    session.commit()
    return record


def make_claimant(session: Session, name: str = "Ada Sentinel", *, email: str = "") -> User:
    """A person with a confirmed address and no organisation. Committed."""
    user = make_user(session, name)
    user.email, user.confirmed_at = email or user.email, utc_now()
    session.commit()
    return user


def make_claim(session: Session, record: Supplier, user: User | None = None, **values: Any) -> Claim:
    """An open claim of a person. Committed."""
    values = {"company_number": "01234567", "proof": "Ring us"} | values
    claim, _new = ask_claim(session, actor_of(user or make_claimant(session)), record, **values)
    session.commit()
    return claim
