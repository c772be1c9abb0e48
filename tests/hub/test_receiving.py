"""What is let in: from which host, and how much of it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.requirements.models import Requirement
from tests.page_client import FreshClient, PageClient
from tests.people import make_member
from tests.sites import Site

NAME = "match.example.org"
OTHER_HOSTS = [
    "evil.example",
    "evil.example:80",
    f"{NAME}.evil.example",
    f"evil.example/{NAME}",
    f"evil.example#{NAME}",
    f"evil.example?{NAME}",
    f"evil.example@{NAME}",
    f"{NAME}@evil.example",
    f"{NAME}:80@evil.example",
    f"{NAME}:evil",
    f"{NAME}:99999",
    f"{NAME}.",
    f".{NAME}",
    f"www.{NAME}",
    f"x{NAME}",
    "example.org",
    f"{NAME} evil.example",
    f"{NAME},evil.example",
    f"{NAME}\\evil.example",
    "127.0.0.1",
    "[::1]",
    "localhost",
    "mаtch.example.org".encode().decode("latin-1"),  # a Cyrillic а
    " ",
]


@pytest.fixture
def named(changed_site: Site) -> FreshClient:
    return FreshClient(changed_site(SERVER_NAME=NAME))


@pytest.mark.parametrize("host", OTHER_HOSTS)
@pytest.mark.parametrize("address", ["/", "/sign-in", "/requirements", "/static/hub.css", "/none"])
def test_a_site_with_a_name_answers_to_no_other(named: FreshClient, host: str, address: str) -> None:
    answer = named.get(address, headers={"Host": host}, buffered=True)
    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert "Location" not in answer.headers
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "Forwarded", "X-Host", "X-Forwarded-Server"])
@pytest.mark.parametrize("proxies", [0, 1])
def test_no_header_puts_another_name_in_a_link(changed_site: Site, header: str, proxies: int) -> None:
    client = FreshClient(changed_site(SERVER_NAME=NAME, HUB_PROXIES=proxies))
    evil = {"Host": NAME, header: "host=evil.example" if header == "Forwarded" else "evil.example"}
    answer = client.get("/start", headers=evil)
    assert answer.headers["Location"] == "/sign-in?next=/start"
    assert "evil" not in client.get("/", headers=evil).text


@pytest.mark.parametrize("host", [NAME, f"{NAME}:8000"])
def test_it_answers_to_its_own(named: FreshClient, host: str) -> None:
    assert named.get("/", headers={"Host": host}).status_code == 200


def test_other_names_can_be_allowed(changed_site: Site) -> None:
    client = FreshClient(changed_site(SERVER_NAME=NAME, TRUSTED_HOSTS=[NAME, "10.0.0.7"]))
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "10.0.0.8"}).status_code == 400


def test_a_site_without_a_name_answers_to_any(app: Flask) -> None:
    assert FreshClient(app).get("/", headers={"Host": "anything.example"}).status_code == 200


LIMIT = 1000
TOO_MUCH = {
    "a body of more than 256 KiB": {"data": {f"x{n}": "y" * 65_000 for n in range(5)}},
    "a field of more than 128 KiB": {"data": {"description": "y" * (128 * 1024 + 1)}},
    "more than a thousand fields": {"data": {f"x{n}": "" for n in range(LIMIT + 1)}},
}


@pytest.mark.parametrize("multipart", [False, True])
@pytest.mark.parametrize("excess", TOO_MUCH)
def test_too_much_at_once_is_told_and_nothing_is_changed(
    page_client: PageClient, session: Session, excess: str, multipart: bool
) -> None:
    user = make_member(session, "buyer")
    good = {"title": "Grounds maintenance", "description": "Mowing", "visibility": "private"}
    data = good | TOO_MUCH[excess]["data"]
    kind = "multipart/form-data" if multipart else "application/x-www-form-urlencoded"
    for address in ("/sign-in", "/create-account", "/requirements/describe"):
        if address == "/requirements/describe":
            page_client.sign_in(user)
        page = page_client.post(address, data, status=413, content_type=kind)
        assert page.heading == "That is too much to send at once"
    assert session.scalar(select(func.count()).select_from(Requirement)) == 0


@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_what_just_fits_is_read(page_client: PageClient, kind: str) -> None:
    for data in ({"email": "y" * 128 * 1024}, {f"x{n}": "" for n in range(LIMIT)}):
        page = page_client.post("/sign-in", data, content_type=kind)
        assert page.heading == "Sign in"


def test_an_address_with_more_questions_than_fields_is_refused(page_client: PageClient) -> None:
    assert page_client.get("/search?" + "&".join(["q=x"] * LIMIT)).heading
    page_client.get("/search?" + "&".join(["q=x"] * (LIMIT + 1)), status=413)


def test_a_body_that_is_not_text_is_an_empty_form(page_client: PageClient) -> None:
    page = page_client.post(
        "/sign-in", b"email=\xff\xfe&password=\xff", content_type="application/x-www-form-urlencoded"
    )
    assert page.errors == ["Enter your email address", "Enter your password"]
