"""After an erasure no byte of the instance says who it was. With a step left out, the search finds them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from hub import create_app
from hub.config import ROOT
from hub.database import get_engine, open_session, utc_now
from hub.migrating import migrate
from hub.privacy import purging
from hub.privacy.erasing import erase_person
from hub.privacy.erasures import erase_again, list_erasure, listed_erasures
from hub.privacy.finishing import finish_erasure
from tests.hub.privacy.people_made import EMAIL, FIRM, NAME, TEXTS, Made, make_everything
from tests.page_client import PageClient
from tests.people import PASSWORD


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A site with an instance of its own, all of which can be searched."""
    app = create_app(
        {
            "TESTING": True,
            "INSTANCE": tmp_path,
            "ASSETS": ROOT / "instance" / "assets",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'hub.sqlite'}",
            "SECRET_KEY": "a key for tests only",
            "SERVER_NAME": None,
            "WTF_CSRF_ENABLED": False,
            "SECURITY_PASSWORD_HASH": "plaintext",
            "SECURITY_PASSWORD_SCHEMES": ["plaintext"],
            "SECURITY_PASSWORD_SINGLE_HASH": {"plaintext"},
            "RATELIMIT_ENABLED": False,
        }
    )
    monkeypatch.setattr(purging, "PAUSE", 0.0)
    with app.app_context():
        # Some builds of SQLite overwrite what they free, and would hide a purge that forgets to.
        event.listen(get_engine(), "connect", lambda made, _record: made.execute("PRAGMA secure_delete=OFF"))
        migrate()
    yield app
    with app.app_context():
        get_engine().dispose()


@pytest.fixture
def made(site: Flask) -> Made:
    """Everything of the person, and a mail to them that the hub keeps as a file."""
    with site.app_context(), open_session(writes=True) as session:
        made = make_everything(session)
        session.commit()
        _ = (made.user.memberships, made.shortlist.entries)
    outbox = site.config["INSTANCE"] / "outbox"
    outbox.mkdir()
    (outbox / "1.eml").write_bytes(f"To: {NAME} <{EMAIL}>\r\nSubject: Hello\r\n\r\nHello.\r\n".encode())
    (outbox / "3.eml").write_bytes(
        f"To: guest@other.example\r\nSubject: Join us\r\n\r\n{NAME} invites you.\r\n".encode()
    )
    (outbox / "2.eml").write_bytes(b"To: somebody@else.example\r\nSubject: Other\r\n\r\nHello.\r\n")
    return made


def found_in_files(folder: Path) -> dict[str, list[str]]:
    """Which of the texts stand in which files, as UTF-8, as UTF-16 and as JSON escapes them."""
    found: dict[str, list[str]] = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        content = path.read_bytes()
        for each in TEXTS:
            spellings = {each.encode(), each.encode("utf-16-le"), json.dumps(each)[1:-1].encode()}
            if any(spelling in content for spelling in spellings):
                found.setdefault(path.name, []).append(each)
    return found


def test_after_an_erasure_no_file_of_the_instance_says_who_it_was(site: Flask, made: Made) -> None:
    instance = site.config["INSTANCE"]
    assert set(TEXTS) <= {each for texts in found_in_files(instance).values() for each in texts}
    client = PageClient(site)
    client.get("/search?q=heather+bale+damming")  # the index of this process knows the firm
    client.sign_in(made.user)
    assert client.submit("/account/erase", {"password": PASSWORD}) == "/account/erased"
    assert found_in_files(instance) == {}
    assert (instance / "outbox" / "2.eml").exists(), "mail to others stays"
    assert (instance / "hub.sqlite-wal").stat().st_size == 0


def test_the_search_finds_what_is_not_purged(
    site: Flask, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same erasure without writing the files anew."""
    monkeypatch.setattr("hub.privacy.finishing.purge", lambda engine: True)
    client = PageClient(site)
    client.sign_in(made.user)
    client.submit("/account/erase", {"password": PASSWORD})
    found = found_in_files(site.config["INSTANCE"])
    assert FIRM in {each for texts in found.values() for each in texts}


def test_the_search_finds_mail_that_is_kept(site: Flask, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.privacy.finishing.remove_mails_with", lambda instance, texts: 0)
    client = PageClient(site)
    client.sign_in(made.user)
    client.submit("/account/erase", {"password": PASSWORD})
    assert set(found_in_files(site.config["INSTANCE"])) == {"1.eml", "3.eml"}


def test_a_reader_in_the_way_is_told_and_the_next_purge_finishes(
    site: Flask, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "TRIES", 2)
    with site.app_context():
        engine = get_engine()
        with open_session(writes=True) as session:
            user = session.get_one(type(made.user), made.user.id)
            erased = erase_person(session, user, by="a test")
            session.commit()
            with engine.connect() as reader:
                reader.exec_driver_sql("PRAGMA busy_timeout=0")
                reader.execute(text("SELECT count(*) FROM user")).all()
                quick = engine.raw_connection()
                quick.driver_connection.execute("PRAGMA busy_timeout=0")
                quick.close()
                assert not finish_erasure(session, engine, site.config["INSTANCE"], erased)
        assert purging.purge(engine)
    assert found_in_files(site.config["INSTANCE"]) == {}


def test_an_older_backup_that_is_restored_forgets_again(site: Flask, made: Made) -> None:
    """The list outside the database holds public ids only, and is gone through after the restore."""
    instance = site.config["INSTANCE"]
    with site.app_context():
        get_engine().dispose()
        backup = (instance / "hub.sqlite").read_bytes()
        assert not (instance / "hub.sqlite-wal").exists()
    client = PageClient(site)
    client.sign_in(made.user)
    client.submit("/account/erase", {"password": PASSWORD})
    with site.app_context():
        get_engine().dispose()
    for name in ("hub.sqlite-wal", "hub.sqlite-shm"):
        (instance / name).unlink(missing_ok=True)
    (instance / "hub.sqlite").write_bytes(backup)
    assert found_in_files(instance) != {}

    dry = site.test_cli_runner().invoke(args=["retention", "--erasures", "--dry-run"])
    assert "erasures done again: 1" in dry.output
    assert found_in_files(instance) != {}
    run = site.test_cli_runner().invoke(args=["retention", "--erasures"])
    assert "erasures done again: 1" in run.output, run.output
    assert found_in_files(instance) == {}
    again = site.test_cli_runner().invoke(args=["retention", "--erasures"])
    assert "erasures done again: 0" in again.output


def test_a_firm_whose_member_was_taken_out_meanwhile_is_erased_again_too(
    session: Session, tmp_path: Path
) -> None:
    """A backup may be from a time when the firm had another member than the one who was erased."""
    made = make_everything(session)
    erased = erase_person(session, made.user, by="a test")
    session.rollback()
    list_erasure(tmp_path, erased, utc_now())
    (line,) = listed_erasures(tmp_path)
    assert NAME not in json.dumps(line)
    made.user.memberships[0].user = made.colleague
    session.commit()
    first = erase_again(session, line)
    session.commit()
    assert [each.suppliers for each in first] == [[], [made.supplier.public_id]]
    assert erase_again(session, line) == []
