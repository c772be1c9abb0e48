"""Drill: `make run` as a newcomer meets it, on an instance of its own. `python -m tests.drills.first_start`.

First start with demo data, sign-ins printed, a second start that keeps the data, Ctrl-C, and the one-line
errors. Prints the seconds each start took; fails by exit status.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 600
MAKE = ["make", "--no-print-directory", "run"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def fetch(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return answer.read().decode()


class Start:
    """One `make run`, from the command to its end."""

    def __init__(self, **settings: str) -> None:
        self.port = int(settings["PORT"])
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115  # as long as the start
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            MAKE,
            cwd=ROOT,
            env=os.environ | settings,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def wait_until_it_serves(self) -> float:
        while time.monotonic() - self.began < PATIENCE:
            if self.process.poll() is not None:
                sys.exit(f"make run ended with {self.process.returncode}:\n{self.output}")
            try:
                if '"ok"' in fetch(self.port, "/healthz"):
                    return time.monotonic() - self.began
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        self.stop()
        sys.exit(f"make run did not serve within {PATIENCE} s:\n{self.output}")

    @property
    def output(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def stop(self) -> str:
        """Ctrl-C, as a terminal sends it: to every process of the group."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(20)
        return self.output


def refused_start(**settings: str) -> subprocess.CompletedProcess[str]:
    """A `make run` that cannot serve."""
    return subprocess.run(
        MAKE,
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def suppliers_on_home_page(port: int) -> str:
    found = re.search(r"([\d,]+)\s+(?:suppliers|businesses|firms)", fetch(port, "/"))
    return found.group(1) if found else ""


def check(fact: str, holds: bool, detail: str = "") -> None:
    print(("ok      " if holds else "FAILED  ") + fact, flush=True)
    if not holds:
        sys.exit(detail)


def drill(instance: Path) -> None:
    port = free_port()
    settings = {"HUB_INSTANCE": str(instance), "PORT": str(port)}
    first = Start(**settings)
    seconds = first.wait_until_it_serves()
    print(f"first start: {seconds:.1f} s")
    shown = suppliers_on_home_page(port)
    check("the site shows demo suppliers", bool(shown), fetch(port, "/"))
    check("a search ranks", "hub-match" in fetch(port, "/search?q=website+hosting"))
    check("the address and the demo sign-ins are printed", "buyer@demo.example" in first.output, first.output)

    other = refused_start(**settings)
    check("a taken port is one clear line", f"Port {port} is taken" in other.stderr, other.stderr)
    check("and an exit status", other.returncode != 0)
    log = first.stop()
    check("Ctrl-C ends it cleanly", "Stopped." in log and "Traceback" not in log, log)

    second = Start(**settings)
    seconds = second.wait_until_it_serves()
    print(f"second start: {seconds:.1f} s")
    check("a second start keeps the data", suppliers_on_home_page(port) == shown)
    second.stop()

    wrong = refused_start(**settings | {"PORT": "http"})
    check("a port that is no number is one clear line", "PORT must be a number" in wrong.stderr, wrong.stderr)
    check("without a traceback", "Traceback" not in wrong.stderr, wrong.stderr)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        drill(Path(folder))
