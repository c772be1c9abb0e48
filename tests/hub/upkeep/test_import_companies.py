"""What a company register's file does to the firms, and which files are refused."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.audit.models import Event
from hub.database import open_session
from hub.matches.finding import find_by_words
from hub.matches.models import CatalogueVersion
from hub.suppliers.models import Supplier
from hub.text_files import TextFileError
from hub.upkeep import company_files
from hub.upkeep.applying import apply, plan
from hub.upkeep.company_files import Company, day_in_name, read_companies
from hub.upkeep.staging import open_staging
from tests.hub.upkeep.profiles_made import HEADING, LINE, make_firm, write_companies

DAY = "2026-11-01"
Answer = tuple[str, str, bool, date | None]


class Hub:
    """The site, its command, and what it holds of a firm afterwards."""

    def __init__(self, app: Flask, session: Session, folder: Path) -> None:
        self.app, self.session, self.folder = app, session, folder

    def run(self, *words: str) -> Result:
        self.session.commit()
        return self.app.test_cli_runner().invoke(args=["import-companies", *words])

    def take(self, *lines: dict[str, str], options: tuple[str, ...] = ("--day", DAY)) -> Result:
        """Import a file with these lines; it must go well."""
        result = self.run(str(write_companies(self.folder / "companies.csv", lines)), *options)
        assert result.exit_code == 0, result.output
        return result

    def answer(self, name: str = "Kestrel Drains Ltd") -> Answer:
        with open_session(writes=False) as reading:
            firm = reading.scalars(select(Supplier).where(Supplier.name == name)).one()
            return firm.register_status, firm.register_name, firm.register_renamed, firm.dissolved_on

    def rows(self) -> list[object]:
        with open_session(writes=False) as reading:
            firms = reading.scalars(select(Supplier).order_by(Supplier.id))
            return [{c.key: getattr(f, c.key) for c in Supplier.__table__.columns} for f in firms]

    def events(self) -> list[Event]:
        with open_session(writes=False) as reading:
            found = select(Event).where(Event.action == "import-companies").order_by(Event.number)
            return list(reading.scalars(found))

    def version(self) -> int:
        with open_session(writes=False) as reading:
            return reading.scalars(select(CatalogueVersion.number)).one_or_none() or 0

    def ranked(self) -> set[str]:
        with open_session(writes=False) as reading:
            found = find_by_words(reading, "blocked drains cleared")
            return {each.name for each in found.suppliers.values()}


@pytest.fixture
def hub(app: Flask, session: Session, tmp_path: Path) -> Hub:
    return Hub(app, session, tmp_path)


def test_a_firm_gets_what_the_file_says_of_its_number(hub: Hub, session: Session) -> None:
    make_firm(session)
    make_firm(session, "Unnumbered Ltd", company_number=None)
    hub.take({}, {" CompanyNumber": "SC999999", "CompanyStatus": "Liquidation"})
    assert hub.answer() == ("active", "KESTREL DRAINS LIMITED", False, None)
    assert hub.answer("Unnumbered Ltd") == ("", "", False, None)


def test_firms_that_share_a_number_get_the_same_answer(hub: Hub, session: Session) -> None:
    make_firm(session)
    make_firm(session, "Kestrel (from awards)", state="unclaimed")
    hub.take({"CompanyStatus": "In Administration"})
    assert hub.answer()[0] == hub.answer("Kestrel (from awards)")[0] == "administration"


def test_a_dissolved_firm_leaves_the_ranking_with_the_next_question_and_comes_back(
    hub: Hub, session: Session
) -> None:
    make_firm(session)
    make_firm(session, "Heron Drains Ltd", company_number="07654321")
    session.commit()
    assert hub.ranked() == {"Kestrel Drains Ltd", "Heron Drains Ltd"}
    hub.take({"CompanyStatus": "Dissolved", "DissolutionDate": "17/03/2026"})
    assert hub.answer() == ("dissolved", "KESTREL DRAINS LIMITED", False, date(2026, 3, 17))
    assert hub.ranked() == {"Heron Drains Ltd"}
    hub.take({}, options=("--day", "2026-11-02"))
    assert hub.ranked() == {"Kestrel Drains Ltd", "Heron Drains Ltd"}


def test_a_firm_is_renamed_where_the_hub_knows_it_by_a_name_it_gave_up(hub: Hub, session: Session) -> None:
    make_firm(session)
    make_firm(session, "Trading Name", company_number="07654321")
    lines = [
        {"CompanyName": "HERON LTD", " PreviousName_2.CompanyName": "KESTREL DRAINS LTD."},
        {"CompanyName": "K D HOLDINGS LTD", " CompanyNumber": "07654321"},
    ]
    result = hub.take(*lines)
    assert hub.answer() == ("active", "HERON LTD", True, None)
    assert hub.answer("Trading Name") == ("active", "K D HOLDINGS LTD", False, None)
    assert "0 gone, 1 renamed" in result.output


def test_importing_a_file_twice_changes_nothing_and_leaves_one_event(hub: Hub, session: Session) -> None:
    make_firm(session)
    hub.take({"CompanyStatus": "Dissolved"})
    before, version = hub.rows(), hub.version()
    result = hub.take({"CompanyStatus": "Dissolved"})
    assert "changed          0" in result.output
    assert (hub.rows(), hub.version()) == (before, version)
    (event,) = hub.events()
    (change,) = event.changes or ()
    told, file = change["noted"], hub.folder / "companies.csv"
    assert told["files"] == [
        {"file": "companies.csv", "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    ]
    assert (told["as_at"], told["complete"]) == (DAY, False)
    assert (told["counts"]["found"], told["counts"]["changed"], told["counts"]["gone"]) == (1, 1, 1)
    assert [kind for kind, _ in event.subjects] == ["supplier"]


def test_only_who_leaves_or_comes_back_changes_the_catalogue(hub: Hub, session: Session) -> None:
    make_firm(session)
    session.commit()
    version = hub.version()
    hub.take({"CompanyStatus": "Liquidation"})
    assert hub.version() == version
    hub.take({"CompanyStatus": "Dissolved"}, options=("--day", "2026-11-02"))
    assert hub.version() == version + 1


def test_an_open_form_and_the_day_of_the_last_change_stay_as_they_were(hub: Hub, session: Session) -> None:
    firm = make_firm(session)
    session.commit()
    version, changed = firm.version, firm.updated_at
    hub.take({"CompanyStatus": "Dissolved"})
    session.expire_all()
    assert (firm.version, firm.updated_at) == (version, changed)


@pytest.mark.parametrize(
    ("held", "source", "stands"),
    [
        (date(2026, 10, 31), "adviser", False),
        (date(2026, 11, 1), "file", False),
        (date(2026, 11, 1), "adviser", True),
        (date(2026, 11, 2), "file", True),
    ],
)
def test_the_newer_answer_stands_and_of_one_day_the_advisers(
    hub: Hub, session: Session, held: date, source: str, stands: bool
) -> None:
    make_firm(session, register_status="liquidation", register_checked_on=held, register_source=source)
    hub.take({})
    assert hub.answer()[0] == ("liquidation" if stands else "active")


@pytest.mark.parametrize("said", ["liquidation", "active"])
def test_what_comes_between_the_reading_and_the_writing_stands(hub: Hub, session: Session, said: str) -> None:
    """An adviser's check of that day, and a firm that gives another number: for the changed and the same."""
    firms = [
        make_firm(session, name, register_status="active", register_name="KESTREL DRAINS LIMITED")
        for name in ("Kestrel Drains Ltd", "Kestrel Drains plc", "Kestrel Drains")
    ]
    session.commit()
    company = Company("01234567", "KESTREL DRAINS LIMITED", "kestrel drains", said, None, ())
    with open_staging() as staging:
        staging.stage([company])
        planned = plan(session, staging, date.fromisoformat(DAY), complete=False)
    assert (planned.found, planned.changed + planned.dated) == (3, 3)
    checked, renumbered, left = firms
    checked.register_status, checked.register_source = "administration", "adviser"
    checked.register_checked_on = date.fromisoformat(DAY)
    renumbered.company_number = "07654321"
    session.commit()
    apply(session, planned)
    session.commit()
    session.expire_all()
    assert (checked.register_status, checked.register_source) == ("administration", "adviser")
    assert (left.register_status, left.register_source) == (said, "file")
    assert renumbered.register_status == "active"


def test_who_is_not_in_the_file_is_left_alone(hub: Hub, session: Session) -> None:
    make_firm(session, register_status="active", register_checked_on=date(2026, 1, 1))
    result = hub.take({" CompanyNumber": "07654321"})
    assert hub.answer()[0] == "active"
    assert "missing          1  not in it, and left as they are" in result.output
    assert hub.events() == []


def test_who_is_not_in_a_complete_register_has_left_it(hub: Hub, session: Session) -> None:
    make_firm(session)
    make_firm(session, "Society", company_number="RS001234")
    dissolved = {"register_status": "dissolved", "dissolved_on": date(2026, 1, 5)}
    make_firm(session, "Long Gone Ltd", company_number="07654321", **dissolved)
    hub.take({" CompanyNumber": "00000006"}, options=("--day", DAY, "--complete"))
    assert hub.answer()[0] == "absent"
    assert hub.answer("Long Gone Ltd")[::3] == ("dissolved", date(2026, 1, 5)), "more is known of it already"
    assert hub.answer("Society")[0] == "", "a snapshot lacks some societies that live"
    assert "Kestrel Drains Ltd" not in hub.ranked()


def test_a_complete_register_that_lacks_many_firms_is_not_believed(hub: Hub, session: Session) -> None:
    for number in range(20):
        make_firm(session, f"Firm {number}", company_number=f"{number:08}")
    lines = [LINE | {" CompanyNumber": f"{number:08}"} for number in range(9)]
    file = str(write_companies(hub.folder / "half.csv", lines))
    result = hub.run(file, "--complete", "--day", DAY)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Error: half.csv: 11 of 20 firms are not in it, too many for the whole register. Leave --complete "
        "out, or say --accept-missing if it is. Nothing was imported.\n"
    )
    assert hub.answer("Firm 3")[0] == ""
    assert hub.run(file, "--complete", "--accept-missing", "--day", DAY).exit_code == 0
    assert (hub.answer("Firm 3")[0], hub.answer("Firm 15")[0]) == ("active", "absent")


def test_the_parts_of_a_register_are_read_together(hub: Hub, session: Session) -> None:
    make_firm(session)
    make_firm(session, "Heron Drains Ltd", company_number="07654321")
    one = write_companies(hub.folder / "part1.csv", [{}])
    two = write_companies(hub.folder / "part2.csv", [{" CompanyNumber": "07654321"}])
    assert hub.run(str(one), str(two), "--complete", "--day", DAY).exit_code == 0
    assert hub.answer()[0] == hub.answer("Heron Drains Ltd")[0] == "active"


def test_a_zipped_file_is_read_as_it_is(hub: Hub, session: Session) -> None:
    make_firm(session)
    plain = write_companies(hub.folder / "BasicCompanyDataAsOneFile-2026-11-01.csv", [{}])
    packed = plain.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, plain.name)
    result = hub.run(str(packed))
    assert "Read 1 company, as at 1 November 2026" in result.output
    assert hub.answer()[0] == "active"


def test_a_file_from_a_spreadsheet_has_lost_noughts_and_signs(hub: Hub, session: Session) -> None:
    make_firm(session)
    make_firm(session, "Café Ltd", company_number="07654321")
    file = write_companies(
        hub.folder / "a.csv",
        [{" CompanyNumber": "1234567"}, {"CompanyName": "CAFÉ LTD", " CompanyNumber": "7654321"}],
    )
    file.write_bytes(file.read_bytes().decode().encode("cp1252"))
    assert hub.run(str(file), "--day", DAY).exit_code == 0
    assert hub.answer("Café Ltd")[:2] == ("active", "CAFÉ LTD")
    assert hub.answer()[0] == "active"


def break_csv(text: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(text, encoding="utf-8") and None


def zip_of(*names: str, content: bytes = b"a\n") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(name, content)

    return write


def damaged_zip(path: Path) -> None:
    """One letter of what is packed is another: only the archive's own sum tells."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", HEAD + "01234567,KESTREL,Active\n")
    path.write_bytes(path.read_bytes().replace(b"KESTREL", b"KESTRAL"))


HEAD = "CompanyNumber,CompanyName,CompanyStatus\n"
BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "there is none": (lambda path: None, "there is no such file"),
    "a folder": (lambda path: path.mkdir(), "it is not a file"),
    "empty": (break_csv(""), "line 1: add the column 'CompanyNumber'"),
    "only a heading": (break_csv(HEAD), "line 1: the file holds no companies"),
    "no statuses": (break_csv("CompanyNumber,CompanyName\n1,A\n"), "line 1: add the column 'CompanyStatus'"),
    "something else": (break_csv("{}\n"), "line 1: add the column 'CompanyNumber'"),
    "a picture": (lambda path: path.write_bytes(bytes(range(256)) * 40), "line 1: add the column"),
    "cut in a line": (
        break_csv(HEAD + "01234567,KESTREL,Active\n07654321,HE"),
        "entry 2: it has 2 cells and the heading has 3",
    ),
    "cut in quotes": (break_csv(HEAD + '01234567,KESTREL,Active\n07654321,"HE'), "this is not CSV"),
    "a line too wide": (
        break_csv(HEAD + "01234567,KESTREL,Active,X\n"),
        "entry 1: it has 4 cells and the heading has 3",
    ),
    "no number": (break_csv(HEAD + ",KESTREL,Active\n"), "entry 1: the company number is empty"),
    "a number twice": (break_csv(HEAD + "01234567,K,Active\n" * 2), "a company number stands twice"),
    "a day that is none": (
        break_csv(HEAD.replace("\n", ",DissolutionDate\n") + "01234567,K,Dissolved,31/02/2026\n"),
        "entry 1: '31/02/2026' is no day written as 31/12/2026",
    ),
    "a line without end": (break_csv(HEAD + "0" * 200_000), "line 2: it is longer than 100,000 characters"),
    "an archive of two": (zip_of("a.csv", "b.csv"), "the archive holds 2 CSV files and must hold one"),
    "an archive of none": (zip_of("a.txt"), "the archive holds 0 CSV files and must hold one"),
    "half an archive": (
        lambda path: path.write_bytes(b"PK\x03\x04" + b"0" * 50),
        "the archive can’t be opened",
    ),
    "a damaged archive": (damaged_zip, "the archive is damaged"),
    "a bomb": (
        zip_of("a.csv", content=HEAD.encode() + b"0" * 30_000_000),
        "line 2: it is longer than 100,000 characters",
    ),
}


@pytest.mark.parametrize("word", BROKEN)
def test_a_broken_file_is_refused_with_a_line_and_changes_nothing(
    hub: Hub, session: Session, word: str
) -> None:
    make_firm(session)
    session.commit()
    write, reason = BROKEN[word]
    path = hub.folder / "companies.csv"
    write(path)
    before = hub.rows()
    result = hub.run(str(path), "--complete", "--day", DAY)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: companies.csv: ")
    assert reason in result.stderr
    assert result.stderr.endswith("Nothing was imported.\n")
    assert result.stderr.count("\n") == 1
    assert (hub.rows(), hub.events()) == (before, [])


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(st.sampled_from('0123456789,"\n\r AZé\x00'), max_size=200).map(
            lambda text: (HEAD + text).encode()
        ),
        st.binary(max_size=100).map(lambda content: b"PK\x03\x04" + content),
    )
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with suppress(TextFileError):
        for company in read_companies(path, {"01234567", "00000000", "00000001"}, []):
            assert len(company.number) == 8
            company.name.encode()


def test_one_broken_part_stops_all_parts(hub: Hub, session: Session) -> None:
    make_firm(session)
    sound = write_companies(hub.folder / "a.csv", [{"CompanyStatus": "Dissolved"}])
    (hub.folder / "b.csv").write_text("nothing")
    assert hub.run(str(sound), str(hub.folder / "b.csv"), "--day", DAY).exit_code == 1
    assert hub.answer()[0] == ""


def test_a_file_that_is_too_large_once_unpacked_is_refused(
    hub: Hub, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company_files, "LARGEST", 1024**2)
    make_firm(session)
    row = '"07654321","KESTREL","Active"\n'
    zip_of("a.csv", content=(HEAD + row * 50_000).encode())(hub.folder / "a.zip")
    assert "larger than 0 GB once unpacked" in hub.run(str(hub.folder / "a.zip")).stderr
    (hub.folder / "a.csv").write_text(HEAD + row * 50_000)
    assert "the file is larger than 0 GB" in hub.run(str(hub.folder / "a.csv")).stderr


def test_a_day_to_come_is_refused(hub: Hub, session: Session) -> None:
    file = write_companies(hub.folder / "BasicCompanyData-2099-01-01.csv", [{}])
    assert "1 January 2099 is still to come" in hub.run(str(file)).stderr
    assert hub.run(str(file), "--day", DAY).exit_code == 0


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("BasicCompanyDataAsOneFile-2026-11-01.zip", date(2026, 11, 1)),
        ("BasicCompanyData-2026-11-01-part1_7.csv", date(2026, 11, 1)),
        ("companies.csv", None),
        ("companies-2026-13-01.csv", None),
    ],
)
def test_a_snapshots_day_is_in_its_name(name: str, day: date | None) -> None:
    assert day_in_name(Path(name)) == day


def test_only_wanted_lines_are_kept_and_all_are_counted(tmp_path: Path) -> None:
    lines = [LINE | {" CompanyNumber": f"{number:08}"} for number in range(300)]
    counted: list[int] = []
    file = write_companies(tmp_path / "a.csv", lines, (*HEADING, "Another"))
    found = list(read_companies(file, {"00000007", "00000250"}, counted))
    assert [each.number for each in found] == ["00000007", "00000250"]
    assert counted == [300]
