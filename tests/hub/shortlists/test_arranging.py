"""People put a shortlist in their own order and say why; nobody's words are lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from hub.shortlists.arranging import Arrangement, LastEntryError, arrange, in_wanted_order
from hub.shortlists.models import Shortlist, ShortlistEntry
from tests.hub.shortlists.shortlists_made import Desk
from tests.page_client import PageClient
from tests.people import make_member


@pytest.fixture
def desk(page_client: PageClient, session: Session) -> Desk:
    desk = Desk(page_client, session)
    desk.choose("@UK Plc", "Ash Hosting", "Elm Cloud")
    return desk


def made(number: int) -> Shortlist:
    """Entries with ranks 1 to `number`, in that order; not in a database."""
    shortlist = Shortlist(version=1, state="draft")
    shortlist.entries = [ShortlistEntry(rank=rank, position=rank, reason="") for rank in range(1, number + 1)]
    return shortlist


@pytest.mark.parametrize(
    ("positions", "order"),
    [
        ({}, [1, 2, 3, 4]),
        ({3: 1}, [3, 1, 2, 4]),  # moved up: the others make room below
        ({1: 3}, [2, 3, 1, 4]),  # moved down: the others close up above
        ({4: 2}, [1, 4, 2, 3]),
        ({1: 4, 4: 1}, [4, 2, 3, 1]),
        ({1: 2, 2: 1}, [2, 1, 3, 4]),
        ({1: 4}, [2, 3, 4, 1]),
    ],
)
def test_whoever_is_moved_gets_the_position_typed(positions: dict[int, int], order: list[int]) -> None:
    assert [entry.rank for entry in in_wanted_order(made(4).entries, positions)] == order


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(st.integers(1, 5), st.integers(1, 5)),
    st.sampled_from(["save", "up", "down"]),
    st.integers(1, 6),
)
def test_whatever_is_sent_nobody_is_lost_or_doubled(positions: dict[int, int], act: str, rank: int) -> None:
    shortlist = made(5)
    arrange(shortlist, Arrangement(positions, {}, act, rank))
    assert sorted(entry.position for entry in shortlist.entries) == [1, 2, 3, 4, 5]


def test_the_last_supplier_stays() -> None:
    with pytest.raises(LastEntryError):
        arrange(made(1), Arrangement({}, {}, "remove", 1))


def test_a_person_writes_reasons_and_types_positions(desk: Desk) -> None:
    first, second, third = desk.order()
    values = desk.values()
    ranks = [entry.rank for entry in desk.shortlist().entries]
    values |= {f"position-{ranks[2]}": "1", f"reason-{ranks[2]}": "  Nearest.\r\nKnows schools.  "}
    desk.client.submit(f"/shortlists/{desk.shortlist().public_id}", values)
    assert desk.order() == [third, first, second]
    assert desk.shortlist().entries[0].reason == "Nearest.\nKnows schools."
    assert desk.shortlist().version == 2


def test_a_button_moves_one_and_saves_what_was_typed(desk: Desk) -> None:
    first, second, third = desk.order()
    ranks = [entry.rank for entry in desk.shortlist().entries]
    address = f"/shortlists/{desk.shortlist().public_id}"
    desk.client.submit(
        address, desk.values() | {"act": f"down-{ranks[0]}", f"reason-{ranks[1]}": "Good price"}
    )
    assert desk.order() == [second, first, third]
    desk.client.submit(address, desk.values() | {"act": f"up-{ranks[2]}"})
    assert desk.order() == [second, third, first]
    assert desk.shortlist().entries[0].reason == "Good price"


def test_a_supplier_is_taken_off_and_the_others_close_up(desk: Desk) -> None:
    first, _, third = desk.order()
    ranks = [entry.rank for entry in desk.shortlist().entries]
    desk.client.submit(
        f"/shortlists/{desk.shortlist().public_id}", desk.values() | {"act": f"remove-{ranks[1]}"}
    )
    assert desk.order() == [first, third]
    assert [entry.position for entry in desk.shortlist().entries] == [1, 2]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Enter a position for"),
        ("0", "must be a whole number from 1 to 3"),
        ("4", "must be a whole number from 1 to 3"),
        ("first", "must be a whole number from 1 to 3"),
        ("1.5", "must be a whole number from 1 to 3"),
    ],
)
def test_a_position_that_cannot_be_is_told_and_changes_nothing(desk: Desk, typed: str, told: str) -> None:
    order, entry = desk.order(), desk.shortlist().entries[0]
    values = desk.values() | {f"position-{entry.rank}": typed, f"reason-{entry.rank}": "kept on the page"}
    page = desk.client.post(f"/shortlists/{desk.shortlist().public_id}", values)
    assert told in page.errors[0]
    assert "kept on the page" in page.source
    assert (desk.order(), desk.shortlist().version) == (order, 1)


def test_a_reason_has_a_limit(desk: Desk) -> None:
    entry = desk.shortlist().entries[0]
    values = desk.values() | {f"reason-{entry.rank}": "x" * 2001}
    page = desk.client.post(f"/shortlists/{desk.shortlist().public_id}", values)
    assert page.errors == [f"Why {entry.supplier_name} was chosen must be 2,000 characters or fewer"]


@pytest.mark.parametrize(
    "changed", [{"version": ""}, {"version": "two"}, {"act": "share"}, {"act": "up"}, {"act": "up-99"}]
)
def test_a_form_that_the_page_never_sent_moves_nobody(desk: Desk, changed: dict[str, str]) -> None:
    order = desk.order()
    desk.client.client.post(f"/shortlists/{desk.shortlist().public_id}", data=desk.values() | changed)
    assert desk.order() == order


def test_fields_that_are_not_on_the_page_change_nothing(desk: Desk) -> None:
    before = [(e.score, e.rank, e.band, e.supplier_id, e.supplier_name) for e in desk.shortlist().entries]
    ranks = [entry.rank for entry in desk.shortlist().entries]
    extra = {
        f"{name}-{rank}": "9"
        for rank in ranks
        for name in ("score", "rank", "band", "supplier_id", "supplier_name")
    }
    extra |= {
        "state": "shared",
        "organisation_id": "99",
        "position-999": "1",
        "reason-999": "x",
        "shared_at": "2031-01-01",
    }
    desk.client.submit(f"/shortlists/{desk.shortlist().public_id}", desk.values() | extra)
    shortlist = desk.shortlist()
    assert [(e.score, e.rank, e.band, e.supplier_id, e.supplier_name) for e in shortlist.entries] == before
    assert (shortlist.state, shortlist.organisation_id, shortlist.shared_at) == (
        "draft",
        desk.organisation.id,
        None,
    )


def test_a_stale_page_shows_both_versions_and_loses_neither(desk: Desk) -> None:
    address = f"/shortlists/{desk.shortlist().public_id}"
    ranks = [entry.rank for entry in desk.shortlist().entries]
    old = desk.values()
    desk.client.submit(address, old | {f"reason-{ranks[0]}": "theirs, saved first"})
    mine = old | {f"reason-{ranks[0]}": "mine, sent later", f"position-{ranks[2]}": "1"}
    page = desk.client.post(address, mine, status=409)
    assert page.heading == "Somebody else changed this shortlist"
    assert "theirs, saved first" in page.text
    assert page.one(f"#reason-{ranks[0]}").text.strip() == "mine, sent later"
    assert page.one(f"#position-{ranks[2]}").get("value") == "1"
    assert desk.shortlist().entries[0].reason == "theirs, saved first"
    desk.client.submit(address, desk.values(page))
    assert [entry.reason for entry in desk.shortlist().entries if entry.rank == ranks[0]] == [
        "mine, sent later"
    ]
    assert desk.shortlist().entries[0].rank == ranks[2]


def test_saving_after_a_conflict_keeps_what_only_the_other_person_changed(desk: Desk) -> None:
    address = f"/shortlists/{desk.shortlist().public_id}"
    first, second, third = (entry.rank for entry in desk.shortlist().entries)
    old = desk.values()
    desk.client.submit(address, old | {f"reason-{first}": "theirs", f"position-{third}": "1"})
    page = desk.client.post(address, old | {f"reason-{second}": "mine"}, status=409)
    desk.client.submit(address, desk.values(page))
    kept = {entry.rank: entry.reason for entry in desk.shortlist().entries}
    assert kept == {third: "", first: "theirs", second: "mine"}
    assert [entry.rank for entry in desk.shortlist().entries] == [third, first, second]


def test_words_about_a_supplier_that_was_taken_off_meanwhile_are_shown(desk: Desk) -> None:
    address = f"/shortlists/{desk.shortlist().public_id}"
    gone = desk.shortlist().entries[1]
    old = desk.values()
    desk.client.submit(address, old | {"act": f"remove-{gone.rank}"})
    page = desk.client.post(address, old | {f"reason-{gone.rank}": "a long thought-out reason"}, status=409)
    assert "a long thought-out reason" in page.text
    assert gone.supplier_name in page.text
    assert len(desk.order()) == 2


def test_what_is_acknowledged_is_stored(app: Flask, desk: Desk) -> None:
    """Four people add their mark to one reason six times each, reading again when they are told to."""
    address, rank = f"/shortlists/{desk.shortlist().public_id}", desk.shortlist().entries[0].rank
    people = [PageClient(app) for _ in range(4)]
    for client in people:
        client.sign_in(desk.buyer)

    def edit(number: int) -> list[str]:
        client, acknowledged = people[number], []
        for turn in range(6):
            form = client.get(address).one(f"form[action='{address}']")
            values = dict(form.form_values())
            mark = f"[{number}.{turn}]"
            values[f"reason-{rank}"] = (values[f"reason-{rank}"].strip() + mark).strip()
            if client.client.post(address, data=values).status_code == 303:
                acknowledged.append(mark)
        return acknowledged

    with ThreadPoolExecutor(4) as pool:
        acknowledged = [mark for marks in pool.map(edit, range(4)) for mark in marks]
    entry = next(entry for entry in desk.shortlist().entries if entry.rank == rank)
    assert acknowledged
    assert [mark for mark in acknowledged if mark not in entry.reason] == []
    assert desk.shortlist().version == 1 + len(acknowledged)


def test_a_viewer_reads_the_reasons_and_changes_nothing(app: Flask, desk: Desk, session: Session) -> None:
    address, values = f"/shortlists/{desk.shortlist().public_id}", desk.values()
    viewer = PageClient(app)
    viewer.sign_in(make_member(session, "buyer", organisation=desk.organisation, role="viewer"))
    assert viewer.get(address).select(f"form[action='{address}']") == []
    for action in ("", "/share", "/stop-sharing"):
        viewer.post(address + action, values, status=403)
    assert desk.shortlist().version == 1
