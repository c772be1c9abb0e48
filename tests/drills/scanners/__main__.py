"""`python -m tests.drills.scanners`: two scanners on the site, then on a copy with planted faults, which the
same run must find. `make scan` installs both into an environment of their own.

wapiti walks the demo as each person, with the cookie of their sign-in. sqlmap (level 3) tries every parameter
that any route reads, as somebody who may use the route, in the world of the permissions. Prints a line
`tool=… site=… … findings=…` for each; fails where the site has a finding or the copy has none. Everything is
on this machine's loopback.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.drills.scanners.planting import PLANTED_SQL
from tests.drills.scanners.serving import Visitor, serve, serve_world
from tests.drills.scanners.surface import Probe, find_probes
from tests.drills.scanners.tools import sqlmap, wapiti

PEOPLE = ("nobody", "supplier", "buyer", "adviser", "administrator")
SITES = ("site", "planted")
NEEDED = {
    "wapiti": {"SQL Injection", "Reflected Cross Site Scripting", "Open Redirect", "Path Traversal"},
    "sqlmap": {"SQL Injection"},
}
"""Kinds of planted fault that each must name."""

Finding = tuple[str, str]
"""The kind, and the request it was found with."""


def walk(
    bin_: Path, people: Sequence[str], seconds: int, *, planted: bool
) -> Iterator[tuple[str, list[Finding]]]:
    """What wapiti finds as each person; the copy is walked by nobody in particular."""
    for person in PEOPLE[:1] if planted else people:
        with (
            tempfile.TemporaryDirectory() as instance,
            tempfile.TemporaryDirectory() as folder,
            serve(Path(instance), planted=planted) as site,
        ):
            yield f"as={person}", wapiti(site, Visitor(site, person), bin_, seconds, Path(folder))


def try_parameters(bin_: Path, only: str, *, planted: bool) -> Iterator[tuple[str, list[Finding]]]:
    """What sqlmap finds in the parameters of routes whose name holds `only`; in the copy, in one page."""
    with (
        tempfile.TemporaryDirectory() as instance,
        tempfile.TemporaryDirectory() as folder,
        serve_world(Path(instance), planted=planted) as (world, address),
    ):
        probes = [PLANTED_SQL] if planted else list(find_probes(world).values())
        probes = [probe for probe in probes if planted or only in probe.route]
        parameters = sum(len(probe.names) or probe.path.count("*") for probe in probes)
        found = [
            ("SQL Injection", f"{probe.method} {probe.path} {probe.data}")
            for at, probe in enumerate(probes, start=1)
            if _tried(f"{at}/{len(probes)}", probe, sqlmap(address, probe, bin_, Path(folder)))
        ]
        yield f"requests={len(probes)} parameters={parameters}", found


def _tried(place: str, probe: Probe, is_injected: bool) -> bool:
    """Say so at once: a run that is broken off has shown something too."""
    word = "INJECTED" if is_injected else "clean"
    print(
        f"{place} {word} {probe.method} {probe.route} {','.join(probe.names) or '*'}",
        file=sys.stderr,
        flush=True,
    )
    return is_injected


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--bin", type=Path, default=Path(".scanners/bin"), help="where wapiti and sqlmap are")
    asked.add_argument("--tool", choices=tuple(NEEDED), action="append")
    asked.add_argument(
        "--seconds",
        type=int,
        default=600,
        help="wapiti: the most that its walk as one person may take, and its attacks",
    )
    asked.add_argument("--only", default="", help="sqlmap: only routes with this in their name")
    asked.add_argument(
        "--as", dest="people", nargs="*", choices=PEOPLE, default=PEOPLE, help="wapiti: only as these"
    )
    options = asked.parse_args()
    failed = False
    for tool in options.tool or NEEDED:
        for site in SITES:
            planted, kinds = site == "planted", set()
            for told, found in (
                walk(options.bin, options.people, options.seconds, planted=planted)
                if tool == "wapiti"
                else try_parameters(options.bin, options.only, planted=planted)
            ):
                print(f"tool={tool} site={site} {told} findings={len(found)}", flush=True)
                for kind, request in found[:20]:
                    print(f"  {kind}: {request}", flush=True)
                kinds |= {kind for kind, _ in found}
            missed = NEEDED[tool] - kinds if planted else set()
            for kind in sorted(missed):
                print(f"{tool} missed the planted fault: {kind}. The run proves nothing.", file=sys.stderr)
            failed |= bool(missed) or (bool(kinds) and not planted)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
