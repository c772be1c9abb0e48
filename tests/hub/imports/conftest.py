"""An adviser at the page, and what the database holds by now."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.database import open_session
from tests.hub.imports.lists_made import make_register
from tests.page_client import PageClient
from tests.people import make_member


@pytest.fixture
def adviser(
    app: Flask, page_client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> PageClient:
    """On a machine that does other things as well, so that reading a file may take a while."""
    monkeypatch.setitem(app.config, "IMPORT_SECONDS", 20.0)
    make_register(session)
    page_client.sign_in(make_member(session, "hub"))
    return page_client


@pytest.fixture
def reading(app: Flask) -> Iterator[Session]:
    """A session that holds no lock while pages write; `fresh` brings it up to date."""
    with app.app_context(), open_session(writes=False) as reading:
        yield reading
