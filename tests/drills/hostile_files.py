"""How long and with how much memory each hostile file is refused: `python -m tests.drills.hostile_files`.

A line a file: seconds by the clock, the most memory of the process that read it, the reason. It fails where
one is not refused, takes more than 2 seconds or more than 150 MB. On a machine that has other work, one may
be refused for the time it takes, and not for what it holds. Each is measured from a small process of
its own, for a process's memory is told together with that of the one it was made by.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from hub.imports.refusing import MEBIBYTE, MEMORY, SECONDS, TOO_LONG, RefusedFileError


def measure(path: Path) -> dict[str, object]:
    """Have one file read, and tell how that went."""
    from hub.imports.reading import reading

    began, reason = time.perf_counter(), ""
    try:
        with path.open("rb") as file, reading(file, seconds=SECONDS - 0.1) as found:
            list(found.rows)
    except RefusedFileError as error:
        reason = str(error)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return {"seconds": time.perf_counter() - began, "megabytes": most / MEBIBYTE, "reason": reason}


def main() -> int:
    from tests.hub.imports.hostile_files import FILES

    failed, slowest, heaviest = 0, 0.0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        for file in FILES:
            path = Path(folder) / "file"
            path.write_bytes(file.make())
            run = subprocess.run(
                [sys.executable, "-m", "tests.drills.hostile_files", str(path)],
                capture_output=True,
                check=True,
            )
            found = json.loads(run.stdout)
            seconds, megabytes = found["seconds"], found["megabytes"]
            known = file.reason in found["reason"] or found["reason"] == TOO_LONG
            right = known and seconds <= SECONDS and megabytes <= MEMORY / MEBIBYTE
            failed += not right
            slowest, heaviest = max(slowest, seconds), max(heaviest, megabytes)
            mark, reason = "ok  " if right else "FAIL", found["reason"] or "not refused"
            print(f"{mark} {seconds:5.2f} s {megabytes:5.0f} MB  {file.name}: {reason}")
    print(
        f"files={len(FILES)} refused={len(FILES) - failed} slowest={slowest:.2f} s heaviest={heaviest:.0f} MB"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) == 2:
        print(json.dumps(measure(Path(sys.argv[1]))))
    else:
        sys.exit(main())
