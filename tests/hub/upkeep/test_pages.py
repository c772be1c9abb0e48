"""What people see of what needs a look, and what they can say of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.database import open_session, utc_now
from hub.matches.indexing import LiveIndex, current_index
from hub.requirements.models import Criterion
from hub.shortlists.models import ShortlistEntry
from hub.shortlists.reading import departure
from hub.suppliers.models import Supplier
from hub.upkeep.looking import look_through
from hub.upkeep.models import Concern
from hub.upkeep.statuses import STATUSES
from tests.hub.matches.catalogue_made import counted_statements
from tests.hub.requirements.requirements_made import make_requirement
from tests.hub.runs.runs_made import rank
from tests.hub.shortlists.shortlists_made import Desk
from tests.hub.suppliers.suppliers_made import make_owner, make_supplier
from tests.hub.upkeep.profiles_made import make_certificate, make_firm
from tests.page_client import PageClient
from tests.people import make_member

TODAY = date.today()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
SEARCH = "/search?q=blocked+drains+cleared"


def look(session: Session) -> None:
    look_through(session, 0, TODAY, utc_now())
    session.commit()


def test_the_search_page_marks_each_firm_and_the_marks_change_no_score(
    page_client: PageClient, session: Session
) -> None:
    sound = make_firm(session, "Sound Ltd")
    firm = make_firm(session, "Old Name Ltd")
    session.commit()
    before = page_client.get(SEARCH).texts(".hub-match__score strong")
    firm.register_name, firm.register_renamed = "NEW NAME LIMITED", True
    firm.register_status, firm.register_checked_on = "liquidation", date(2026, 11, 1)
    make_certificate(firm, 10, today=TODAY)
    session.commit()
    page = page_client.get(SEARCH)
    (card,) = [
        each for each in page.select(".hub-match") if each.cssselect("h2 a")[0].text_content() == firm.name
    ]
    assert [each.text_content().strip() for each in card.cssselect(".hub-marks li")] == [
        "In liquidation at Companies House on 1 November 2026",
        "Companies House now calls it NEW NAME LIMITED",
        f"ISO 9001 certificate ends on {(TODAY + timedelta(days=10)):%-d %B %Y}",
    ]
    assert len(page.select(".hub-marks")) == 1, sound.name
    assert page.texts(".hub-match__score strong") == before


def test_the_ranked_page_of_a_requirement_marks_as_well(page_client: PageClient, session: Session) -> None:
    make_firm(session, register_name="NEW NAME LIMITED", register_renamed=True)
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer)
    page_client.sign_in(buyer)
    page = page_client.get(f"/requirements/{requirement.public_id}/matches")
    assert page.texts(".hub-marks li") == ["Companies House now calls it NEW NAME LIMITED"]


def test_a_recorded_ranking_stays_as_it_was_with_the_marks_of_today(
    page_client: PageClient, session: Session
) -> None:
    """Whoever chooses from it must know; and nobody can choose a firm that is gone."""
    desk = Desk(page_client, session)
    oak, (address, before) = desk.suppliers["Oak Systems"], _recorded(desk)
    oak.register_name, oak.register_renamed = "ELM SYSTEMS LIMITED", True
    session.commit()
    page = page_client.get(address)
    assert page.texts(".hub-match__name") == before
    assert page.texts(".hub-marks li") == ["Today:", "Companies House now calls it ELM SYSTEMS LIMITED"]
    ticks = len(page.select("input[name=supplier]"))
    oak.register_status = "dissolved"
    session.commit()
    page = page_client.get(address)
    assert page.texts(".hub-match__name") == before
    assert len(page.select("input[name=supplier]")) == ticks - 1


def _recorded(desk: Desk) -> tuple[str, list[str]]:
    """The address of a recorded ranking, and who stands on it."""
    address = rank(desk)
    return address, desk.client.get(address).texts(".hub-match__name")


@pytest.mark.parametrize("status", ["dissolved", "closed", "absent"])
def test_a_firm_that_is_gone_is_on_no_list_of_suppliers_and_its_own_page_says_so(
    page_client: PageClient, session: Session, status: str
) -> None:
    firm = make_firm(session, register_status=status, register_checked_on=date(2026, 11, 1))
    session.commit()
    assert "Kestrel Drains" not in page_client.get(SEARCH).text
    page = page_client.get(f"/suppliers/{firm.public_id}")
    assert (
        "looked up on 1 November 2026). No ranking holds it."
        in page.one(".govuk-warning-text").text_content()
    )
    found = page_client.get("/suppliers/find?name=Kestrel")
    assert firm.name in found.text
    assert found.texts(".hub-firms .govuk-tag")[1:] == [STATUSES[status]]


def test_an_index_that_was_made_before_forgets_who_is_gone_with_the_next_question(
    app: Flask, page_client: PageClient, session: Session
) -> None:
    """Each process has an index of its own: here one that was filled before an adviser's check."""
    firm = make_firm(session)
    session.commit()
    assert "Kestrel Drains" in page_client.get(SEARCH).text
    page_client.sign_in(make_member(session, "hub"))
    page_client.submit(f"/advice/suppliers/{firm.public_id}/company-check", answer("dissolved"))
    assert page_client.get(SEARCH).select(".hub-match") == []
    with app.app_context():
        assert isinstance(current_index(), LiveIndex)


def answer(status: str, day: date = TODAY, **more: str) -> dict[str, str]:
    days = {
        "checked_on-day": str(day.day),
        "checked_on-month": str(day.month),
        "checked_on-year": str(day.year),
    }
    return {"status": status, "name": ""} | days | more


def test_an_adviser_records_what_companies_house_says(page_client: PageClient, session: Session) -> None:
    firm = make_firm(session)
    page_client.sign_in(make_member(session, "hub"))
    page = page_client.get(f"/suppliers/{firm.public_id}")
    check = f"/advice/suppliers/{firm.public_id}/company-check"
    assert [each.text for each in page.select(f"a[href='{check}']")] == ["Record a check at Companies House"]
    more = {"dissolved_on-day": "5", "dissolved_on-month": "1", "dissolved_on-year": "2026"}
    page_client.submit(
        f"/advice/suppliers/{firm.public_id}/company-check", answer("dissolved", name="HERON LTD", **more)
    )
    session.expire_all()
    assert (firm.register_status, firm.dissolved_on) == ("dissolved", date(2026, 1, 5))
    assert (firm.register_name, firm.register_renamed) == ("HERON LTD", True)
    assert (firm.register_source, firm.register_checked_on) == ("adviser", TODAY)
    assert [each.kind for each in session.scalars(select(Concern))] == ["gone"], "at once, not by night"
    session.rollback()
    history = page_client.get(f"/suppliers/{firm.public_id}/history").text
    assert "An adviser of the hub looked the firm up at Companies House" in history
    assert "At Companies House" in history
    assert "Dissolved" in history


def test_a_check_counts_for_every_record_of_the_company(page_client: PageClient, session: Session) -> None:
    firm = make_firm(session)
    twin = make_firm(session, "Kestrel (from awards)", state="unclaimed")
    newer = make_firm(session, "Kestrel (newer)", register_status="active", register_checked_on=TOMORROW)
    hidden = make_firm(session, "Kestrel (hidden)", state="suspended")
    other = make_firm(session, "Other Ltd", company_number="07654321")
    nameless = make_firm(session, "Nameless", company_number=None)
    page_client.sign_in(make_member(session, "hub"))
    check = f"/advice/suppliers/{firm.public_id}/company-check"
    page = page_client.get(page_client.submit(check, answer("dissolved")))
    assert "The check of Kestrel Drains Ltd and of 1 other record with its number was saved." in page.text
    session.expire_all()
    assert [each.register_status for each in (firm, twin)] == ["dissolved"] * 2
    assert [each.register_status for each in (newer, hidden, other, nameless)] == ["active", "", "", ""]


def test_a_firm_that_lives_after_all_comes_back(page_client: PageClient, session: Session) -> None:
    firm = make_firm(session, register_status="dissolved", register_checked_on=TODAY, dissolved_on=TODAY)
    look(session)
    page_client.sign_in(make_member(session, "hub"))
    page_client.submit(f"/advice/suppliers/{firm.public_id}/company-check", answer("active"))
    session.expire_all()
    assert (firm.register_status, firm.dissolved_on) == ("active", None)
    assert session.scalars(select(Concern)).one().ended_on == TODAY
    session.rollback()
    assert "Kestrel Drains" in page_client.get(SEARCH).text


@pytest.mark.parametrize("number", ["", "07654321"])
def test_a_firm_cannot_bring_itself_back_with_another_number(
    page_client: PageClient, session: Session, number: str
) -> None:
    contact = {"contact_name": "Kim", "contact_email": "k@firm.example"}
    firm = make_firm(session, kind="company", size="small", **contact)
    firm.register_status, firm.register_checked_on, firm.postcode = "dissolved", TODAY, "NN1 1AA"
    page_client.sign_in(make_owner(session, firm))
    desk = f"/business/{firm.public_id}"
    form = page_client.get(f"{desk}/profile").values() | {"company_number": number}
    page_client.submit(f"{desk}/profile", form)
    session.expire_all()
    assert (firm.company_number or "", firm.register_status) == (number, "dissolved")
    session.rollback()
    assert "Kestrel Drains" not in page_client.get(SEARCH).text


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (answer(""), "Select what Companies House says"),
        (answer("nonsense"), "Select what Companies House says"),
        (answer("active", TOMORROW), "Day you looked must be from 2000 to today"),
        (answer("active", YESTERDAY), "Day you looked must be "),
        (answer("active") | {"checked_on-day": "32"}, "Day you looked must be a real day"),
        (
            answer("active") | {"checked_on-day": "", "checked_on-month": "", "checked_on-year": ""},
            "Enter day you looked",
        ),
        (answer("active", name="x" * 201), "Its name there must be 200 characters or fewer"),
        (
            answer("active")
            | {f"dissolved_on-{part}": "1" for part in ("day", "month")}
            | {"dissolved_on-year": "2020"},
            "Leave the day it was dissolved empty",
        ),
        (
            answer("dissolved")
            | {f"dissolved_on-{part}": "1" for part in ("day", "month")}
            | {"dissolved_on-year": "2099"},
            "Day it was dissolved must be the day you looked or earlier",
        ),
    ],
)
def test_a_check_that_cannot_be_is_told_beside_the_answer(
    page_client: PageClient, session: Session, form: dict[str, str], message: str
) -> None:
    firm = make_firm(
        session, register_status="liquidation", register_checked_on=TODAY, register_source="file"
    )
    page_client.sign_in(make_member(session, "hub"))
    page = page_client.post(f"/advice/suppliers/{firm.public_id}/company-check", form)
    assert message in page.text
    session.expire_all()
    assert firm.register_status == "liquidation"


def test_the_list_has_every_firm_that_needs_a_look_and_can_be_cut_to_one_kind(
    page_client: PageClient, session: Session
) -> None:
    make_firm(session, "Gone Ltd", register_status="dissolved")
    make_certificate(make_firm(session, "Lapsed Ltd"), -1, today=TODAY)
    make_firm(session, "Sound Ltd")
    page_client.sign_in(make_member(session, "hub"))
    assert "No profile needs a look." in page_client.get("/advice/profiles").text
    look(session)
    page = page_client.get("/advice/profiles")
    assert page.texts("tbody th") == ["Gone Ltd", "Lapsed Ltd"]
    assert page.texts("nav[aria-label=Kinds] li") == [
        "All",
        "Gone from Companies House (1)",
        "Certificate or insurance lapsed (1)",
    ]
    assert page_client.get("/advice/profiles?kind=lapsed").texts("tbody th") == ["Lapsed Ltd"]
    assert page_client.client.get("/advice/profiles?kind=nonsense").status_code == 404


def test_the_list_has_pages_and_sends_as_many_statements_for_many(
    app: Flask, page_client: PageClient, session: Session
) -> None:
    page_client.sign_in(make_member(session, "hub"))
    sent = []
    for number in (2, 60):
        for each in range(number):
            make_certificate(make_firm(session, f"Firm {number} {each:02}"), -1, today=TODAY)
        look(session)
        with app.app_context(), counted_statements() as statements:
            page = page_client.get("/advice/profiles")
        sent.append(len([each for each in statements if each.startswith("SELECT")]))
    assert sent[0] == sent[1]
    assert "62 firms, by name. Page 1 of 3." in page.text
    assert len(page_client.get("/advice/profiles?page=3").texts("tbody th")) == 12


def test_the_ranked_page_sends_as_many_statements_for_many_marks_as_for_none(
    app: Flask, page_client: PageClient, session: Session
) -> None:
    for each in range(20):
        make_firm(session, f"Firm {each:02}")
    session.commit()
    sent = []
    for marked in (False, True):
        if marked:
            for firm in session.scalars(select(Supplier)):
                make_certificate(firm, -1, today=TODAY)
                firm.register_status = "liquidation"
            session.commit()
        page_client.get(SEARCH)  # what changed is read anew once
        with app.app_context(), counted_statements() as statements:
            page = page_client.get(SEARCH)
        assert bool(page.select(".hub-marks")) is marked
        sent.append(len([each for each in statements if each.startswith("SELECT")]))
    assert sent[0] == sent[1]


def test_the_desk_says_what_to_do_and_still_right_ends_the_year(
    page_client: PageClient, session: Session
) -> None:
    firm = make_firm(session, confirmed_on=None)
    firm.created_at = utc_now() - timedelta(days=800)
    assert firm.organisation is not None
    firm.organisation.created_at = firm.created_at
    fact = make_certificate(firm, -1, today=TODAY)
    owner = make_owner(session, firm)
    look(session)
    page_client.sign_in(owner)
    page = page_client.get(f"/business/{firm.public_id}")
    assert "ISO 9001 certificate ended on" in page.text
    assert "State its new last day, or remove it." in page.text
    assert "Profile not touched since" in page.text
    page = page_client.get(page_client.submit(f"/business/{firm.public_id}/still-right"))
    assert "Your profile is marked as still right today." in page.text
    assert "Profile not touched since" not in page.text
    assert "Profile not touched" not in page_client.get(SEARCH).text
    session.expire_all()
    assert firm.confirmed_on == TODAY
    lasting = select(Concern.kind).where(Concern.ended_on.is_(None))
    assert list(session.scalars(lasting)) == ["lapsed"]
    assert fact.name == "iso_9001"


def test_a_change_by_the_firm_ends_the_year_at_once(page_client: PageClient, session: Session) -> None:
    firm = make_firm(session)
    firm.created_at = utc_now() - timedelta(days=800)
    assert firm.organisation is not None
    firm.organisation.created_at = firm.created_at
    owner = make_owner(session, firm)
    session.commit()
    assert "Profile not touched since" in page_client.get(SEARCH).text
    page_client.sign_in(owner)
    capability, desk = firm.capabilities[0].public_id, f"/business/{firm.public_id}"
    page_client.submit(f"{desk}/capabilities/{capability}/withdraw", {})
    page_client.submit(f"{desk}/capabilities/{capability}/publish", {})
    assert "Kestrel" in page_client.get(SEARCH).text
    assert "Profile not touched since" not in page_client.get(SEARCH).text


def test_an_owner_turns_the_mails_off_and_on_and_that_touches_nothing(
    page_client: PageClient, session: Session
) -> None:
    firm = make_firm(session)
    firm.created_at = utc_now() - timedelta(days=800)
    assert firm.organisation is not None
    firm.organisation.created_at = firm.created_at
    page_client.sign_in(make_owner(session, firm))
    switch = f"/business/{firm.public_id}/nudges"
    page = page_client.get(page_client.submit(f"{switch}/off"))
    assert "No more mails about this profile." in page.text
    assert "Mails about your profile: none." in page.text
    assert "Profile not touched since" in page.text
    session.expire_all()
    assert not firm.nudges
    session.rollback()
    page_client.submit(f"{switch}/on")
    session.expire_all()
    assert firm.nudges


def test_a_lapsed_certificate_meets_no_line_and_brings_no_point_on_its_day(
    page_client: PageClient, session: Session
) -> None:
    """End to end: typed lines and words, on the saved requirement's page and on the search page."""
    ended, ending = make_firm(session, "Ended Ltd"), make_firm(session, "Ending Ltd")
    make_certificate(ended, -1, today=TODAY)
    make_certificate(ending, 0, today=TODAY)
    buyer = make_member(session, "buyer")
    lines = [Criterion(text="ISO 9001 certificate", fact="iso_9001", value=True)]
    requirement = make_requirement(session, buyer, criteria=lines)
    found = page_client.get("/search?q=blocked+drains+ISO+9001+certificate")
    cards = {
        each.cssselect("h2 a")[0].text_content(): each.text_content() for each in found.select(".hub-match")
    }
    assert "Stated fact" in cards["Ending Ltd"]
    assert "Stated fact" not in cards["Ended Ltd"]
    page_client.sign_in(buyer)
    page = page_client.get(f"/requirements/{requirement.public_id}/matches")
    names = page.texts(".hub-match__name a")
    assert names == ["Ending Ltd", "Ended Ltd"]
    assert page.texts("#match-1 .govuk-tag")[-1] == "Met"
    assert page.texts("#match-2 .govuk-tag")[-1] == "Not met"
    assert "it ran out on" in page.text


def test_a_certificate_that_ends_before_the_day_of_need_does_not_meet(
    page_client: PageClient, session: Session
) -> None:
    make_certificate(make_firm(session), 10, today=TODAY)
    buyer = make_member(session, "buyer")
    for days, word in ((10, "Met"), (11, "Not met")):
        lines = [Criterion(text="ISO 9001 certificate", fact="iso_9001", value=True)]
        requirement = make_requirement(
            session,
            buyer,
            criteria=lines,
            needed_on=TODAY + timedelta(days=days),
            title=f"Blocked drains {days}",
        )
        page_client.sign_in(buyer)
        page = page_client.get(f"/requirements/{requirement.public_id}/matches")
        assert page.texts("#match-1 .govuk-tag")[-1] == word


def test_a_shortlisted_firm_that_went_is_told_there(app: Flask, session: Session) -> None:
    firm = make_supplier(session, register_status="dissolved")
    session.commit()
    with open_session(writes=False) as reading:
        held = reading.get_one(Supplier, firm.id)
        assert (
            departure(ShortlistEntry(supplier=held, supplier_name=held.name))
            == "Gone from Companies House since"
        )
