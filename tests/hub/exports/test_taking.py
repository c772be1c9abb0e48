"""Shortlists as files of the hub: the page shows what the file holds, and each taking is on record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hub.database import open_session
from hub.exports.limiting import MOST_AN_HOUR
from hub.exports.models import Export, ExportItem
from tests.hub.exports.exports_made import HOSTILE, Counter, read_csv, read_workbook
from tests.hub.shortlists.test_statements import counted
from tests.page_client import Page, PageClient
from tests.people import make_user


@pytest.fixture
def counter(app: Flask, page_client: PageClient, session: Session) -> Counter:
    return Counter(app, page_client, session)


def exports() -> list[Export]:
    with open_session(writes=False) as reading:
        return list(reading.scalars(select(Export).order_by(Export.id)))


def shown(counter: Counter, public_id: str) -> tuple[list[str], list[str]]:
    page = counter.client.get(f"/shortlists/{public_id}")
    return page.texts(".hub-match__name .hub-own-words"), page.texts(".hub-match__score strong")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_a_file_holds_what_the_page_shows_and_hostile_names_stay_text(counter: Counter, kind: str) -> None:
    response = counter.take(kind)
    content = response.get_data()
    assert response.headers["Content-Disposition"].endswith(f'{counter.public_ids[0]}.{kind}"')
    rows = read_csv(content) if kind == "csv" else read_workbook(content, "Shortlist")
    names, scores = shown(counter, counter.public_ids[0])
    told = [str(row["Supplier"]).removeprefix("'") if kind == "csv" else row["Supplier"] for row in rows]
    assert sorted(told) == sorted(HOSTILE.values())
    assert [" ".join(str(name).split()) for name in told] == names
    assert [f"{float(str(row['Score of 100'])):.1f}" for row in rows] == scores
    (export,) = exports()
    assert {row["Mark"] for row in rows} == {marked(counter, export)}
    assert {float(str(row["Export"])) for row in rows} == {export.id}
    kept = counter.desk.shortlist()
    assert {(row["Shortlist"], row["Digest of the ranking"]) for row in rows} == {
        (kept.public_id, kept.run.digest)
    }
    assert (export.format, export.rows, export.digest) == (kind, 3, sha256(content).hexdigest())
    assert b"@contact.example" not in content


def marked(counter: Counter, export: Export) -> str:
    moment = f"{export.taken_at:%Y-%m-%d %H:%M} UTC"
    hub = counter.app.config["HUB_NAME"]
    return f"Taken by {counter.adviser.name}, adviser of {hub}, on {moment}, export {export.id}"


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_of_many_has_a_sheet_each_and_its_mark_on_every_printed_page(
    counter: Counter, kind: str
) -> None:
    counter.share_another("[Web]: 'hosting' / *2*? for a very long name of a need")
    content = counter.take(kind).get_data()
    names = CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names
    assert names == [
        "Overview",
        "1 Web hosting for a council",
        "2 Web hosting 2 for a very long",
        "About",
    ]
    assert [row["Suppliers"] for row in read_workbook(content, "Overview")] == [3, 1]
    assert [row["Supplier"] for row in read_workbook(content, names[2])] == [HOSTILE["Elm Cloud"]]
    with ZipFile(BytesIO(content)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    where = [text for name, text in texts.items() if "worksheets/sheet" in name or name == "styles.xml"]
    told = marked(counter, exports()[0]).replace("&", "&amp;&amp;" if kind == "xlsx" else "&amp;")
    assert [told in text for text in where] == [True] * (4 if kind == "xlsx" else 1)
    digest = counter.desk.shortlist().run.digest
    assert any(f"Digest of the ranking (SHA-256): {digest}" in text for text in where)


def test_a_csv_of_many_says_of_each_row_which_shortlist_it_is_of(counter: Counter) -> None:
    counter.share_another("Second need for hosting")
    rows = read_csv(counter.take("csv").get_data())
    first, second = counter.public_ids
    assert [row["Shortlist"] for row in rows] == [first, first, first, second]


def test_a_page_to_print_has_the_rows_and_the_mark(counter: Counter) -> None:
    counter.share_another("Second need for hosting")
    page = Page(counter.take("print"))
    names = [" ".join(name.split()) for name in HOSTILE.values()]
    assert sorted(text.partition(". ")[2] for text in page.texts("article h3")) == sorted([*names, names[1]])
    assert page.texts(".hub-export__above") == [marked(counter, exports()[0])]
    assert len(page.select(".hub-export__shortlist")) == 2


def test_the_hub_and_the_buyer_see_who_took_what(counter: Counter) -> None:
    counter.take("ods").close()
    _user, colleague = counter.colleague("Bea")
    page = colleague.get("/advice/exports")
    assert counter.adviser.name in page.text
    assert exports()[0].digest in page.text
    address, number = f"/shortlists/{counter.public_ids[0]}", exports()[0].id
    page = counter.desk.client.get(address)
    assert f"{counter.adviser.name}: OpenDocument (ODS), export {number}" in page.text


def test_nothing_ticked_is_told_beside_the_boxes_and_is_no_export(counter: Counter) -> None:
    page = counter.client.post("/advice/exports", {"format": "csv"})
    assert page.texts("#shortlist-error") == ["Error: Tick at least one shortlist"]
    assert exports() == []


def test_what_is_shared_no_more_is_not_taken(counter: Counter) -> None:
    counter.desk.client.submit(f"/shortlists/{counter.public_ids[0]}/stop-sharing")
    assert counter.take("csv").status_code == 404
    assert exports() == []


def test_one_person_takes_so_many_an_hour_and_is_told_when_more(counter: Counter, session: Session) -> None:
    counter.take("csv").close()
    first = exports()[0]
    session.add_all(
        Export(taken_by_id=counter.adviser.id, taken_at=first.taken_at, format="csv", shortlists=1)
        for _ in range(MOST_AN_HOUR - 1)
    )
    session.commit()
    refused = counter.take("csv")
    page = Page(refused)
    assert refused.status_code == 429
    assert 3500 < int(refused.headers["Retry-After"]) <= 3600
    until = first.taken_at + timedelta(hours=1)
    assert f"{until:%H:%M} UTC" in page.text
    counter.take("csv").close()
    assert [each.refused for each in exports()].count(True) == 1
    _user, colleague = counter.colleague("Bea")
    assert counter.take("csv", colleague).status_code == 200
    session.execute(update(Export).values(taken_at=first.taken_at - timedelta(hours=1)))
    session.commit()
    assert counter.take("csv").status_code == 200


def test_a_long_list_costs_as_many_statements_as_a_short_one_and_comes_in_pages(
    app: Flask, counter: Counter, session: Session
) -> None:
    costs, lengths = [], []
    for more in (2, 20):
        for _ in range(more):
            item = ExportItem(shortlist_id=counter.desk.shortlist().id, shortlist_public_id="x")
            item.run_public_id, item.run_digest = "r", "d"
            session.add(Export(taken_by=make_user(session), format="csv", shortlists=1, items=[item]))
        session.commit()
        counter.client.get("/advice/exports")
        with counted(app) as sent:
            lengths.append(len(counter.client.get("/advice/exports").select("tbody tr")))
        costs.append(len(sent))
    assert lengths == [2, 20]
    assert costs[0] == costs[1], sent
    assert len(counter.client.get("/advice/exports?page=2").select("tbody tr")) == 2


def test_eight_at_once_have_eight_numbers(counter: Counter) -> None:
    clients = [counter.colleague(f"Person {at}")[1] for at in range(4)] * 2
    with ThreadPoolExecutor(8) as pool:
        contents = list(pool.map(lambda client: counter.take("csv", client).get_data(), clients))
    numbers = {row["Export"] for content in contents for row in read_csv(content)}
    assert len(numbers) == 8
    assert len(exports()) == 8
