"""What needs a look: the rules, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from hub.suppliers.models import GONE_STATUSES, Fact
from hub.upkeep.models import CONCERN_KINDS
from hub.upkeep.noticing import Noticed, notice, tell
from hub.upkeep.statuses import STATUSES, read_status
from tests.hub.upkeep.profiles_made import TODAY


def firm(**columns: Any) -> SimpleNamespace:
    """A firm that the register calls active, under the name that the hub knows it by."""
    answer = {
        "register_status": "active",
        "register_name": "KESTREL DRAINS LIMITED",
        "register_renamed": False,
    }
    days = {"register_checked_on": date(2026, 11, 1), "dissolved_on": None}
    return SimpleNamespace(**{"name_key": "kestrel drains"} | answer | days | columns)


def certificate(days: int, value: object = True) -> Fact:
    return Fact(name="iso_9001", value=value, expires_on=TODAY + timedelta(days=days))


def test_a_sound_firm_needs_no_look() -> None:
    assert notice(firm(), [certificate(61)], TODAY, TODAY) == []
    assert notice(firm(register_status="", register_name=""), [], None, TODAY) == []


@pytest.mark.parametrize(
    ("days", "kind", "due"),
    [
        (61, None, 0),
        (60, "lapsing", 60),
        (31, "lapsing", 60),
        (30, "lapsing", 30),
        (8, "lapsing", 30),
        (7, "lapsing", 7),
        (0, "lapsing", 7),
        (-1, "lapsed", 0),
        (-900, "lapsed", 0),
    ],
)
def test_a_certificate_is_told_of_sixty_thirty_and_seven_days_before_and_once_it_has_lapsed(
    days: int, kind: str | None, due: int
) -> None:
    found = notice(firm(), [certificate(days)], TODAY, TODAY)
    wanted = [] if kind is None else [Noticed(kind, "iso_9001", TODAY + timedelta(days=days), due)]
    assert found == wanted


@pytest.mark.parametrize("value", [False, "none"])
def test_what_states_that_there_is_nothing_cannot_lapse(value: object) -> None:
    assert notice(firm(), [certificate(-1, value)], TODAY, TODAY) == []


@pytest.mark.parametrize("status", GONE_STATUSES)
def test_of_a_firm_that_is_gone_nothing_else_is_told(status: str) -> None:
    gone = firm(register_status=status, register_name="ANOTHER LTD", dissolved_on=date(2026, 3, 1))
    assert notice(gone, [certificate(-1)], None, TODAY) == [Noticed("gone", status, date(2026, 3, 1))]


@pytest.mark.parametrize("status", sorted(set(STATUSES) - set(GONE_STATUSES) - {"active"}))
def test_insolvency_is_told_with_the_day_of_the_check(status: str) -> None:
    (found,) = notice(firm(register_status=status), [], None, TODAY)
    assert found == Noticed("trouble", status, date(2026, 11, 1))
    assert found.words.endswith("at Companies House on 1 November 2026")


def test_a_firm_is_renamed_where_the_register_says_so_and_else_has_another_name() -> None:
    (renamed,) = notice(firm(register_name="HERON DRAINS LTD", register_renamed=True), [], None, TODAY)
    assert renamed.words == "Companies House now calls it HERON DRAINS LTD"
    (other,) = notice(firm(register_name="HERON DRAINS LTD"), [], None, TODAY)
    assert (other.kind, other.words) == ("another name", "Companies House calls it HERON DRAINS LTD")


def test_a_firm_that_took_on_its_new_name_is_renamed_no_more() -> None:
    held = firm(register_name="HERON DRAINS LTD", register_renamed=True, name_key="heron drains")
    assert notice(held, [], None, TODAY) == []


@pytest.mark.parametrize(("days", "told"), [(364, False), (365, True), (366, True)])
def test_a_profile_is_untouched_after_a_year(days: int, told: bool) -> None:
    found = notice(firm(), [], TODAY - timedelta(days=days), TODAY)
    assert [each.kind for each in found] == ["untouched"] * told


def test_the_gravest_comes_first() -> None:
    trouble = firm(register_status="liquidation", register_name="X LTD", register_renamed=True)
    later = Fact(name="iso_14001", value=True, expires_on=TODAY - timedelta(days=2))
    found = notice(trouble, [certificate(5), later], date(2020, 1, 1), TODAY)
    kinds = [each.kind for each in found]
    assert kinds == ["trouble", "renamed", "lapsed", "lapsing", "untouched"]
    assert sorted(kinds, key=CONCERN_KINDS.index) == kinds


def test_every_kind_has_words_and_none_is_a_hole() -> None:
    abouts = {"gone": "absent", "trouble": "administration", "lapsed": "iso_9001", "lapsing": "old_fact"}
    for kind in CONCERN_KINDS:
        words = tell(kind, abouts.get(kind, "HERON LTD"), TODAY)
        assert "None" not in words
        assert words[0].isupper()
    assert tell("gone", "dissolved", None) == "Dissolved"
    assert tell("lapsing", "iso_9001", date(2026, 12, 3)) == "ISO 9001 certificate ends on 3 December 2026"
    assert tell("lapsing", "old_fact", date(2026, 12, 3)) == "Old fact ends on 3 December 2026"


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("Active", "active"),
        ("Active - Proposal to Strike off", "strike-off"),
        ("Liquidation", "liquidation"),
        ("In Administration", "administration"),
        ("In Administration/Administrative Receiver", "administration"),
        ("In Administration/Receiver Manager", "administration"),
        ("ADMINISTRATION ORDER", "administration"),
        ("ADMINISTRATIVE RECEIVER", "receivership"),
        ("RECEIVER MANAGER / ADMINISTRATIVE RECEIVER", "receivership"),
        ("RECEIVERSHIP", "receivership"),
        ("Live but Receiver Manager on at least one charge", "receivership"),
        ("Voluntary Arrangement", "arrangement"),
        ("VOLUNTARY ARRANGEMENT / RECEIVER MANAGER", "arrangement"),
        ("Dissolved", "dissolved"),
        ("Converted/Closed", "closed"),
        ("Inactive", "other"),
        ("", "other"),
        ("Open", "other"),
    ],
)
def test_the_registers_words_are_read(written: str, status: str) -> None:
    assert read_status(written) == status
