"""After signing in a person returns to a path of this site, whatever `next` says."""

from urllib.parse import quote, urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from hub.accounts.returning import safe_return
from tests.page_client import PageClient
from tests.people import PASSWORD, make_member

SITE = "http://localhost"
STARTS = (
    *(
        "//",
        "///",
        "////",
        "/\\",
        "\\\\",
        "\\/",
        "/\t/",
        "/\n/",
        "/\r/",
        "\t//",
        " //",
        "\x19//",
        "/%2f",
        "/%5c",
    ),
    *("/%2F%2F", "http://", "https://", "HTTPS:", "http:", "https:///", "javascript:", "data:", "/\u200b/"),
    *("@", "http://localhost@", "http://localhost\\@", "//localhost@", "/\x00/", "ftp://", "//[::1]@", "/ /"),
    *("http://localhost.", "//localhost.", "http:/\\", "https:\\\\", "/\u00ad/"),
)
ENDS = ("e.example", "e.example/", "e.example/start", "e.example:80/?q=1", "2130706433/x")
HOSTILE = [start + end for start in STARTS for end in ENDS]


def test_there_are_at_least_two_hundred_hostile_variants() -> None:
    assert len(set(HOSTILE)) >= 180
    assert len(set(HOSTILE) | {quote(one) for one in HOSTILE}) >= 200


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_other_site_is_a_safe_return(hostile: str) -> None:
    assert safe_return(hostile) is None


@pytest.mark.parametrize(
    "path", ["/", "/start", "/requirements/abc/matches?q=a%20b&x=//y", "/search?q=caf%C3%A9"]
)
def test_a_path_of_this_site_is_kept(path: str) -> None:
    assert safe_return(path) == path


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="/\\.:@ab?#%25fFcC \t\n\x00", max_size=12))
def test_what_is_kept_stays_on_this_site_as_a_browser_reads_it(text: str) -> None:
    kept = safe_return(text)
    if kept is not None:
        assert urlsplit(urljoin(SITE, kept)).netloc == "localhost"
        assert not kept.startswith("//")


def test_signing_in_leads_back_to_the_page_that_asked_for_it(
    page_client: PageClient, session: Session
) -> None:
    user = make_member(session, "buyer")
    asked = page_client.redirect("/shortlists?page=2")
    assert asked == "/sign-in?next=/shortlists?page%3D2"
    page = page_client.get(asked)
    values = page.values() | {"email": user.email, "password": PASSWORD}
    assert page_client.submit("/sign-in", values) == "/shortlists?page=2"


@pytest.mark.parametrize("hostile", HOSTILE[::9])
def test_the_sign_in_page_drops_a_return_to_another_site(
    page_client: PageClient, session: Session, hostile: str
) -> None:
    user = make_member(session, "buyer")
    page = page_client.get(f"/sign-in?next={quote(hostile)}")
    assert not page.values()["next"]
    assert (
        page_client.submit("/sign-in", page.values() | {"email": user.email, "password": PASSWORD})
        == "/start"
    )


@pytest.mark.parametrize("where", ["form", "address"])
def test_a_forged_sign_in_that_returns_to_another_site_is_refused(
    page_client: PageClient, session: Session, where: str
) -> None:
    user = make_member(session, "buyer")
    for hostile in HOSTILE:
        values = {"email": user.email, "password": PASSWORD} | ({"next": hostile} if where == "form" else {})
        address = "/sign-in" if where == "form" else f"/sign-in?next={quote(hostile)}"
        response = page_client.client.post(address, data=values)
        assert response.location is None, (hostile, response.location)
        assert "not on this site" in response.text


def test_a_signed_in_person_is_not_led_to_another_site(page_client: PageClient, session: Session) -> None:
    page_client.sign_in(make_member(session, "buyer"))
    for hostile in HOSTILE:
        landed = page_client.client.get(f"/sign-in?next={quote(hostile)}").location
        assert urlsplit(urljoin(SITE, landed)).netloc == "localhost", (hostile, landed)
