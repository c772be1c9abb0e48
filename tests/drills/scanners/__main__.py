"""`python -m tests.drills.scanners`: wapiti and sqlmap (level 3) on the site as each person, then on a copy
with planted faults, which the same run must find. `make scan` installs both into an environment of their own.

Prints `tool=… site=… as=… requests=… findings=…`; fails where the site has a finding or the copy has none.
Everything is on this machine's loopback.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.drills.scanners.finding_parameters import Request, find_requests
from tests.drills.scanners.serving import Site, Visitor, serve

PEOPLE = ("nobody", "supplier", "buyer", "adviser", "administrator")
MODULES = "crlf,csrf,exec,file,methods,permanentxss,redirect,sql,timesql,upload,xss,xxe"
"""All that can apply: there is no LDAP, and its test takes any search that reads words for one. The scan asks
no other host."""
NEEDED = {"SQL Injection", "Reflected Cross Site Scripting", "Open Redirect", "Path Traversal"}
"""Kinds of planted fault that wapiti must name."""
PATIENCE = 3600


def wapiti(site: Site, visitor: Visitor, bin_: Path, seconds: int, folder: Path) -> dict[str, list[str]]:
    """Findings by kind, each as the request it was found with. Server errors are findings too."""
    report = folder / f"{visitor.kind}.json"
    starts = [part for path in ("/start", "/planted") for part in ("-s", site.address + path)]
    command = [bin_ / "wapiti", "-u", site.address + "/", *starts, "-m", MODULES, "-f", "json", "-o", report]
    command += ["--drop-set-cookie", "-x", f"{site.address}/sign-out", "-x", f"{site.address}/account/erase"]
    command += ["-x", f"{site.address}/organisations/*/leave"]
    command += ["--max-scan-time", seconds, "--max-attack-time", seconds // 4, "-d", "6", "-S", "aggressive"]
    command += ["--max-links-per-page", "60", "--store-session", folder / visitor.kind, "--no-bugreport"]
    command += ["--flush-session", "-v", "0", *(["-C", visitor.cookies] if visitor.cookies else [])]
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=PATIENCE)
    told = json.loads(report.read_text())
    found = {**told["vulnerabilities"], "Server error": told["anomalies"].get("Internal Server Error", [])}
    return {
        kind: [f"{e['method']} {e['path']} {e['info']}" for e in held] for kind, held in found.items() if held
    }


def sqlmap(site: Site, visitor: Visitor, bin_: Path, request: Request, folder: Path) -> bool:
    """Whether a parameter of the request can be injected into.

    SQLite takes one statement at a time and has no sleep: what rests on either cannot work, and is left out.
    """
    command = [bin_ / "sqlmap", "-u", site.address + request.path, "--batch", "--level", "3", "--risk", "1"]
    command += ["--dbms", "SQLite", "--technique", "BEU", "--threads", "4", "--flush-session"]
    command += (
        ["--output-dir", folder, "-p", ",".join(request.names)] if request.names else ["--output-dir", folder]
    )
    command += ["--drop-set-cookie", "--ignore-redirects", "--ignore-code=*", "--disable-coloring"]
    command += ["--data", request.data] if request.data else []
    command += ["--cookie", visitor.cookies] if visitor.cookies else []
    ended = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    return "identified the following injection point" in ended.stdout


def scan(name: str, tools: set[str], bin_: Path, seconds: int) -> Iterator[tuple[str, str]]:
    """(tool, finding) for every finding on the site called `name`."""
    for person in PEOPLE if name == "site" else PEOPLE[:1]:
        with (
            tempfile.TemporaryDirectory() as instance,
            tempfile.TemporaryDirectory() as folder,
            serve(Path(instance), planted=name == "planted") as site,
        ):
            visitor = Visitor(site, person)
            requests = find_requests(visitor)
            if name == "planted":
                requests = [request for request in requests if "/planted" in request.path]
            if "sqlmap" in tools:
                found = [r for r in requests if sqlmap(site, visitor, bin_, r, Path(folder))]
                _tell("sqlmap", name, person, len(requests), [f"{r.method} {r.path}" for r in found])
                yield from (("sqlmap", "SQL Injection") for _ in found)
            if "wapiti" in tools:
                kinds = wapiti(site, Visitor(site, person), bin_, seconds, Path(folder))
                lines = [f"{kind}: {line}" for kind, held in kinds.items() for line in held]
                _tell("wapiti", name, person, len(requests), lines)
                yield from (("wapiti", kind) for kind in kinds)


def _tell(tool: str, site: str, person: str, requests: int, found: list[str]) -> None:
    print(f"tool={tool} site={site} as={person} requests={requests} findings={len(found)}", flush=True)
    for line in found[:20]:
        print(f"  {line}", flush=True)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--bin", type=Path, default=Path(".scanners/bin"), help="where wapiti and sqlmap are")
    asked.add_argument("--tool", choices=("wapiti", "sqlmap"), action="append")
    asked.add_argument("--seconds", type=int, default=600, help="the most that one wapiti scan may take")
    options = asked.parse_args()
    tools = set(options.tool or ("wapiti", "sqlmap"))
    clean = list(scan("site", tools, options.bin, options.seconds))
    planted = set(scan("planted", tools, options.bin, options.seconds))
    missed = {("wapiti", kind) for kind in NEEDED if "wapiti" in tools} - planted
    missed |= {("sqlmap", "SQL Injection")} - planted if "sqlmap" in tools else set()
    for tool, kind in sorted(missed):
        print(f"{tool} missed the planted fault: {kind}. The run proves nothing.", file=sys.stderr)
    return 1 if clean or missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
