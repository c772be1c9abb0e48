"""Broken and hostile files are refused with a reason, and leave nothing behind."""

from __future__ import annotations

import io
import resource

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.imports.models import FirmImport, FirmImportRow
from hub.imports.reader import read
from hub.imports.reading import reading as read_apart
from hub.imports.refusing import LARGEST_FILE, MEMORY, TOO_LONG, RefusedFileError
from hub.receiving import LARGER_BODIES
from tests.hub.imports.files_made import make_csv
from tests.hub.imports.hostile_files import FILES, HostileFile
from tests.hub.imports.lists_made import HOME, form_with
from tests.page_client import PageClient

SECONDS = 20.0
BY_NAME = {each.name: each for each in FILES}
THROUGH_A_PROCESS = ("zip bomb that lies.xlsx", "a million columns.xlsx", "flipped bytes.xlsx", "noughts.csv")


def test_there_are_forty_and_more() -> None:
    assert len(BY_NAME) == len(FILES) >= 40


@pytest.mark.parametrize("file", FILES, ids=list(BY_NAME))
def test_it_is_refused_with_a_reason(file: HostileFile) -> None:
    with pytest.raises(RefusedFileError) as refused:
        list(read(file.make(), "").rows)
    assert file.reason in str(refused.value)


@pytest.mark.parametrize("name", THROUGH_A_PROCESS)
def test_the_reason_comes_out_of_the_process(name: str) -> None:
    with (
        pytest.raises(RefusedFileError) as refused,
        read_apart(io.BytesIO(BY_NAME[name].make()), seconds=SECONDS),
    ):
        pass
    assert BY_NAME[name].reason in str(refused.value)


def test_a_process_that_takes_too_long_is_ended() -> None:
    with (
        pytest.raises(RefusedFileError, match="takes longer than 2 seconds"),
        read_apart(io.BytesIO(make_csv()), seconds=0),
    ):
        pass
    assert "2 seconds" in TOO_LONG


def test_the_process_limits_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first thing it does. What the limits do is the system's."""
    from hub.imports import reader

    asked: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", lambda what, most: asked.update({what: most}))
    monkeypatch.setattr(reader.sys, "stdin", io.TextIOWrapper(io.BytesIO(make_csv())))
    monkeypatch.setattr(reader.sys, "argv", ["reader", ""])
    assert reader.main() == 0
    assert asked[resource.RLIMIT_AS] == (MEMORY, MEMORY)
    assert asked[resource.RLIMIT_CPU] == (2, 2)


def test_a_refused_file_leaves_nothing(adviser: PageClient, reading: Session) -> None:
    page = adviser.post(HOME, {"file": (io.BytesIO(b"%PDF-1.7"), "firms.csv"), "lawful": "y"})
    assert page.errors == ["The file is a PDF. Upload a CSV file or an Excel workbook (.xlsx)"]
    assert reading.scalar(select(func.count(FirmImport.id))) == 0


@pytest.mark.long
@pytest.mark.parametrize("file", FILES, ids=list(BY_NAME))
def test_the_page_tells_why_and_nothing_is_written(
    adviser: PageClient, reading: Session, file: HostileFile
) -> None:
    content = file.make()
    if len(content) > LARGEST_FILE:
        content = content[: LARGEST_FILE + 1]
    page = adviser.post(HOME, **form_with(content, file.name))
    assert len(page.errors) == 1
    assert file.reason in page.errors[0]
    for model in (FirmImport, FirmImportRow):
        assert reading.scalar(select(func.count(model.id))) == 0


def test_a_body_larger_than_a_file_may_be_is_not_read(adviser: PageClient) -> None:
    sent = form_with(bytes(LARGER_BODIES["imports.upload"]))
    assert adviser.client.post(HOME, **sent).status_code == 413


def test_other_pages_keep_their_own_limit(adviser: PageClient) -> None:
    sent = {"file": (io.BytesIO(b"x" * 300_000), "firms.csv")}
    assert adviser.client.post("/account/name", data=sent).status_code == 413
