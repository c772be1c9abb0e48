"""Judged sets: suppliers, requirements and grades, read from a folder."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching import Category, Piece, Profile, Requirement


@dataclass(frozen=True)
class JudgedSet:
    """``texts`` and ``queries`` are what the peers read; ``grades`` by requirement and supplier."""

    name: str
    profiles: tuple[Profile, ...]
    texts: tuple[str, ...]
    requirements: dict[str, Requirement]
    queries: dict[str, str]
    grades: dict[str, dict[str, int]]
    judged_only: bool

    @property
    def of_awards(self) -> bool:
        """Whether past contracts are all that is known of the suppliers."""
        return all(piece.kind == "contract" for profile in self.profiles for piece in profile.pieces)

    @property
    def categories(self) -> tuple[Category, ...]:
        """The labels that the set uses, each its own name: these sets have no tree."""
        used = {piece.category for profile in self.profiles for piece in profile.pieces}
        asked = {key for requirement in self.requirements.values() for key in requirement.categories}
        return tuple(Category(key, key) for key in sorted((used | asked) - {None}))


def read(folder: Path) -> JudgedSet:
    """Raises FileNotFoundError where a file of the set is missing."""
    suppliers, asked = _lines(folder / "suppliers.jsonl"), _lines(folder / "requirements.jsonl")
    about = folder / "about.json"
    rule = json.loads(about.read_text(encoding="utf-8")) if about.exists() else {}
    return JudgedSet(
        name=folder.name,
        profiles=tuple(_profile(row) for row in suppliers),
        texts=tuple(_text(row) for row in suppliers),
        requirements={row["id"]: _requirement(row) for row in asked},
        queries={row["id"]: _joined(row) for row in asked},
        grades=_grades(folder / "judgements.tsv"),
        judged_only=rule.get("unjudged") == "removed",
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _grades(path: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            grades.setdefault(row["requirement"], {})[row["supplier"]] = int(row["grade"])
    return grades


def _profile(row: dict[str, Any]) -> Profile:
    pieces = [
        Piece(
            f"{row['id']}-{kind}-{place}",
            kind,
            held["title"] or "",
            held["description"] or "",
            held["category"],
            published=kind == "contract",
        )
        for kind, key in (("capability", "capabilities"), ("contract", "contracts"))
        for place, held in enumerate(row[key])
    ]
    return Profile(row["id"], row["name"], tuple(pieces))


def _requirement(row: dict[str, Any]) -> Requirement:
    categories = (row["category"],) if row["category"] else ()
    return Requirement(row["title"] or "", row["description"] or "", categories)


def _text(row: dict[str, Any]) -> str:
    return " ".join([row["name"], *(_joined(piece) for piece in (*row["capabilities"], *row["contracts"]))])


def _joined(row: dict[str, Any]) -> str:
    return " ".join(row[key] or "" for key in ("title", "description", "category"))
