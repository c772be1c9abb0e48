"""The file of a recorded ranking: made again from it alone, and nothing in it can be changed unseen."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import html5lib
import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.matches.models import Run
from hub.requirements.models import Criterion
from hub.runs.archive import PackError, write_archive
from hub.runs.unpacking import read_pack
from hub.shortlists.models import ShortlistEntry
from hub.suppliers.models import Fact
from matching.replaying import replay, told
from tests.hub.runs.runs_made import newest_run, rank
from tests.hub.shortlists.shortlists_made import Desk
from tests.page_client import PageClient


@pytest.fixture
def desk(page_client: PageClient, session: Session) -> Desk:
    """With a must that one firm fails, a category, and a firm whose name is a formula."""
    made = Desk(page_client, session)
    lot = Category(slug="cloud", name="Cloud", level="lot")
    hosting = Category(slug="hosting", name="Hosting", level="category", parent=lot)
    must = Criterion(text="ISO 9001 certificate", importance="must", fact="iso_9001", value=True, position=1)
    made.requirement.criteria.append(must)
    made.requirement.categories = [hosting]
    made.requirement.keep_words = ["night"]
    made.suppliers["Oak Systems"].facts = [Fact(name="iso_9001", value=False)]
    made.suppliers["Elm Cloud"].name = "=Elm Cloud"
    made.suppliers["Elm Cloud"].capabilities[0].category = hosting
    session.add(lot)
    session.commit()
    return made


def packed(desk: Desk, address: str = "") -> bytes:
    """The file as the page's link gives it."""
    page = desk.client.get(address or rank(desk))
    (link,) = [each.get("href") for each in page.select("a[href$='.zip']")]
    response = desk.client.download(link)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/zip"
    assert "ranking-web-hosting-for-a-council-" in response.headers["Content-Disposition"]
    return response.get_data()


_made: list[bytes] = []


@pytest.fixture
def content(request: pytest.FixtureRequest) -> bytes:
    """A file that was made once: for whoever only reads it or changes it."""
    if not _made:
        _made.append(packed(request.getfixturevalue("desk")))
    return _made[0]


def members(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read_sheet(content: bytes, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(name).to_python()


def run_replay(app: Flask, tmp_path: Path, content: bytes) -> tuple[int, str]:
    file = tmp_path / "pack.zip"
    file.write_bytes(content)
    result = app.test_cli_runner().invoke(args=["replay", str(file)])
    return result.exit_code, result.output


def test_the_ranking_is_made_again_from_the_file_alone(app: Flask, desk: Desk, tmp_path: Path) -> None:
    content = packed(desk)
    run = newest_run()
    code, output = run_replay(app, tmp_path, content)
    assert code == 0, output
    assert output.splitlines() == [
        f"Run {run.public_id}: 4 suppliers. Order and scores are the same bytes.",
        f"SHA-256 {run.digest}",
    ]
    assert b"- " in members(content)["order.txt"]


def test_the_same_run_is_the_same_file_whatever_the_register_says_now(desk: Desk, session: Session) -> None:
    address = rank(desk)
    before = packed(desk, address)
    desk.suppliers["Ash Hosting"].capabilities[0].title = "Roofing"
    desk.suppliers["Ash Hosting"].contracts = []
    desk.suppliers["Elm Cloud"].name = "Other"
    session.commit()
    assert packed(desk, address) == before


def test_the_readable_page_stands_alone_and_the_table_holds_no_formula(content: bytes) -> None:
    held = members(content)
    page = held["ranking.html"].decode()
    html5lib.HTMLParser(strict=True).parse(page)
    assert "<script" not in page
    assert "http" not in page
    assert "@media print" in page
    assert "(near miss)" in page
    assert "Must" in page
    rows = list(csv.DictReader(StringIO(held["ranking.csv"].decode("utf-8-sig"))))
    assert [row["Outcome"] for row in rows] == ["Ranked", "Ranked", "Ranked", "Near miss"]
    assert [row["Place"] for row in rows] == ["1", "2", "3", ""]
    assert {"'=Elm Cloud", "'@UK Plc"} <= {row["Supplier"] for row in rows}
    assert rows[3]["Musts not met"] == "ISO 9001 certificate"
    assert read_pack(content).digest in held["README.txt"].decode()


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_the_workbooks_of_a_pack_have_the_cells_of_its_csv_as_they_were_typed(
    content: bytes, ending: str
) -> None:
    held = members(content)
    plain = list(csv.reader(StringIO(held["ranking.csv"].decode("utf-8-sig"))))
    typed = [[cell.removeprefix("'") for cell in line] for line in plain]
    numbers = [typed[0].index(name) for name in ("Place", "Score of 100", "Tie band")]
    rows = read_sheet(held[f"ranking.{ending}"], "Ranking")
    assert [type(rows[1][at]) for at in numbers] == [float] * 3
    for line, row in zip(typed[1:], rows[1:], strict=True):
        for at in numbers:
            assert line[at] == ("" if row[at] == "" else f"{row[at]:.{at == numbers[1]:d}f}")
            line[at] = row[at]
    assert rows == typed
    about = dict(read_sheet(held[f"ranking.{ending}"], "About"))
    assert about["Digest of order and scores (SHA-256)"] == read_pack(content).digest


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
def test_the_table_is_had_without_the_pack_and_says_what_the_page_says(desk: Desk, ending: str) -> None:
    address = rank(desk)
    page = desk.client.get(address)
    (link,) = [each.get("href") for each in page.select(f"a[href$='.{ending}']")]
    response = desk.client.download(link)
    assert response.headers["Content-Disposition"].endswith(f'{newest_run().public_id}.{ending}"')
    assert response.get_data() == members(packed(desk, address))[f"ranking.{ending}"]
    if ending != "csv":
        _heading, *rows = read_sheet(response.get_data(), "Ranking")
        ranked = [row for row in rows if row[0] == "Ranked"]
        assert [f"{row[3]:.1f}" for row in ranked] == page.texts(".hub-match__score strong")
        assert [row[2] for row in ranked] == page.texts(".hub-match__name .hub-own-words")


def test_a_run_of_before_makings_were_kept_has_its_table(desk: Desk, session: Session) -> None:
    address = rank(desk)
    session.query(Run).update({"made_with": None})
    session.commit()
    assert desk.client.download(f"{address}.xlsx").status_code == 200


def test_what_the_machine_reads_has_the_hash_of_each_profile_and_of_each_member(content: bytes) -> None:
    held = members(content)
    run = json.loads(held["run.json"])
    lines = gzip.decompress(held["profiles.jsonl.gz"]).splitlines()
    assert len(lines) == len(run["profiles"]) == 4
    assert run["asked"]["keep"] == ["night"]
    listed = set(json.loads(held["manifest.json"])["members"])
    assert listed == set(held) - {"manifest.json", "manifest.sha256"}


def test_any_changed_byte_of_the_file_is_detected(app: Flask, content: bytes, tmp_path: Path) -> None:
    for at in range(0, len(content), max(1, len(content) // 60)):
        changed = bytearray(content)
        changed[at] ^= 1
        with pytest.raises(PackError):
            read_pack(bytes(changed))
    code, output = run_replay(app, tmp_path, content[:-1])
    assert code == 1
    assert output.startswith("Error: pack.zip is not as it was made.")
    assert len(output.splitlines()) == 1


@pytest.mark.parametrize("name", ["ranking.html", "ranking.csv", "run.json", "order.txt", "synonyms.json"])
def test_one_changed_character_in_a_member_names_that_member(
    app: Flask, content: bytes, tmp_path: Path, name: str
) -> None:
    held = members(content)
    held[name] = held[name][:-9] + b"#" + held[name][-8:]
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for each in held:
            archive.writestr(each, held[each])
    code, output = run_replay(app, tmp_path, file.getvalue())
    assert code == 1
    assert f"{name} was changed" in output


def rewritten(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """As somebody would write it who makes the hashes anew."""
    held = members(content)
    manifest = json.loads(held.pop("manifest.json"))
    held.pop("manifest.sha256")
    change(held)
    return write_archive(held, {key: manifest[key] for key in ("run", "program", "order")})


def test_a_profile_that_was_changed_with_all_its_hashes_makes_another_order(
    app: Flask, content: bytes, tmp_path: Path
) -> None:
    def change(held: dict[str, bytes]) -> None:
        lines = gzip.decompress(held["profiles.jsonl.gz"]).splitlines()
        lines = [line.replace(b"Web hosting", b"Cat sitting") for line in lines]
        held["profiles.jsonl.gz"] = gzip.compress(b"".join(line + b"\n" for line in lines), mtime=0)
        run = json.loads(held["run.json"])
        run["profiles"] = {json.loads(line)[0]: sha256(line).hexdigest() for line in lines}
        held["run.json"] = json.dumps(run).encode()

    code, output = run_replay(app, tmp_path, rewritten(content, change))
    assert code == 1
    assert "Not the same:" in output
    assert "Recorded “" in output


def test_a_recorded_order_that_was_changed_with_its_hashes_lacks_the_digest(content: bytes) -> None:
    def change(held: dict[str, bytes]) -> None:
        run = json.loads(held["run.json"])
        run["matches"].reverse()
        held["run.json"] = json.dumps(run).encode()
        held["order.txt"] = b"\n".join(held["order.txt"].splitlines()[::-1])

    with pytest.raises(PackError, match="tell different orders"):
        read_pack(rewritten(content, change))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda held: held.update({"../evil": b"x"}), "a member that no pack has"),
        (lambda held: held.pop("profiles.jsonl.gz"), "not laid out"),
        (lambda held: held.update({"profiles.jsonl.gz": b"x"}), "cannot be read"),
        (lambda held: held.update({"profiles.jsonl.gz": gzip.compress(b"")}), "other profiles"),
        (lambda held: held.update({"run.json": b"[]"}), "not laid out"),
        (lambda held: held.update({"run.json": b"[" * 100_000}), "no JSON"),
        (lambda held: held.update({"categories.json": b'[{"key": "a"}]'}), "not laid out"),
        (lambda held: held.pop("order.txt"), "not laid out"),
    ],
)
def test_a_file_that_no_hub_made_is_told_from_a_pack(
    content: bytes, change: Callable[[dict[str, bytes]], None], message: str
) -> None:
    with pytest.raises(PackError, match=message):
        read_pack(rewritten(content, change))


def test_a_zip_bomb_a_text_and_nothing_are_refused_in_a_line(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("run.json", b"0" * 10_000_000)
    for content in (bomb.getvalue(), b"not a zip", b""):
        code, output = run_replay(app, tmp_path, content)
        assert code == 1
        assert len(output.splitlines()) == 1
    monkeypatch.setattr("hub.runs.commands.MOST", 3)
    assert "larger than" in run_replay(app, tmp_path, b"four")[1]


def test_a_run_of_before_makings_were_kept_has_no_file(desk: Desk, session: Session) -> None:
    address = rank(desk)
    session.query(Run).update({"made_with": None})
    session.commit()
    assert not desk.client.get(address).select("a[href$='.zip']")
    assert desk.client.download(f"{address}.zip").status_code == 404


def test_the_order_in_turn_comes_out_again_after_many_runs(desk: Desk) -> None:
    for _ in range(4):
        pack = read_pack(packed(desk))
        assert told(replay(pack.makings, pack.profiles)) == told(pack.lines)
    assert pack.makings.exposure


def test_another_organisation_cannot_download_it(desk: Desk, session: Session) -> None:
    address = rank(desk)
    desk.client.sign_out()
    Desk(desk.client, session)
    assert desk.client.download(f"{address}.zip").status_code == 404


def test_who_was_chosen_and_why_stands_in_the_file_and_the_order_is_none_the_worse(
    app: Flask, desk: Desk, session: Session, tmp_path: Path
) -> None:
    address = rank(desk)
    public_id = newest_run().public_id
    values = {"form_key": "0" * 32, "supplier": desk.suppliers["@UK Plc"].public_id}
    desk.client.submit(f"/runs/{public_id}/shortlists", values)
    entry = session.scalars(select(ShortlistEntry)).one()
    entry.reason = "=They know councils"
    session.commit()
    assert "Shortlists made from it: 1 supplier" in desk.client.get(address).text
    content = packed(desk, address)
    held = members(content)
    (choice,) = json.loads(held["chosen.json"])
    assert (choice["name"], choice["reason"]) == ("@UK Plc", "=They know councils")
    assert "=They know councils" in held["ranking.html"].decode()
    rows = {row["Supplier"]: row for row in csv.DictReader(StringIO(held["ranking.csv"].decode("utf-8-sig")))}
    assert rows["'@UK Plc"]["Why chosen"] == "'=They know councils"
    assert rows["'@UK Plc"]["Position on a shortlist"] == "1"
    assert rows["'=Elm Cloud"]["Why chosen"] == ""
    assert run_replay(app, tmp_path, content)[0] == 0
