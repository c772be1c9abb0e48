"""The site on a port of this machine: with its demo data and people signed in to it, or with the world of the
permissions, in which nothing that is sent to it lasts."""

from __future__ import annotations

import threading
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from flask import Flask
from lxml import html
from waitress.server import create_server

from hub import create_app
from hub.config import ROOT
from hub.database import get_engine
from hub.demo.signins import DEMO_SIGN_INS
from hub.migrating import migrate
from tests.conftest import make_app
from tests.drills.scanners.planting import plant_faults
from tests.drills.staying import stay_signed_in
from tests.permissions.world import World, build_world

SUPPLIERS, REQUIREMENTS = "40", "8"


@dataclass(frozen=True)
class Site:
    address: str
    app: Flask


@contextmanager
def serve(instance: Path, *, planted: bool) -> Iterator[Site]:
    """The site on a fresh instance; with `planted`, a copy of it with faults of the usual kinds."""
    app = create_app(
        {
            "INSTANCE": instance,
            "ASSETS": ROOT / "instance" / "assets",
            "DATABASE_URL": f"sqlite:///{instance / 'hub.sqlite'}",
            "SERVER_NAME": None,
            "RATELIMIT_ENABLED": False,
            "HUB_PACE": 0,
        }
    )
    with app.app_context():
        migrate()
    arguments = ["load-demo", "--suppliers", SUPPLIERS, "--requirements", REQUIREMENTS]
    loaded = app.test_cli_runner().invoke(args=arguments)
    if loaded.exit_code:
        raise RuntimeError(loaded.output)
    if planted:
        plant_faults(app)
    with _listening(app, app, threads=6) as address:
        yield Site(address, app)


@contextmanager
def serve_world(instance: Path, *, planted: bool) -> Iterator[tuple[World, str]]:
    """The world of the permissions and its address; whoever is signed in stays it for a day."""
    with stay_signed_in():
        app = make_app(instance)
        if planted:
            plant_faults(app)
        world = build_world(app)
        with _listening(app, _Unchanging(world), threads=1) as address:
            yield world, address


class _Unchanging:
    """The site, put back as it was after every request: each one meets the same world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer = self.world.app(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            if hasattr(answer, "close"):
                answer.close()
            if self.world.database.change().touched():
                self.world.database.restore()


@contextmanager
def _listening(app: Flask, site: Callable[..., Iterable[bytes]], *, threads: int) -> Iterator[str]:
    """The address of ``site``, which answers for ``app``."""
    server = create_server(site, host="127.0.0.1", port=0, threads=threads)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(5)
        with app.app_context():
            get_engine().dispose()


class Visitor:
    """Somebody at the site, by name of the demo's kinds, or "nobody"."""

    def __init__(self, site: Site, kind: str) -> None:
        self.site, self.kind, self.jar = site, kind, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.fetch("/sign-in")  # its cookie makes form tokens count, for nobody signed in as well
        for sign_in in DEMO_SIGN_INS:
            if sign_in.kind == kind:
                self._sign_in(sign_in.email, sign_in.password)

    def fetch(self, path: str, values: dict[str, Any] | None = None) -> tuple[str, html.HtmlElement | None]:
        """The path where the answer came from, and the page; None where it is no page."""
        data = urllib.parse.urlencode(values).encode() if values is not None else None
        with self.opener.open(self.site.address + path, data, timeout=30) as answer:
            content, kind = answer.read(), answer.headers.get_content_type()
            page = html.document_fromstring(content.decode()) if kind == "text/html" and content else None
            return answer.geturl().removeprefix(self.site.address), page

    @property
    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def _sign_in(self, email: str, password: str) -> None:
        _, page = self.fetch("/sign-in")
        assert page is not None
        form = next(each for each in page.forms if each.action == "/sign-in")
        landed, _ = self.fetch("/sign-in", dict(form.form_values()) | {"email": email, "password": password})
        if landed.startswith("/sign-in"):
            raise RuntimeError(f"{email} could not sign in: a scan would see the front door only")
