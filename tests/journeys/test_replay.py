"""Recorded rankings on another machine: an empty instance, and nothing but the file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import create_app
from hub.accounts.actors import NOBODY
from hub.accounts.models import User
from hub.categories.models import Category
from hub.config import ROOT
from hub.matches.models import LearnedWeights, Run
from hub.matches.recording import record_run
from hub.matches.snapshots import load_snapshots
from hub.places.models import County, Place
from hub.privacy.erasing import erase_person
from hub.requirements.models import Criterion, Requirement
from hub.runs.packing import pack_run
from hub.suppliers.models import Capability, Contract, Fact, Supplier
from hub.synonyms.models import Synonym
from matching.synonyms import key_of
from matching.weights import FIXED
from tests.people import make_member, make_organisation

WORDS = (
    *("drain", "clear", "blocked", "pipe", "school", "council", "office", "cleaning", "network", "wifi"),
    *("hosting", "website", "backup", "night", "service", "desk", "plant", "water", "support", "cloud"),
    *("monitor", "gully", "accommodation", "roof", "repair", "hedge", "caretaker", "library", "archive"),
)
ASKED = (*WORDS, "bloked", "acomodation", "helpdesk", "web site", "janitor", "must", "supplier", "zzqx")
SYNONYMS = (("janitor", ["caretaker"]), ("archive", ["library support", "night water"]))
FIRMS, SMALL, WHOLE = 60, 4, 100


def make_register(session: Session, chance: Random) -> None:
    lot = Category(slug="lot", name="Buildings", level="lot")
    for slug, name in (("drains", "Drain clearance"), ("hosting", "Web hosting")):
        session.add(Category(slug=slug, name=name, level="category", parent=lot))
    county = County(slug="derby", name="Derbyshire")
    for code, north in (("DE1", 52.92), ("DE4", 53.14)):
        session.add(
            Place(code=code, level="outcode", name=code, county=county, latitude=north, longitude=-1.47)
        )
    session.flush()
    for number in range(FIRMS):
        session.add(_firm(session, chance, number))
    for phrase, also in SYNONYMS:
        session.add(
            Synonym(phrase=phrase, key=" ".join(key_of(phrase)), also=also, mutual=phrase == "janitor")
        )
    session.commit()


def _text(chance: Random, words: tuple[str, ...], least: int, most: int) -> str:
    return " ".join(chance.choices(words, k=chance.randint(least, most)))


def _firm(session: Session, chance: Random, number: int) -> Supplier:
    categories = [*session.scalars(select(Category).where(Category.level == "category")), None]
    places = [*session.scalars(select(Place)), None]
    name = f"Firm {number}"
    made = Supplier(name=name, name_key=name.casefold(), place=chance.choice(places))
    made.size, made.kind = chance.choice(["micro", "large", ""]), chance.choice(["company", "charity", ""])
    made.capabilities = [
        Capability(
            title=_text(chance, WORDS, 2, 4),
            description=_text(chance, WORDS, 5, 40),
            category=chance.choice(categories),
            position=position,
        )
        for position in range(chance.randint(1, 3))
    ]
    made.contracts = [
        Contract(title=_text(chance, WORDS, 2, 5), buyer_name="A council", source="own")
        for _ in range(chance.randint(0, 3))
    ]
    if chance.random() < 0.6:
        made.facts = [Fact(name="iso_9001", value=chance.random() < 0.6)]
    return made


def make_asked(session: Session, chance: Random, organisation: int) -> Requirement:
    """Words with slips of the pen, lines of several weights, a certificate, a radius, filters, kept words."""
    lines = [
        Criterion(text=_text(chance, ASKED, 2, 6), weight=chance.choice([0.5, 1.0, 2.0, 3.0]))
        for _ in range(chance.randint(0, 3))
    ]
    importance = chance.choice(["must", "should"])
    if chance.random() < 0.5:
        lines.append(Criterion(text="ISO 9001", importance=importance, fact="iso_9001", value=True))
    if chance.random() < 0.3:
        sizes = ["micro", "small", "medium"]
        lines.append(Criterion(text="Small", importance="must", fact="size", value=sizes, reason="Kept"))
    if chance.random() < 0.3:
        lines.append(Criterion(text="Within 20 km", importance=importance, fact="area", value=20.0))
    made = Requirement(
        organisation_id=organisation,
        title=_text(chance, ASKED, 2, 5),
        description=_text(chance, ASKED, 0, 30),
        keep_words=chance.sample(ASKED, chance.randint(0, 2)),
        place=chance.choice([*session.scalars(select(Place)), None]),
        categories=chance.sample(
            list(session.scalars(select(Category).where(Category.level == "category"))), chance.randint(0, 2)
        ),
    )
    made.criteria = [
        replace_position(line, at, chance) for at, line in enumerate(chance.sample(lines, len(lines)))
    ]
    session.add(made)
    session.flush()
    return made


def replace_position(line: Criterion, at: int, chance: Random) -> Criterion:
    line.position = at
    line.public_id = "".join(chance.choices("bcdfghjkmnpq", k=12))
    return line


def pack(session: Session, run: Run) -> bytes:
    return pack_run(run, load_snapshots(session, run.id), "<p>For people</p>")


def record_many(session: Session, number: int) -> list[Run]:
    """Runs of as many requirements, with the weights that ship and with some that were learned meanwhile."""
    chance = Random(number)
    make_register(session, chance)
    organisation = make_organisation(session, "buyer")
    session.flush()
    runs = []
    for at in range(number):
        if at % max(2, number // 4) == 1:
            learned = replace(
                FIXED, written=chance.random(), category=chance.random() / 2, guess=chance.random()
            )
            session.add(LearnedWeights(version=learned.version, weights=asdict(learned), measured={}))
            session.commit()
        if at % 3 == 2:
            firm = chance.choice(list(session.scalars(select(Supplier))))
            firm.capabilities[0].description = _text(chance, WORDS, 5, 40)
            session.commit()
        requirement = make_asked(session, chance, organisation.id)
        session.commit()
        seed = f"{chance.getrandbits(128):032x}" if at % 5 else ""
        runs.append(record_run(session, requirement, NOBODY, seed=seed).run)
        session.commit()
    return runs


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    """A program on another machine: an instance without a database, without a supplier."""
    instance = tmp_path / "elsewhere"
    yield create_app(
        {
            "INSTANCE": instance,
            "DATABASE_URL": f"sqlite:///{instance / 'none.sqlite'}",
            "SECRET_KEY": "another key for tests",
        }
    )
    assert not (instance / "none.sqlite").exists()


def replayed(empty: Flask, file: Path) -> tuple[int, str]:
    result = empty.test_cli_runner().invoke(args=["replay", str(file)])
    return result.exit_code, result.output


@pytest.mark.parametrize("number", [SMALL, pytest.param(WHOLE, marks=pytest.mark.long)])
def test_every_run_comes_out_as_the_same_bytes_on_an_empty_instance(
    session: Session, empty: Flask, tmp_path: Path, number: int
) -> None:
    runs = record_many(session, number)
    same, sizes = 0, []
    for run in runs:
        file = tmp_path / f"{run.public_id}.zip"
        file.write_bytes(pack(session, run))
        code, output = replayed(empty, file)
        assert code == 0, output
        assert f"{run.considered:,} suppliers. Order and scores are the same bytes." in output
        assert f"SHA-256 {run.digest}" in output
        same += 1
        sizes.append(run.considered)
    print(f"replayed={same} of={number} considered={min(sizes)}-{max(sizes)}")
    assert same == number
    assert max(sizes) > FIRMS / 2
    assert any(run.excluded for run in runs)
    assert len({run.weights_version for run in runs}) > 1


@pytest.mark.long
def test_a_process_of_its_own_says_so_and_one_changed_character_is_detected(
    session: Session, tmp_path: Path
) -> None:
    (run, *_) = record_many(session, 1)
    session.commit()
    content = pack(session, run)
    file, changed = tmp_path / "pack.zip", tmp_path / "changed.zip"
    file.write_bytes(content)
    at = content.index(b"blocked")
    changed.write_bytes(content[:at] + b"c" + content[at + 1 :])
    environment = {**os.environ, "HUB_INSTANCE": str(tmp_path / "elsewhere"), "DATABASE_URL": ""}
    for each, code in ((file, 0), (changed, 1)):
        command = [sys.executable, "-m", "flask", "--app", "hub", "replay", str(each)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        assert len((done.stdout + done.stderr).strip().splitlines()) == 2 - code
    assert "Traceback" not in done.stderr


def test_after_an_erasure_it_says_how_many_profiles_were_erased_and_passes(
    session: Session, empty: Flask, tmp_path: Path
) -> None:
    record_many(session, SMALL)
    gone = set(session.scalars(select(Supplier.public_id).order_by(Supplier.id).limit(7)))
    for public_id in gone:
        firm = session.scalars(select(Supplier).where(Supplier.public_id == public_id)).one()
        firm.state, firm.organisation = "claimed", make_organisation(session, "supplier")
        session.flush()
        user = make_member(session, "supplier", organisation=firm.organisation)
        erase_person(session, session.get_one(User, user.id), by="a test")
        session.commit()
        session.expunge_all()
    for run in session.scalars(select(Run)).all():
        spoken_of = {row["supplier"] for row in (*run.matches, *run.excluded)}
        file = tmp_path / f"{run.public_id}.zip"
        file.write_bytes(pack(session, run))
        code, output = replayed(empty, file)
        assert code == 0, output
        erased = len(gone & spoken_of)
        assert (f"Profiles erased since: {erased}." in output) is bool(erased)
        assert "the same bytes" in output
