"""The daily look: everything that needs one is marked, and each owner is told once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.audit.models import Event, EventSubject
from hub.database import open_session
from hub.mail.models import Message
from hub.suppliers.models import Fact, Supplier
from hub.upkeep import looking
from hub.upkeep.looking import Looked, look_through
from hub.upkeep.models import Concern
from hub.upkeep.nudging import is_due
from tests.hub.matches.catalogue_made import counted_statements
from tests.hub.suppliers.suppliers_made import make_owner, make_supplier
from tests.hub.upkeep.profiles_made import NOW, TODAY, make_certificate, make_firm
from tests.people import make_user


def look(session: Session, days: int = 0) -> Looked:
    """The daily look so many days after today, committed."""
    looked = look_through(session, 0, TODAY + timedelta(days=days), NOW + timedelta(days=days))
    session.commit()
    return looked


def concerns(session: Session) -> list[tuple[str, str, bool]]:
    """Kind, what it is about and whether it lasts."""
    found = session.scalars(select(Concern).order_by(Concern.kind, Concern.about))
    return [(each.kind, each.about, each.ended_on is None) for each in found]


def mails(session: Session) -> list[tuple[str, str]]:
    """Who was written to, and what the mail says."""
    return [(each.recipient, each.body) for each in session.scalars(select(Message).order_by(Message.id))]


def old(session: Session, firm: Supplier) -> Supplier:
    """A firm that joined two years ago."""
    firm.created_at = NOW - timedelta(days=730)
    assert firm.organisation is not None
    firm.organisation.created_at = firm.created_at
    session.commit()
    return firm


def test_each_kind_is_found_and_a_sound_profile_is_left_alone(session: Session) -> None:
    make_firm(session, "Sound Ltd", register_status="active", register_name="SOUND LIMITED")
    make_firm(session, "Gone Ltd", register_status="dissolved", dissolved_on=date(2026, 5, 1))
    make_firm(session, "Failing Ltd", register_status="liquidation", register_checked_on=TODAY)
    make_firm(session, "Old Name Ltd", register_name="NEW NAME LTD", register_renamed=True)
    make_certificate(make_firm(session, "Lapsed Ltd"), -1)
    make_certificate(make_firm(session, "Lapsing Ltd"), 20)
    old(session, make_firm(session, "Untouched Ltd"))
    looked = look(session)
    assert (looked.suppliers, looked.begun, looked.ended) == (7, 6, 0)
    found = {
        each.supplier.name: (each.kind, each.about, each.day) for each in session.scalars(select(Concern))
    }
    assert found == {
        "Gone Ltd": ("gone", "dissolved", date(2026, 5, 1)),
        "Failing Ltd": ("trouble", "liquidation", TODAY),
        "Old Name Ltd": ("renamed", "NEW NAME LTD", None),
        "Lapsed Ltd": ("lapsed", "iso_9001", TODAY - timedelta(days=1)),
        "Lapsing Ltd": ("lapsing", "iso_9001", TODAY + timedelta(days=20)),
        "Untouched Ltd": ("untouched", "", (NOW - timedelta(days=730)).date()),
    }


def test_looking_again_changes_nothing_and_writes_to_nobody(session: Session) -> None:
    firm = make_firm(session)
    make_certificate(firm, 20)
    make_owner(session, firm)
    assert look(session).changed
    before, sent = concerns(session), mails(session)
    assert not look(session).changed
    assert (concerns(session), mails(session)) == (before, sent)
    assert len(sent) == 1


def test_what_is_over_ends_and_what_comes_back_begins_again(session: Session) -> None:
    firm = make_firm(session)
    fact = make_certificate(firm, -1)
    make_owner(session, firm)
    look(session)
    fact.expires_on = TODAY + timedelta(days=100)
    assert look(session, 1).ended == 1
    assert concerns(session) == [("lapsed", "iso_9001", False)]
    assert look(session, 100 - 60).begun == 1
    assert concerns(session) == [("lapsed", "iso_9001", False), ("lapsing", "iso_9001", True)]
    assert look(session, 101).begun == 1
    assert concerns(session) == [("lapsed", "iso_9001", True), ("lapsing", "iso_9001", False)]
    assert len(mails(session)) == 3, "it lapsed, it was about to lapse again, and it lapsed on another day"


def test_a_fact_taken_away_and_stated_anew_with_the_same_day_is_not_told_of_again(session: Session) -> None:
    firm = make_firm(session)
    fact = make_certificate(firm, -1)
    make_owner(session, firm)
    look(session)
    session.delete(fact)
    look(session, 1)
    session.add(Fact(supplier=firm, name="iso_9001", value=True, expires_on=TODAY - timedelta(days=1)))
    assert look(session, 2).begun == 1
    assert len(mails(session)) == 1


def test_an_owner_is_told_sixty_thirty_and_seven_days_before_and_once_it_has_lapsed(session: Session) -> None:
    firm = make_firm(session)
    make_certificate(firm, 100)
    make_owner(session, firm)
    told = [day for day in range(120) if look(session, day).nudged]
    assert told == [100 - 60, 100 - 30, 100 - 7, 100 + 1]


def test_one_mail_tells_of_everything(session: Session) -> None:
    firm = make_firm(session, register_name="HERON LTD", register_renamed=True)
    make_certificate(firm, 20)
    make_certificate(firm, -3, "iso_14001")
    owner, other = make_owner(session, firm), make_owner(session, firm)
    look(session)
    (one, body), (another, _) = mails(session)
    assert [one, another] == [owner.email, other.email]
    assert "Companies House now calls it HERON LTD. Buyers see this" in body
    assert "ISO 14001 certificate ended on 27 November 2026. It counts for nothing now" in body
    assert "ISO 9001 certificate ends on 20 December 2026. From the day after" in body
    assert f"/business/{firm.public_id}" in body
    (subject,) = set(session.scalars(select(Message.subject)))
    assert subject == "3 things to look at in the profile of Kestrel Drains Ltd"


def test_a_second_thing_later_is_a_second_mail_that_tells_of_both(session: Session) -> None:
    firm = make_firm(session)
    make_certificate(firm, -1)
    make_owner(session, firm)
    look(session)
    firm.register_status, firm.register_checked_on = "administration", TODAY
    assert look(session, 1).nudged == 1
    _, (_, second) = mails(session)
    assert "In administration" in second
    assert "ISO 9001 certificate ended" in second


def test_only_confirmed_owners_of_firms_that_have_joined_are_written_to(session: Session) -> None:
    firm = make_firm(session)
    make_certificate(firm, -1)
    owner = make_owner(session, firm)
    for role in ("editor", "viewer"):
        make_owner(session, firm, role)
    unconfirmed, disabled = make_owner(session, firm), make_owner(session, firm)
    unconfirmed.confirmed_at, disabled.active = None, False
    make_user(session)
    make_supplier(
        session, "Award Ltd", state="unclaimed", register_status="liquidation", contact_email="a@b.example"
    )
    look(session)
    assert [recipient for recipient, _ in mails(session)] == [owner.email]
    assert ("trouble", "liquidation", True) in concerns(session), "marks are for all"


def test_mails_that_are_turned_off_stay_off_and_what_is_marked_stays_marked(session: Session) -> None:
    firm = make_firm(session, nudges=False)
    make_certificate(firm, -1)
    make_owner(session, firm)
    assert look(session).begun == 1
    assert mails(session) == []


def test_a_trading_name_is_marked_for_advisers_and_nobody_is_written_to(session: Session) -> None:
    firm = make_firm(session, register_name="K D HOLDINGS LTD")
    make_owner(session, firm)
    look(session)
    assert concerns(session) == [("another name", "K D HOLDINGS LTD", True)]
    assert mails(session) == []


def test_a_monthly_file_that_says_the_same_is_no_news(session: Session) -> None:
    firm = make_firm(session, register_status="liquidation", register_checked_on=TODAY)
    make_owner(session, firm)
    look(session)
    firm.register_checked_on = TODAY + timedelta(days=30)
    assert not look(session, 30).changed
    assert session.scalars(select(Concern.day)).one() == TODAY + timedelta(days=30)


@pytest.mark.parametrize("state", ["suspended", "withdrawn"])
def test_a_profile_that_is_shown_no_more_loses_its_marks(session: Session, state: str) -> None:
    firm = make_firm(session)
    make_certificate(firm, -1)
    look(session)
    firm.state = state
    assert look(session, 1).ended == 1


def test_the_firms_own_changes_touch_a_profile_and_those_of_others_do_not(session: Session) -> None:
    firm, other = old(session, make_firm(session)), old(session, make_firm(session, "Other Ltd"))
    for number, (role, supplier) in enumerate([("editor", firm), ("adviser", other), ("command", other)], 1):
        session.add(
            Event(
                number=1000 + number,
                at=NOW - timedelta(days=10),
                actor_role=role,
                action="suppliers.edit_fact",
                subjects=[["supplier", supplier.public_id]],
                changes=[],
                changes_hash="",
                previous="",
                hash="",
            )
        )
        session.flush()
        session.add(EventSubject(event_number=1000 + number, kind="supplier", public_id=supplier.public_id))
    session.flush()
    looked = look_through(session, 0, TODAY, NOW)
    assert looked.begun == 1
    assert session.scalars(select(Concern)).one().supplier_id == other.id


def test_a_firm_that_took_over_an_old_record_has_touched_it_that_day(session: Session) -> None:
    firm = old(session, make_firm(session))
    assert firm.organisation is not None
    firm.organisation.created_at = NOW - timedelta(days=3)
    assert not look(session).changed


def test_a_look_is_one_event_with_its_counts_and_found_by_who_it_is_about(session: Session) -> None:
    firm = make_firm(session)
    make_certificate(firm, -1)
    make_owner(session, firm)
    make_firm(session, "Sound Ltd")
    session.commit()
    before = session.scalars(select(Event.number)).all()
    look(session)
    (event,) = session.scalars(select(Event).where(Event.number.not_in(before)))
    assert event.changes == [{"noted": {"begun": 1, "ended": 0, "nudged": 1}}]
    assert event.subjects == [["supplier", firm.public_id]]


def test_the_look_sends_as_many_statements_for_many_as_for_few(app: Flask, session: Session) -> None:
    sent = []
    for number in (2, 30):
        for each in range(number):
            firm = make_firm(session, f"Firm {number} {each}")
            make_certificate(firm, -1)
            make_owner(session, firm)
        look(session)  # the rows are written; what is read is counted
        session.expire_all()
        with counted_statements() as statements:
            look(session)
        sent.append(len([each for each in statements if each.startswith("SELECT")]))
    assert sent[0] == sent[1]


def test_the_command_goes_through_the_whole_register_in_parts(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "CHUNK", 2)
    for number in range(5):
        make_certificate(make_firm(session, f"Firm {number}"), -1, today=date.today())
    owned = make_firm(session, "Owned Ltd")
    make_certificate(owned, -1, today=date.today())
    make_owner(session, owned)
    session.rollback() if session.in_transaction() else None
    result = app.test_cli_runner().invoke(args=["check-profiles", "--marks-only"])
    assert result.output == (
        "6 suppliers looked at: 6 things to look at are new, 0 are over, 0 firms written to.\n"
    )
    result = app.test_cli_runner().invoke(args=["check-profiles"])
    assert result.output == (
        "6 suppliers looked at: 0 things to look at are new, 0 are over, 1 firm written to.\n"
    )
    with open_session(writes=False) as reading:
        assert reading.scalars(select(Concern)).all()


@pytest.mark.parametrize(
    ("told", "now", "due"), [(None, 0, True), (60, 60, False), (60, 30, True), (7, 7, False), (0, 0, False)]
)
def test_owners_are_told_again_only_as_the_day_comes_nearer(told: int | None, now: int, due: bool) -> None:
    assert is_due(Concern(nudged_for=told, notice=now)) is due
