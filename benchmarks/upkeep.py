"""``python -m benchmarks.upkeep [--profiles N] [--rows N]``: a register of which a tenth has gone stale.

Of the profiles, made up for this, one in ten is dissolved, renamed or has a certificate that has lapsed. A
company register's file is imported and one run of `check-profiles` looks through them. For each kind, and
for the sound ones beside them, before and after:

`flagged`, the share that the adviser's list holds for that; of the sound, for anything;
`counted`, the share that counts on a ranked page as it should not: a dissolved firm that is ranked, a lapsed
certificate that meets a line or brings a point, a renamed firm without the mark that says so. Of the sound it
is the share that is ranked, with its certificate.

Before, the register has not been asked and no certificate has lapsed yet: all count, or the figures after
would say nothing.

The last line is the import of a whole file: `rows=… found=… megabytes=… seconds=…`.
"""

from __future__ import annotations

import csv
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from flask import Flask
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import create_app
from hub.database import open_session
from hub.matches.finding import find_by_words, find_matches
from hub.migrating import migrate
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Capability, Fact, Supplier
from hub.suppliers.naming import name_key
from hub.upkeep.models import Concern

CONCERNS = {"dissolved": "gone", "renamed": "renamed", "lapsed": "lapsed", "sound": ""}
"""What the list should hold each kind of firm for."""
KINDS = tuple(CONCERNS)
ONE_IN = 10
WORK = "We look after roofs and gutters"
CERTIFICATE = "ISO 9001 certificate"
FILLERS = tuple(f"Filler{number}" for number in range(48))
"""A snapshot has 55 columns, most of which the hub does not read."""
HEADING = ("CompanyName", " CompanyNumber", "CompanyStatus", "DissolutionDate", " PreviousName_1.CompanyName")


@dataclass(frozen=True, slots=True)
class Firm:
    """One of the register: what is to become of it, and a word that only its own text holds."""

    number: int
    kind: str
    word: str
    public_id: str

    @property
    def name(self) -> str:
        return f"{self.word.capitalize()} Works Ltd"

    @property
    def company_number(self) -> str:
        return f"{self.number:08}"


def main(arguments: Sequence[str]) -> int:
    given_ = ArgumentParser(prog="python -m benchmarks.upkeep", description=__doc__)
    given_.add_argument("--profiles", type=int, default=1000)
    given_.add_argument("--rows", type=int, default=1_000_000, help="of the whole file; 0 for none")
    given = given_.parse_args(arguments)
    with TemporaryDirectory() as temporary:
        folder, today = Path(temporary), date.today()
        app = make_app(folder)
        with app.app_context():
            migrate()
            firms = plant(given.profiles, today)
        for when, day in (("before", today - timedelta(days=2)), ("after", today)):
            if when == "after":
                import_and_check(app, firms, folder)
            for line in lines(app, firms, day):
                print(f"when={when} {line}", flush=True)
        if given.rows:
            print(measure_import(app, firms, folder, given.rows), flush=True)
    return 0


def make_app(folder: Path) -> Flask:
    return create_app(
        {
            "INSTANCE": folder,
            "DATABASE_URL": f"sqlite:///{folder / 'hub.sqlite'}",
            "SECRET_KEY": "a key for this run only",
            "SERVER_NAME": None,
            "RATELIMIT_ENABLED": False,
        }
    )


def plant(profiles: int, today: date) -> list[Firm]:
    """Make the register: every firm does the same work and has the same certificate. Needs an app context.

    One in ten goes stale, in turn dissolved, renamed and lapsed; the certificates of the lapsed ended
    yesterday, of the others in a year.
    """
    with open_session(writes=True) as session:
        suppliers = [_supplier(number, kind_of(number), today) for number in range(profiles)]
        session.add_all(suppliers)
        session.commit()
        return [
            Firm(number, kind_of(number), word_of(number), supplier.public_id)
            for number, supplier in enumerate(suppliers)
        ]


def kind_of(number: int) -> str:
    return "sound" if number % ONE_IN else KINDS[number // ONE_IN % 3]


def word_of(number: int) -> str:
    """A word of its own: the number in letters."""
    letters = "".join("bcdfghjklm"[int(digit)] + "aeiou"[int(digit) % 5] for digit in f"{number:05}")
    return f"zel{letters}"


def _supplier(number: int, kind: str, today: date) -> Supplier:
    firm = Firm(number, kind, word_of(number), "")
    ends = today + timedelta(days=-1 if kind == "lapsed" else 365)
    return Supplier(
        name=firm.name,
        name_key=name_key(firm.name),
        company_number=firm.company_number,
        capabilities=[Capability(title=f"Roofs {firm.word}", description=f"{WORK}, {firm.word}.")],
        facts=[Fact(name="iso_9001", value=True, expires_on=ends)],
    )


def import_and_check(app: Flask, firms: Sequence[Firm], folder: Path) -> None:
    """The register's file, and one run of the daily look."""
    run(app, "import-companies", str(write_register(folder / "companies.csv", firms)))
    run(app, "check-profiles")


def run(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=list(words))
    if result.exit_code:
        raise RuntimeError(result.output)
    return str(result.output)


def write_register(path: Path, firms: Sequence[Firm], rows: int = 0) -> Path:
    """A snapshot that holds the firms, spread among other companies where it shall have more rows."""
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)
        writer.writerow([*HEADING, *FILLERS])
        every, left = max(1, rows // max(1, len(firms))), iter(firms)
        for row in range(max(rows, len(firms))):
            firm = next(left, None) if row % every == 0 else None
            cells = _cells(firm) if firm else _others(row)
            writer.writerow([*cells, *("Text" for _ in FILLERS)])
    return path


def _cells(firm: Firm) -> tuple[str, ...]:
    name = firm.name.upper()
    if firm.kind == "dissolved":
        return name, firm.company_number, "Dissolved", "17/03/2026", ""
    if firm.kind == "renamed":
        return f"HERON {name}", firm.company_number, "Active", "", name
    return name, firm.company_number, "Active", "", ""


def _others(row: int) -> tuple[str, ...]:
    return f"ANOTHER COMPANY {row} LIMITED", f"{50_000_000 + row:08}", "Active", "", ""


def lines(app: Flask, firms: Sequence[Firm], day: date) -> Iterator[str]:
    """A line for each kind, and one for all that were planted."""
    with app.app_context(), open_session(writes=False) as session:
        flagged = {kind: flagged_now(session, concern) for kind, concern in CONCERNS.items()}
        ranked, proved = ranked_whole(session, len(firms), day)
    marked = _Pages(app)
    rules: dict[str, Callable[[Firm], bool]] = {
        "dissolved": lambda firm: firm.public_id in ranked or marked.card(firm) is not None,
        "renamed": lambda firm: firm.public_id in ranked and not marked.says_renamed(firm),
        "lapsed": lambda firm: firm.public_id in proved,
        "sound": lambda firm: firm.public_id in proved,
    }
    shares: dict[str, list[tuple[bool, bool]]] = {kind: [] for kind in KINDS}
    for firm in firms:
        shares[firm.kind].append((firm.public_id in flagged[firm.kind], rules[firm.kind](firm)))
    for kind, found in shares.items():
        yield f"profiles={len(firms)} kind={kind} planted={len(found)} {_shares(found)}"
    stale = [each for kind in KINDS[:3] for each in shares[kind]]
    yield f"profiles={len(firms)} planted={len(stale)} {_shares(stale)}"


def _shares(found: Sequence[tuple[bool, bool]]) -> str:
    flagged, counted = (sum(column) / max(1, len(found)) for column in zip(*found, strict=True))
    return f"flagged={flagged:.3f} counted={counted:.3f}"


def flagged_now(session: Session, concern: str) -> set[str]:
    """The firms on the adviser's list for one kind of concern, or for any."""
    lasting = select(Supplier.public_id).join(Concern, Concern.supplier_id == Supplier.id)
    lasting = lasting.where(Concern.ended_on.is_(None))
    return set(session.scalars(lasting.where(Concern.kind == concern) if concern else lasting))


def ranked_whole(session: Session, profiles: int, day: date) -> tuple[set[str], set[str]]:
    """Everybody in the ranking for the work, to its last place; and who has a point or a met line for the
    certificate, asked in words and as a typed line."""
    by_words = find_by_words(session, f"{WORK}. {CERTIFICATE}", profiles, today=day).ranking
    line = Criterion(public_id="iso", text=CERTIFICATE, fact="iso_9001", value=True, weight=1.0)
    asked = Requirement(title=WORK, description="", keep_words=[], criteria=[line])
    typed = find_matches(session, asked, profiles, today=day).ranking
    ranked = {match.profile for ranking in (by_words, typed) for match in ranking.matches}
    proved = {
        match.profile
        for ranking in (by_words, typed)
        for match in ranking.matches
        if any(evidence.kind == "fact" for evidence in match.evidence)
        or any(verdict.criterion == "iso" and verdict.verdict == "met" for verdict in match.verdicts)
    }
    return ranked, proved


class _Pages:
    """The search page for the word that one firm alone uses."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def card(self, firm: Firm) -> str | None:
        """The words of the firm's card; None where it has none."""
        page = html.document_fromstring(self._client.get("/search", query_string={"q": firm.word}).text)
        cards = page.cssselect(".hub-match")
        names = [card.cssselect(".hub-match__name a")[0].text_content().strip() for card in cards]
        return cards[names.index(firm.name)].text_content() if firm.name in names else None

    def says_renamed(self, firm: Firm) -> bool:
        return f"Companies House now calls it HERON {firm.name.upper()}" in (self.card(firm) or "")


def measure_import(app: Flask, firms: Sequence[Firm], folder: Path, rows: int) -> str:
    path = write_register(folder / "whole.csv", firms, rows)
    began = perf_counter()
    told = run(app, "import-companies", str(path), "--complete")
    seconds = perf_counter() - began
    found = told.split("found")[1].split()[0].replace(",", "")
    megabytes = path.stat().st_size / 1024**2
    return f"rows={rows} found={found} megabytes={megabytes:.0f} seconds={seconds:.1f}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
