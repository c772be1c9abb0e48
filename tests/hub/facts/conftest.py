"""A supplier whose owner is signed in."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from hub.places.models import Place
from hub.suppliers.models import Supplier
from tests.hub.suppliers.suppliers_made import make_capability, make_list, make_owner, make_supplier
from tests.page_client import PageClient


@pytest.fixture
def supplier(session: Session) -> Supplier:
    """In Northampton, and cleans drains. Another firm is noise."""
    categories = make_list(session)
    noise = make_supplier(session, "Noise and Sons Ltd")
    make_capability(session, noise, "Noise")
    place = session.query(Place).one()
    supplier = make_supplier(session, postcode="NN1 1AA", place=place, size="small", kind="company")
    make_capability(session, supplier, "Drain jetting", category=categories["drain-cleaning"])
    session.commit()
    return supplier


@pytest.fixture
def client(page_client: PageClient, session: Session, supplier: Supplier) -> PageClient:
    page_client.sign_in(make_owner(session, supplier))
    return page_client


@pytest.fixture
def desk(supplier: Supplier) -> str:
    return f"/business/{supplier.public_id}"
