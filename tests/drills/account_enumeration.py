"""Drill: can a stranger find out who has an account? `python -m tests.drills.account_enumeration`.

Serves the site on this machine with real hashes, and has one client for each page send known and unknown
addresses in random order. Fails by exit status unless, for every page, the answers are the same bytes once
tokens and the typed address are masked, and their times cannot be told apart: a Kolmogorov-Smirnov test with
p over 0.01 and medians within 5 %. Then the same against the site without its fixed moment and its dummy
work, whose times must be told apart; a run whose control is not void says so.

`--each 50` is quick. A page is one entry of PAGES.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from statistics import median
from urllib.parse import urlencode
from uuid import uuid4

from scipy.stats import ks_2samp

EACH = 500
WARMING_UP = 10
PASSWORD = "seven wet otters sing"
CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]*)"')
NONCE = re.compile(r"""'nonce-[^']*'|nonce="[^"]*\"""")
VARYING = {"Set-Cookie", "Date", "Content-Length"}


class Client:
    """A browser that keeps its cookies and one connection."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.seconds = 0.0
        """How long the last answer took, from the first byte sent to the last byte read."""

    def get(self, path: str) -> tuple[HTTPResponse, str]:
        return self._send("GET", path)

    def post(self, path: str, values: dict[str, str]) -> tuple[HTTPResponse, str]:
        return self._send("POST", path, urlencode(values))

    def csrf_token(self, path: str) -> str:
        found = CSRF.search(self.get(path)[1])
        if found is None:
            raise SystemExit(f"{path} has no form")
        return found.group(1)

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[HTTPResponse, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        self.seconds = time.perf_counter() - began
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response, text


@dataclass(frozen=True)
class Page:
    """A form that takes an address: where it is, what is sent, and what a client does first."""

    name: str
    path: str
    values: Callable[[str], dict[str, str]]
    prepare: Callable[[Client], None] = field(default=lambda client: None)
    controlled: bool = True
    """Whether `lay_bare` takes away what hides its times, which must show then."""
    leads_to: str = ""
    """The page to look at afterwards, where the one it leads to lists all that was done before."""


ORGANISATION, OWNER = "drdrdrdrdrdr", "owner@buyer.example"


def sign_in_owner(client: Client) -> None:
    """As who may invite. Inviting looks nobody up, so it has nothing to hide, and no control."""
    token = client.csrf_token("/sign-in")
    client.post("/sign-in", {"email": OWNER, "password": PASSWORD, "csrf_token": token})


PAGES = [
    Page("sign_in", "/sign-in", lambda email: {"email": email, "password": "wrong wrong wrong"}),
    Page("reset", "/reset-password", lambda email: {"email": email}),
    Page(
        "create_account",
        "/create-account",
        lambda email: {"name": "Maria Silva", "email": email, "password": PASSWORD, "wants": "buyer"},
    ),
    Page(
        "invite",
        f"/organisations/{ORGANISATION}/invite",
        lambda email: {"email": email, "role": "viewer"},
        prepare=sign_in_owner,
        controlled=False,
        leads_to="/help/cookies",
    ),
]


@dataclass
class Result:
    """What one page told of one kind of address: its different answers, and how long each took."""

    answers: set[tuple[str, ...]] = field(default_factory=set)
    seconds: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Verdict:
    page: str
    bytes_equal: bool
    ks_p: float
    median_gap: float

    @property
    def same_time(self) -> bool:
        return self.ks_p > 0.01 and self.median_gap <= 0.05

    def __str__(self) -> str:
        return (
            f"page={self.page} bytes_equal={self.bytes_equal} "
            f"ks_p={self.ks_p:.3g} median_gap={self.median_gap:.2%}"
        )


def address(known: bool, page: str, number: int) -> str:
    """Addresses of one length, whoever they belong to. Those of one page are never sent to another."""
    return f"{'k' if known else 'u'}{number:04d}.{page}@mail.example"


def measure(page: Page, port: int, each: int) -> Verdict:
    """Send `each` known and as many unknown addresses to a page, in random order, one after the other."""
    client = Client(port)
    page.prepare(client)
    token = client.csrf_token(page.path)
    results = {True: Result(), False: Result()}
    order = [(known, number) for known in (True, False) for number in range(each)]
    random.shuffle(order)
    warming = [(bool(number % 2), each + number) for number in range(WARMING_UP)]
    for at, (known, number) in enumerate(warming + order):
        email = address(known, page.name, number)
        response, text = client.post(page.path, page.values(email) | {"csrf_token": token})
        seconds = client.seconds
        answer = (*_masked(response, text, email), *_follow(client, page, response, email))
        if at < WARMING_UP:
            continue
        results[known].answers.add(answer)
        results[known].seconds.append(seconds)
    known, unknown = results[True], results[False]
    one_answer = len(known.answers | unknown.answers) == 1
    if not one_answer:
        print(f"{page.name}: {_first_difference(list(known.answers | unknown.answers))}", flush=True)
    middle = median(unknown.seconds)
    gap = abs(median(known.seconds) - middle) / middle
    return Verdict(page.name, one_answer, float(ks_2samp(known.seconds, unknown.seconds).pvalue), gap)


def _first_difference(answers: list[tuple[str, ...]]) -> str:
    """Where two of the answers part, for whoever has to mend it."""
    lines = ["\n".join(answer).splitlines() for answer in answers[:2]]
    return next((f"{one!r} and {two!r}" for one, two in zip(*lines, strict=False) if one != two), "length")


def _follow(client: Client, page: Page, response: HTTPResponse, email: str) -> tuple[str, ...]:
    """The page that the answer leads to, which is part of what it tells."""
    location = response.headers["Location"] and (page.leads_to or response.headers["Location"])
    return _masked(*client.get(location), email) if location else ()


def _masked(response: HTTPResponse, text: str, email: str) -> tuple[str, ...]:
    told = (f"{name}: {value}" for name, value in response.headers.items() if name not in VARYING)
    headers = sorted(NONCE.sub("", each) for each in told)
    cookies = sorted(c.partition("=")[0] for c in response.headers.get_all("Set-Cookie") or [])
    body = NONCE.sub("", CSRF.sub("", text)).replace(email, "ADDRESS")
    return (str(response.status), *headers, *cookies, body)


def serve(folder: Path, each: int, bare: bool) -> None:
    """The site, with the known accounts, on a free port that it prints. `bare`: without what hides them."""
    from waitress.server import create_server

    from hub import create_app
    from hub.config import ROOT
    from hub.members import inviting
    from hub.migrating import migrate

    inviting.MOST_OPEN = inviting.MOST_A_DAY = 3 * each + 100
    if bare:
        lay_bare()
    app = create_app(
        {
            "INSTANCE": folder,
            "ASSETS": ROOT / "instance" / "assets",
            "DATABASE_URL": f"sqlite:///{folder / 'hub.sqlite'}",
            "SECRET_KEY": "a key for this drill only",
            "SERVER_NAME": None,
            "MAIL_URL": "",
            "HUB_DEMO": False,
            "RATELIMIT_ENABLED": False,
        }
        | ({"HUB_PACE": 0} if bare else {})
    )
    with app.app_context():
        migrate()
        _add_known_people(each)
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    print(server.effective_port, flush=True)
    server.run()


def lay_bare() -> None:
    """The site as it would be without the same work for everybody."""
    from flask import request

    from hub.accounts import mailed_views, recognising, views
    from hub.accounts.queries import find_user
    from hub.database import session

    hash_anybodys = views.hash_new_password
    recognising.hash_nobodys = lambda plain: None
    mailed_views.write_nobody = lambda session, email, name: None
    views.hash_new_password = lambda password: (
        "" if find_user(session, request.form["email"]) else hash_anybodys(password)
    )


def _add_known_people(each: int) -> None:
    from sqlalchemy import insert

    from hub.accounts.models import Membership, Organisation, User
    from hub.accounts.passwords import hash_new_password
    from hub.database import new_public_id, session, utc_now

    hashed, now = hash_new_password(PASSWORD), utc_now()
    people = [
        {
            "public_id": new_public_id(),
            "email": address(True, page.name, number),
            "name": "Sam Okafor",
            "password": hashed,
            "fs_uniquifier": uuid4().hex,
            "confirmed_at": now,
        }
        for page in PAGES
        for number in range(each + WARMING_UP)
    ]
    session.execute(insert(User), people)
    owner = User(email=OWNER, password=hashed, fs_uniquifier=uuid4().hex, confirmed_at=now)
    buyer = Organisation(public_id=ORGANISATION, kind="buyer", name="Drill Council", confirmed_at=now)
    session.add(Membership(user=owner, organisation=buyer, role="owner"))
    session.commit()


@contextmanager
def served(each: int, *, bare: bool) -> Iterator[int]:
    """The site in a process of its own: the client's clock must not feel its threads."""
    command = [sys.executable, "-m", "tests.drills.account_enumeration", "--each", str(each), "--serve"]
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [*command, folder, *(["--bare"] if bare else [])], stdout=subprocess.PIPE, text=True
        )
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()
            process.wait(20)


def measure_all(each: int, *, bare: bool) -> list[Verdict]:
    """All pages at once, which wait most of the time; without the fixed moment one after the other."""
    with served(each, bare=bare) as port, ThreadPoolExecutor(1 if bare else len(PAGES)) as pool:
        return list(pool.map(lambda page: measure(page, port, each), PAGES))


def drill(each: int) -> int:
    """Prints a line for each page, and for each page of the control. Returns the exit status."""
    verdicts = measure_all(each, bare=False)
    for verdict in verdicts:
        print(verdict, flush=True)
    control = measure_all(min(each, 100), bare=True)
    for verdict in control:
        print(f"control {verdict}", flush=True)
    told = [v.page for v in verdicts if not (v.bytes_equal and v.same_time)]
    controlled = {page.name for page in PAGES if page.controlled}
    void = [v.page for v in control if v.page in controlled and v.same_time]
    for page in told:
        print(f"FAILED  {page} tells known from unknown addresses")
    for page in void:
        print(f"VOID    {page} is not told apart even without what hides it")
    return 1 if told or void else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--each", type=int, default=EACH, help="how many known and how many unknown addresses"
    )
    parser.add_argument(
        "--page", action="append", choices=[page.name for page in PAGES], help="only this one"
    )
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, options.each, options.bare)
    else:
        PAGES[:] = [page for page in PAGES if page.name in (options.page or [page.name])]
        sys.exit(drill(options.each))
