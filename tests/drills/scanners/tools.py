"""The two scanners as commands of this machine, each told to answer what it found."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.drills.scanners.serving import Site, Visitor
from tests.drills.scanners.surface import Probe

MODULES = "crlf,csrf,exec,file,methods,permanentxss,redirect,sql,timesql,upload,xss,xxe"
"""All that can apply: there is no LDAP, and its test takes any search that reads words for one. The scan asks
no other host."""
KEPT_OUT = ("/sign-out", "/account/erase", "/organisations/*/leave")
"""What would end the scan itself."""
INJECTED = "identified the following injection point"
TESTED = "all tested parameters do not appear to be injectable"
PATIENCE = 3600


def wapiti(site: Site, visitor: Visitor, bin_: Path, seconds: int, folder: Path) -> list[tuple[str, str]]:
    """(kind, request) of each finding. A server error is a finding too.

    The walk over the links may take ``seconds``, and all attacks together as long again.
    """
    report = folder / f"{visitor.kind}.json"
    starts = [part for path in ("/start", "/planted") for part in ("-s", site.address + path)]
    command = [bin_ / "wapiti", "-u", site.address + "/", *starts, "-m", MODULES, "-f", "json", "-o", report]
    command += [part for path in KEPT_OUT for part in ("-x", site.address + path)]
    command += ["--max-scan-time", seconds, "--max-attack-time", seconds // len(MODULES.split(","))]
    command += ["-d", "6", "-S", "aggressive"]
    command += ["--max-links-per-page", "60", "--store-session", folder / visitor.kind, "--no-bugreport"]
    command += ["--drop-set-cookie", "--flush-session", "-v", "0"]
    command += ["-C", visitor.cookies] if visitor.cookies else []
    _run(command)
    told = json.loads(report.read_text())
    found = {**told["vulnerabilities"], "Server error": told["anomalies"].get("Internal Server Error", [])}
    return [
        (kind, f"{each['method']} {each['path']} {each['info']}")
        for kind, held in found.items()
        for each in held
    ]


def sqlmap(address: str, probe: Probe, bin_: Path, folder: Path) -> bool:
    """Whether a parameter of the request can be injected into; fails where the scanner did not try them.

    SQLite takes one statement at a time and has no sleep: what rests on either cannot work, and is left out.
    """
    command = [bin_ / "sqlmap", "-u", address + probe.path, "--batch", "--level", "3", "--risk", "1"]
    command += ["--method", probe.method, "--dbms", "SQLite", "--technique", "BEU", "--flush-session"]
    command += ["--drop-set-cookie", "--ignore-redirects", "--ignore-code=*", "--disable-coloring"]
    command += ["--output-dir", folder, *(["-p", ",".join(probe.names)] if probe.names else [])]
    command += ["--data", probe.data] if probe.data else []
    command += ["--cookie", probe.cookie] if probe.cookie else []
    told = _run(command)
    if INJECTED not in told and TESTED not in told:
        raise RuntimeError(f"{probe.method} {probe.path} was not tried:\n{told[-2000:]}")
    return INJECTED in told


def _run(command: list[object]) -> str:
    ended = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    if ended.returncode:
        raise RuntimeError(f"{command[0]} failed: {ended.stderr or ended.stdout[-2000:]}")
    return ended.stdout
