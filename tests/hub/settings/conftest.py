from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.page_client import PageClient
from tests.people import make_member


@pytest.fixture
def administrator(session: Session, page_client: PageClient) -> PageClient:
    ada = make_member(session, "hub", role="administrator")
    session.commit()
    page_client.sign_in(ada)
    return page_client
