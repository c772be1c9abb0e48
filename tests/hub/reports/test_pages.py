"""The page of a report and its files: the same figures, each file on record."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.audit.models import Event
from hub.reports.periods import quarter_of
from tests.hub.reports.reports_made import make_world
from tests.page_client import PageClient
from tests.people import make_member

SPRING = "first=2026q2&last=2026q2"


@pytest.fixture
def adviser(session: Session, page_client: PageClient) -> None:
    page_client.sign_in(make_member(session, "hub"))


@pytest.mark.usefixtures("adviser")
def test_the_page_shows_figures_in_hours_and_jobs(session: Session, page_client: PageClient) -> None:
    make_world(session)
    page = page_client.get(f"/advice/reports?{SPRING}")
    helped = page.one("section[aria-labelledby='helped']")
    assert helped.cssselect("td[data-heading='Hours']")[0].text_content() == "43", "172 quarters"
    jobs = page.one("section[aria-labelledby='jobs']")
    cells = [cell.text_content() for cell in jobs.cssselect("tbody tr")[0].cssselect("td")]
    assert cells == ["20", "200", "219", "19", "0.95"]


@pytest.mark.usefixtures("adviser")
def test_an_empty_hub_tells_nothing(page_client: PageClient) -> None:
    page = page_client.get("/advice/reports")
    assert page.texts(".hub-report__nothing") == ["Not shown: fewer than 10 firms in all."] * 6
    assert not page.select("td")
    assert "No file was taken yet." in page.text


@pytest.mark.usefixtures("adviser")
def test_a_file_holds_what_the_page_shows_and_is_on_record(session: Session, page_client: PageClient) -> None:
    make_world(session)
    response = page_client.client.post(f"/advice/reports/report.csv?{SPRING}")
    rows = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert ["Firms helped", "All", "All firms", "Hours", "43"] in rows
    assert ["Jobs before and after", "By county or district", "Brent", "Firms", "not shown"] in rows
    (event,) = session.scalars(select(Event).where(Event.action == "reports.take"))
    assert event.changes is not None
    noted = event.changes[0]["noted"]
    assert (noted["report"], noted["form"], len(noted["sha256"])) == ("26q2-26q2", "csv", 64)
    session.commit()
    page = page_client.get("/advice/reports?first=2026q2&last=2026q3")
    assert "Files over part of this period were taken: 1 April 2026 to 30 June 2026" in page.text
    assert "1 April 2026 to 30 June 2026, CSV" in page.texts("section[aria-labelledby='taken'] li")[0]


@pytest.mark.usefixtures("adviser")
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_report_is_a_workbook_too(page_client: PageClient, ending: str) -> None:
    response = page_client.client.post(f"/advice/reports/report.{ending}?{SPRING}")
    assert response.get_data().startswith(b"PK")


@pytest.mark.usefixtures("adviser")
def test_there_is_no_file_of_a_period_that_goes_on(page_client: PageClient) -> None:
    now = quarter_of(date.today()).code
    asked = f"first={now}&last={now}"
    page = page_client.get(f"/advice/reports?{asked}")
    assert "goes on yet" in page.text
    assert not page.select("main form[method=post]")
    assert page_client.client.post(f"/advice/reports/report.csv?{asked}").status_code == 404


@pytest.mark.usefixtures("adviser")
@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ("first=2026q3&last=2026q2", "The last quarter must be the first one or later"),
        ("first=2026q5&last=2026q2", "Select one of the listed quarters"),
    ],
)
def test_a_period_that_is_none_is_said_beside_its_field(
    page_client: PageClient, asked: str, error: str
) -> None:
    assert error in page_client.get(f"/advice/reports?{asked}").errors
