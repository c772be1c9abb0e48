"""A link to a shortlist: it shows what the file shows to who holds it, until it ends, and leads nowhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hub.database import open_session, utc_now
from hub.links.making import MOST_OPEN
from hub.links.models import ShortlistLink
from tests.hub.exports.exports_made import HOSTILE, Counter, read_csv
from tests.page_client import Page, PageClient

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def counter(app: Flask, page_client: PageClient, session: Session) -> Counter:
    return Counter(app, page_client, session)


def answers(days: int = 14, key: str = KEY, recipient: str = "=Our auditor") -> dict[str, str]:
    day = utc_now().date() + timedelta(days=days)
    parts = {f"ends_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    return {"recipient": recipient, "form_key": key, **parts}


def make(counter: Counter, client: PageClient, **changed: object) -> str:
    """The path of a new link."""
    page = client.post(f"/shortlists/{counter.public_ids[0]}/links", answers(**changed))  # type: ignore[arg-type]
    return "/shared/" + page.texts(".govuk-inset-text")[0].rpartition("/shared/")[2]


def links() -> list[ShortlistLink]:
    with open_session(writes=False) as reading:
        return list(reading.scalars(select(ShortlistLink).order_by(ShortlistLink.id)))


def change(session: Session, **values: object) -> None:
    session.execute(update(ShortlistLink).values(**values))
    session.commit()


def test_it_shows_what_the_file_shows_and_no_way_further_in(counter: Counter) -> None:
    path = make(counter, counter.desk.client)
    response = PageClient(counter.app).client.get(path)
    page = Page(response)
    rows = read_csv(counter.take("csv").get_data())
    told = [f"{row['Position']}. {row['Supplier'].removeprefix(chr(39))}" for row in rows]
    assert page.texts("article h2") == [" ".join(each.split()) for each in told]
    shown = page.texts("dd")
    assert [row["Score of 100"] for row in rows if row["Score of 100"] not in shown] == []
    assert all(" ".join(name.split()) in page.text for name in HOSTILE.values())
    assert "for =Our auditor" in page.texts(".hub-export__above")[0]
    assert "@contact.example" not in page.source
    assert [a.get("href") for a in page.select("a") if a.get("href") != "#main-content"] == []
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_only_a_digest_is_kept_and_openings_are_counted(counter: Counter) -> None:
    path = make(counter, counter.desk.client)
    (link,) = links()
    token = path.rpartition("/")[2]
    assert token not in str(vars(link))
    for _ in range(2):
        PageClient(counter.app).get(path)
    assert links()[0].opened == 2
    assert "2 times" in counter.client.get(f"/shortlists/{counter.public_ids[0]}/links").text


def test_ended_revoked_and_unknown_links_answer_alike(counter: Counter, session: Session) -> None:
    path, reader = make(counter, counter.desk.client), PageClient(counter.app)
    today = utc_now().date()
    change(session, ends_on=today)
    reader.get(path)
    change(session, ends_on=today - timedelta(days=1))
    ended = reader.get(path, status=404).text
    change(session, ends_on=today)
    counter.desk.client.submit(f"/shortlists/{counter.public_ids[0]}/links/{links()[0].public_id}/revoke")
    assert reader.get(path, status=404).text == ended
    assert reader.get(f"{path}x", status=404).text == ended


def test_a_link_of_the_hub_ends_with_the_sharing_and_the_buyers_own_does_not(counter: Counter) -> None:
    of_hub = make(counter, counter.client)
    own = make(counter, counter.desk.client, key=KEY[::-1])
    counter.desk.client.submit(f"/shortlists/{counter.public_ids[0]}/stop-sharing")
    reader = PageClient(counter.app)
    reader.get(of_hub, status=404)
    reader.get(own)


@pytest.mark.parametrize(("days", "works"), [(0, True), (60, True), (61, False), (-1, False)])
def test_it_lasts_from_today_to_sixty_days(counter: Counter, days: int, works: bool) -> None:
    page = counter.client.post(f"/shortlists/{counter.public_ids[0]}/links", answers(days))
    assert len(links()) == works
    assert bool(page.texts("#ends_on-error")) != works


def test_the_day_proposed_is_in_two_weeks(counter: Counter) -> None:
    page = counter.client.get(f"/shortlists/{counter.public_ids[0]}/links")
    day, month, year = (int(page.one(f"#ends_on-{part}").get("value")) for part in ("day", "month", "year"))
    assert date(year, month, day) - utc_now().date() in {timedelta(days=13), timedelta(days=14)}


def test_the_same_form_twice_is_one_link_and_a_shortlist_has_so_many(counter: Counter) -> None:
    address = f"/shortlists/{counter.public_ids[0]}/links"
    make(counter, counter.client)
    assert counter.client.submit(address, answers()) == address
    assert len(links()) == 1
    for at in range(1, MOST_OPEN):
        make(counter, counter.client, key=f"{at:020}")
    page = counter.client.post(address, answers(key="f" * 20), status=409)
    assert f"has {MOST_OPEN} links" in page.text
    assert len(links()) == MOST_OPEN
