"""How long a list of 5,000 firms takes, and whether others wait meanwhile: `python -m benchmarks.imports`.

The site is served with its demo data in a process of its own. An adviser uploads the list, has it checked and
imports it; all the while somebody else opens a page ten times a second. Printed are the seconds of each step,
and the milliseconds that the other page took before and during them.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from uuid import uuid4

from hub.config import ROOT
from hub.demo.signins import DEMO_SIGN_INS
from tests.hub.imports.files_made import make_csv, make_workbook

HEADINGS = (
    *("Company", "Company number", "Legal form", "Employees", "Postcode", "Website", "Contact name", "Email"),
    *("Telephone", "Services", "Description", "Category"),
)
OTHER_PAGE = "/suppliers/find?name=support"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
ROWS_SEEN = re.compile(r'name="rows"[^>]*value="(\d+)"')
CHOSEN = re.compile(r'<select[^>]*name="(column\d+)".*?</select>', re.DOTALL)
SELECTED = re.compile(r'<option selected[^>]*value="([^"]*)"')


def make_rows(number: int) -> list[list[str]]:
    """Firms of which one in fifty has something to put right."""
    rows = [list(HEADINGS)]
    for at in range(number):
        postcode = "nowhere" if at % 50 == 0 else f"NN{1 + at % 9} {at % 9}AA"
        words = f"We look after drains, gullies and sewers of schools and councils, team {at}. " * 4
        about = (f"Bench {at} Drains Ltd", f"{20_000_000 + at}", "Limited company", str(at % 300), postcode)
        reached = (f"bench{at}.example", f"Contact {at}", f"contact{at}@bench.example", f"01604 {at:06d}")
        rows.append([*about, *reached, f"Drain work number {at}", words, ""])
    return rows


class Person:
    """A browser without a window."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def open(self, path: str, data: bytes | None = None, kind: str = "") -> tuple[str, str]:
        """The address that was reached, and the page."""
        request = urllib.request.Request(self.address + path, data, {"Content-Type": kind} if kind else {})  # noqa: S310
        with self.opener.open(request, timeout=60) as answer:
            return urllib.parse.urlsplit(answer.url).path, answer.read().decode()

    def post(self, path: str, page: str, fields: Mapping[str, str]) -> tuple[str, str]:
        sent = urllib.parse.urlencode({"csrf_token": TOKEN.findall(page)[-1], **fields}).encode()
        return self.open(path, sent, "application/x-www-form-urlencoded")

    def upload(self, path: str, page: str, name: str, content: bytes) -> tuple[str, str]:
        mark = uuid4().hex
        fields = {"csrf_token": TOKEN.findall(page)[-1], "sheet": "", "lawful": "y"}
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = "".join(parts).encode() + head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self.open(path, body, f"multipart/form-data; boundary={mark}")


@contextmanager
def served() -> Iterator[str]:
    """The address of a site with demo data, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        (Path(folder) / "assets").symlink_to(ROOT / "instance" / "assets")
        own = {"HUB_INSTANCE": folder, "PORT": str(port)}
        command = [sys.executable, "-m", "flask", "--app", "hub", "serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            _wait_for(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def _wait_for(address: str) -> None:
    for _try in range(600):
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The site did not start")


class Watch:
    """Somebody else, who opens a page ten times a second: milliseconds by phase."""

    def __init__(self, address: str) -> None:
        self.times: dict[str, list[float]] = {}
        self.phase = "before"
        self._person, self._over = Person(address), threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(0.1):
            began, phase = time.perf_counter(), self.phase
            self._person.open(OTHER_PAGE)
            self.times.setdefault(phase, []).append((time.perf_counter() - began) * 1000)

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def lines(self) -> Iterator[str]:
        for phase, times in self.times.items():
            ordered = sorted(times)
            middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
            yield f"other page {phase}: n={len(times)} p50={middle:.0f} ms p99={late:.0f} ms"


def bring(address: str, name: str, content: bytes, watch: Watch) -> None:
    """One list from the upload to the first search after it, each step timed."""
    adviser = Person(address)
    _path, page = adviser.open("/sign-in")
    sign_in = next(each for each in DEMO_SIGN_INS if each.kind == "adviser")
    adviser.post("/sign-in", page, {"email": sign_in.email, "password": sign_in.password})
    _path, page = adviser.open("/advice/imports")
    watch.phase, began = "during upload", time.perf_counter()
    path, page = adviser.upload("/advice/imports", page, name, content)
    uploaded = time.perf_counter()
    columns = {found[1]: SELECTED.search(found[0])[1] for found in CHOSEN.finditer(page)}  # type: ignore[index]
    watch.phase = "during check"
    path, page = adviser.post(path, page, columns)
    while "being checked" in page:
        time.sleep(0.1)
        _path, page = adviser.open(path)
    checked = time.perf_counter()
    watch.phase = "during import"
    adviser.post(f"{path}/apply", page, {"rows": ROWS_SEEN.findall(page)[0]})
    applied = time.perf_counter()
    watch.phase = "after"
    _path, page = adviser.open("/search?q=drain+work+number+7")
    found = time.perf_counter()
    assert "Bench" in page
    print(
        f"file={name} bytes={len(content):,} upload={uploaded - began:.2f} s "
        f"check={checked - uploaded:.2f} s import={applied - checked:.2f} s "
        f"first search={found - applied:.2f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--workbook", action="store_true", help="As XLSX and not as CSV.")
    asked = parser.parse_args()
    rows = make_rows(asked.rows)
    name, content = ("firms.xlsx", make_workbook(rows)) if asked.workbook else ("firms.csv", make_csv(rows))
    with served() as address:
        Person(address).open(OTHER_PAGE)
        watch = Watch(address)
        time.sleep(3)
        bring(address, name, content, watch)
        time.sleep(2)
        watch.stop()
    for line in watch.lines():
        print(line)


if __name__ == "__main__":
    main()
