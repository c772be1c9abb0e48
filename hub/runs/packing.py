"""A recorded ranking as one file: what it was made from, for a machine, and what it says, for people.

The same run and the same choices give the same bytes, whenever it is asked for. The profile of an erased
supplier is not in it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from io import BytesIO
from typing import Any

import numpy as np

from hub.matches.models import Run
from hub.matches.snapshots import Content
from hub.runs.archive import write_archive
from hub.runs.choices import Choice
from hub.runs.tables import book_of
from hub.tables.writing_csv import to_csv
from hub.tables.writing_ods import to_ods
from hub.tables.writing_xlsx import to_xlsx
from matching.replaying import Line, told

RUN, ORDER, PROFILES, VECTORS = "run.json", "order.txt", "profiles.jsonl.gz", "vectors.npz"
SYNONYMS, CATEGORIES = "synonyms.json", "categories.json"
README, PAGE, CHOSEN = "README.txt", "ranking.html", "chosen.json"
CSV, XLSX, ODS = "ranking.csv", "ranking.xlsx", "ranking.ods"
DECISION, DECISION_PAGE = "decision.json", "decision.html"
"""In the pack of a frozen shortlist alone."""
FOR_PEOPLE = frozenset({README, PAGE, CSV, XLSX, ODS, DECISION_PAGE})
MEMBERS = FOR_PEOPLE | {RUN, ORDER, PROFILES, VECTORS, SYNONYMS, CATEGORIES, CHOSEN, DECISION}
"""All that a pack may hold. A further file for people is a name here and a line in `_for_people`: the
manifest takes it up, and replaying reads none of those."""

KEY = 32
"""Bytes of the SHA-256 that a vector is known by."""

EXPLANATION = """\
This is a ranking of suppliers as it was recorded, with all that it was made from.

For people:   ranking.html (open it in a browser; it prints)
              ranking.xlsx, ranking.ods, ranking.csv (order, exclusions and choices, as one table; in the
              CSV a text that a spreadsheet program might take for a formula stands behind one ')
For machines: run.json       the requirement, weights, counts, seed, order and exclusions, and hashes
              chosen.json    the shortlists made from it by then, with the reasons given
              order.txt      order, scores and bands, one supplier a line, - for one left out by musts
              profiles.jsonl.gz   the profiles that were considered, as they stood
              decision.json  a frozen shortlist with its reasons, who was passed over and why, what colleagues
                             declared, scored and noted, and digests (decision.html to read)
              synonyms.json, categories.json, vectors.npz (where a language model was asked)
              manifest.json  SHA-256 of each file; manifest.sha256 is that of the manifest

To make the ranking again from this file alone, on a machine that has the program:

    flask --app hub replay {name}

It says that order and scores come out as the same bytes, or what differs. Program: {program}.
The SHA-256 of order.txt, which the hub shows on the page of the ranking, is
{digest}
"""


class NotKeptError(ValueError):
    """A run of before rankings were kept with what they were made from."""


def pack_run(
    run: Run,
    contents: Iterable[Content],
    page: str,
    choices: Sequence[Choice] = (),
    decision: Mapping[str, bytes] | None = None,
) -> bytes:
    """The file. ``contents`` are what is left of what the run was made from, ``page`` the readable page,
    ``choices`` who was chosen from it, ``decision`` the record of a frozen shortlist, by member.

    Raises NotKeptError.
    """
    if run.made_with is None:
        raise NotKeptError
    kept: dict[str, list[Content]] = {}
    for each in contents:
        kept.setdefault(each.kind, []).append(each)
    profiles = {each.supplier or "": each.content for each in kept.get("profile", ())}
    members = {
        RUN: to_json(_run(run, profiles)),
        ORDER: told(lines_of_run(run.matches, run.excluded)),
        PROFILES: _compressed(profiles[name] for name in sorted(profiles)),
        **{
            f"{kind}.json": each.content for kind in ("synonyms", "categories") for each in kept.get(kind, ())
        },
        **_vectors(b"".join(each.content for each in kept.get("vectors", ())), run.made_with),
        **_for_people(run, page, choices),
        CHOSEN: to_json([_choice(each) for each in choices]),
        **(decision or {}),
    }
    return write_archive(members, {"run": run.public_id, "program": run.code_version, "order": run.digest})


def _for_people(run: Run, page: str, choices: Sequence[Choice]) -> dict[str, bytes]:
    readme = EXPLANATION.format(name=f"{run.public_id}.zip", program=run.code_version, digest=run.digest)
    book = book_of(run, choices)
    tables = {CSV: to_csv(book.rows), XLSX: to_xlsx(book), ODS: to_ods(book)}
    return {README: readme.encode(), PAGE: page.encode(), **tables}


def _choice(choice: Choice) -> dict[str, Any]:
    return asdict(choice) | {"chosen_at": choice.chosen_at.isoformat()}


def _run(run: Run, profiles: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "run": run.public_id,
        "recorded_at": run.recorded_at.isoformat(),
        "requirement": run.requirement.public_id,
        "requirement_version": run.requirement_version,
        "versions": {
            "program": run.code_version,
            "register": run.catalogue_version,
            "weights": run.weights_version,
            "meaning": run.meaning_version,
        },
        "seed": run.seed,
        "asked": run.asked,
        "made_with": run.made_with,
        "matches": run.matches,
        "excluded": run.excluded,
        "profiles": {name: sha256(profiles[name]).hexdigest() for name in sorted(profiles)},
        "digest": run.digest,
    }


def lines_of_run(matches: Iterable[Mapping[str, Any]], excluded: Iterable[Mapping[str, Any]]) -> list[Line]:
    """The lines of a recorded order, from what a run keeps of it."""
    return [
        *(Line(row["supplier"], row["score"], row["band"]) for row in matches),
        *(
            Line(row["supplier"], row["score"], 0, tuple(gate["criterion"] for gate in row["gates"]))
            for row in excluded
        ),
    ]


def to_json(value: Any) -> bytes:
    """A member for machines, as people can read it too."""
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"


def _compressed(lines: Iterable[bytes]) -> bytes:
    return gzip.compress(b"".join(line + b"\n" for line in lines), mtime=0)


def _vectors(held: bytes, made_with: Mapping[str, Any]) -> dict[str, bytes]:
    """Keys and vectors as arrays, each text once; nothing where no model was asked."""
    if not made_with["asked"]:
        return {}
    width = made_with["width"]
    rows = np.frombuffer(held, np.uint8).reshape(-1, KEY + width)
    rows = np.unique(rows, axis=0)
    file = BytesIO()
    np.savez(file, keys=rows[:, :KEY], vectors=rows[:, KEY:].view(np.int8))
    return {VECTORS: file.getvalue()}
