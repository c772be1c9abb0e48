"""A served site with demo data, and a browser to walk it with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from waitress.server import create_server

from hub import create_app
from hub.config import ROOT
from hub.database import get_engine
from hub.migrating import migrate
from tests.journeys.browsing import AXE, CHROMIUM, CHROMIUM_FLAGS, Person
from tests.people import CHEAP


@dataclass(frozen=True)
class Site:
    app: Flask
    address: str


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    if not AXE.is_file():
        pytest.skip("no axe-core: run 'flask --app hub fetch-assets --for-tests'")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with its demo data, served on a free port of this machine."""
    instance = tmp_path_factory.mktemp("site")
    app = create_app(
        {
            "INSTANCE": instance,
            "ASSETS": ROOT / "instance" / "assets",
            "DATABASE_URL": f"sqlite:///{instance / 'hub.sqlite'}",
            "SECRET_KEY": "a key for tests only",
            "SERVER_NAME": None,
            "RATELIMIT_ENABLED": False,
            **CHEAP,
        }
    )
    with app.app_context():
        migrate()
    result = app.test_cli_runner().invoke(args=["load-demo", "--suppliers", "120", "--requirements", "12"])
    assert result.exit_code == 0, result.output
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    app.config["PORT"] = server.effective_port  # links in mails lead here
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Site(app, f"http://127.0.0.1:{server.effective_port}")
    server.close()
    thread.join(5)
    with app.app_context():
        get_engine().dispose()


@pytest.fixture
def person(browser: Browser, site: Site) -> Iterator[Callable[..., Person]]:
    """Makes people: `person()` with scripts, `person(javascript=False)` without."""
    people: list[Person] = []

    def make(*, javascript: bool = True) -> Person:
        people.append(Person(browser, site.address, javascript=javascript))
        return people[-1]

    yield make
    for one in people:
        one.close()
