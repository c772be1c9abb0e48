"""“Rank and record” keeps the ranking of the moment; its page shows that one ever after."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.database import open_session
from hub.matches.finding import find_by_words, find_matches
from hub.matches.models import Run, RunCard, RunSnapshot, Snapshot
from hub.requirements.models import Criterion
from hub.shortlists.models import Shortlist
from hub.suppliers.models import Fact
from matching.scoring import DIGITS
from tests.hub.matches.catalogue_made import counted_statements, make_many
from tests.hub.runs.runs_made import newest_run, rank, rank_values
from tests.hub.shortlists.shortlists_made import Desk, choose, make_suppliers
from tests.page_client import PageClient


@pytest.fixture
def desk(page_client: PageClient, session: Session) -> Desk:
    return Desk(page_client, session)


def counts() -> tuple[int, ...]:
    with open_session(writes=False) as reading:
        tables = (Run, RunCard, RunSnapshot, Snapshot, Shortlist)
        return tuple(reading.scalar(select(func.count()).select_from(each)) or 0 for each in tables)


def add_must(desk: Desk, session: Session) -> None:
    must = Criterion(text="ISO 9001 certificate", importance="must", fact="iso_9001", value=True, position=1)
    desk.requirement.criteria.append(must)
    desk.suppliers["Oak Systems"].facts = [Fact(name="iso_9001", value=False)]
    session.commit()


def test_the_button_records_the_ranking_with_all_that_it_was_made_from(desk: Desk, session: Session) -> None:
    add_must(desk, session)
    address = rank(desk)
    run = newest_run()
    assert address == f"/runs/{run.public_id}"
    with open_session(writes=False) as reading:
        found = find_matches(reading, desk.requirement)
    scores = {match.profile: match.score for match in found.ranking.matches}
    assert {row["supplier"]: row["score"] for row in run.matches} == scores
    assert [row["name"] for row in run.excluded] == ["Oak Systems"]
    assert run.requirement_version == desk.requirement.version
    assert run.recorded_by_id == desk.buyer.id
    assert len(run.seed) == 32
    assert run.made_with is not None
    assert run.made_with["counts"]["suppliers"] == 5
    assert run.made_with["weights"]["piece"] == 0.95
    assert run.asked["criteria"][0]["weight"] == 2.0
    assert run.considered == 4
    # a profile for each, the hub's other words and the categories
    assert counts() == (1, 3, 6, 6, 0)


def test_the_page_tells_who_ranked_when_and_shows_reasons_gates_and_versions(
    desk: Desk, session: Session
) -> None:
    add_must(desk, session)
    page = desk.client.get(rank(desk))
    run = newest_run()
    assert page.heading == "Recorded ranking for “Web hosting for a council”"
    assert "by Sam Okafor for Ashby Council" in page.texts("#considered")[0]
    assert [name.split(". ", 1)[1] for name in page.texts(".hub-match__name")] == [
        row["name"] for row in run.matches
    ]
    assert page.texts(".hub-match__score strong") == [f"{row['score'] * 100:.1f}" for row in run.matches]
    assert page.select(".hub-proof__quote")
    assert page.texts(".hub-excluded h3") == ["Near misses: one must not met (1)"]
    assert "Stated instead" in page.texts(".hub-excluded__gates")[0]
    assert run.digest in page.text
    assert "Must: ISO 9001 certificate (weight 1)" in page.text


def test_nothing_on_the_page_changes_when_the_register_does(desk: Desk, session: Session) -> None:
    address = rank(desk)
    before = desk.client.get(address)
    desk.suppliers["Ash Hosting"].capabilities[0].title = "Roofing"
    desk.suppliers["Ash Hosting"].contracts = []
    desk.suppliers["Elm Cloud"].name = "Another Ltd"
    make_suppliers(session, {"Fir Web": "Web hosting for a council with backups every night"})
    after = desk.client.get(address)
    for selector in (".hub-match__name", ".hub-match__score", ".hub-proof__source", ".hub-proof__quote"):
        assert after.texts(selector) == before.texts(selector)
    assert after.texts("h2[id^=band]") == before.texts("h2[id^=band]")


def test_the_requirement_may_change_afterwards_and_the_page_says_so(desk: Desk, session: Session) -> None:
    address = rank(desk)
    assert "was changed or closed since" not in desk.client.get(address).text
    desk.requirement.title = "Something else"
    session.commit()
    page = desk.client.get(address)
    assert page.heading == "Recorded ranking for “Web hosting for a council”"
    assert "was changed or closed since" in page.text


def test_the_same_form_sent_twice_is_one_run(desk: Desk) -> None:
    values = rank_values(desk)
    address = f"/requirements/{desk.requirement.public_id}/runs"
    assert desk.client.submit(address, values) == desk.client.submit(address, values)
    assert counts()[0] == 1


def test_a_requirement_that_changed_since_the_page_was_opened_is_not_recorded(
    desk: Desk, session: Session
) -> None:
    values = rank_values(desk)
    desk.requirement.title = "Something else"
    session.commit()
    page = desk.client.post(f"/requirements/{desk.requirement.public_id}/runs", values, status=409)
    assert page.heading == "The requirement changed since you opened this page"
    assert counts()[0] == 0


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_only_an_open_requirement_is_recorded(desk: Desk, session: Session, state: str) -> None:
    values = rank_values(desk)
    desk.requirement.state = state
    session.commit()
    page = desk.client.post(f"/requirements/{desk.requirement.public_id}/runs", values, status=409)
    assert page.heading == "Only an open requirement can be ranked and recorded"
    ranked = desk.client.get(f"/requirements/{desk.requirement.public_id}/matches")
    assert not ranked.select("form[action$='/runs']")
    assert counts()[0] == 0


@pytest.mark.parametrize(
    "changed", [{"version": ""}, {"version": "x"}, {"form_key": ""}, {"form_key": "short"}]
)
def test_a_form_that_the_page_never_sent_records_nothing(desk: Desk, changed: dict[str, str]) -> None:
    values = rank_values(desk) | changed
    desk.client.post(f"/requirements/{desk.requirement.public_id}/runs", values, status=400)
    assert counts()[0] == 0


def test_a_viewer_cannot_rank_and_has_no_button(page_client: PageClient, session: Session) -> None:
    desk = Desk(page_client, session, role="viewer")
    page = desk.client.get(f"/requirements/{desk.requirement.public_id}/matches")
    assert not page.select("form[action$='/runs']")
    values = {"version": "1", "form_key": "0" * 32}
    desk.client.post(f"/requirements/{desk.requirement.public_id}/runs", values, status=403)


def test_equals_get_equal_turns_and_no_score_or_band_changes(desk: Desk, session: Session) -> None:
    words = {f"Twin {at:02}": "Web hosting for a council with backups every night" for at in range(15)}
    make_suppliers(session, words)
    with open_session(writes=False) as reading:
        live = find_matches(reading, desk.requirement)
    session.commit()
    bands = {match.profile: (match.score, match.band) for match in live.ranking.matches}
    band = next(match.band for match in live.ranking.matches if live.suppliers[match.profile].name in words)
    seen: Counter[str] = Counter()
    leaders = []
    for _ in range(4):
        rank(desk)
        run = newest_run()
        assert {row["supplier"]: (row["score"], row["band"]) for row in run.matches} == bands
        assert [row["band"] for row in run.matches] == sorted(row["band"] for row in run.matches)
        seen.update(row["name"] for row in run.matches[:10])
        leaders.append(next(row["name"] for row in run.matches if row["band"] == band))
    members = [row["name"] for row in run.matches if row["band"] == band]
    assert set(words) <= set(members)
    turns = [seen[name] for name in members]
    assert max(turns) - min(turns) == 1
    assert len(set(leaders)) > 2


def test_a_search_a_ranked_page_and_a_choice_from_it_rotate_nothing(desk: Desk, session: Session) -> None:
    for _ in range(2):
        rank(desk)
    before = counts()
    with open_session(writes=False) as reading:
        find_by_words(reading, "web hosting")
        order = [match.profile for match in find_matches(reading, desk.requirement).ranking.matches]
    session.commit()
    desk.client.get(f"/requirements/{desk.requirement.public_id}/matches")
    assert counts() == before
    desk.choose("Elm Cloud")
    run = newest_run()
    assert run.seed == ""
    assert [row["supplier"] for row in run.matches] == order


def test_suppliers_of_a_recorded_ranking_become_a_shortlist_as_they_stood(
    desk: Desk, session: Session
) -> None:
    page = desk.client.get(rank(desk))
    run = newest_run()
    desk.suppliers["Elm Cloud"].name = "Another Ltd"
    session.commit()
    form = page.one(f"form[action='/runs/{run.public_id}/shortlists']")
    values: dict[str, object] = {name: value for name, value in form.form_values() if name != "csrf_token"}
    values["supplier"] = [desk.suppliers[name].public_id for name in ("Elm Cloud", "@UK Plc")]
    address = desk.client.submit(f"/runs/{run.public_id}/shortlists", values)
    assert address == desk.client.submit(f"/runs/{run.public_id}/shortlists", values)
    shortlist = desk.shortlist()
    assert shortlist.run_id == run.id
    assert {entry.supplier_name for entry in shortlist.entries} == {"Elm Cloud", "@UK Plc"}
    for entry in shortlist.entries:
        row = run.matches[entry.rank - 1]
        assert (row["name"], row["score"]) == (entry.supplier_name, entry.score)
        assert sum(each["share"] for each in entry.evidence) == pytest.approx(entry.score, abs=10**-DIGITS)
    assert counts()[0] == 1
    assert "Elm Cloud" in desk.client.get(address).text


def test_nobody_ticked_or_one_that_the_ranking_lacks_makes_no_shortlist(desk: Desk) -> None:
    rank(desk)
    address = f"/runs/{newest_run().public_id}/shortlists"
    page = desk.client.post(address, {"form_key": "0" * 32}, status=400)
    assert page.heading == "Tick at least one supplier"
    assert page.select(f"main a[href='{address.removesuffix('/shortlists')}']")
    catering = desk.suppliers["Yew Catering"].public_id
    desk.client.post(address, {"form_key": "0" * 32, "supplier": catering}, status=400)
    assert counts()[4] == 0


def test_what_stands_the_same_in_two_runs_is_kept_once(desk: Desk, session: Session) -> None:
    rank(desk)
    first = counts()
    rank(desk)
    assert counts()[3] == first[3]
    desk.suppliers["Elm Cloud"].capabilities[0].description = "Cloud hosting of websites, by night"
    session.commit()
    rank(desk)
    assert counts()[3] == first[3] + 1


def test_a_long_ranking_is_shown_by_twenties_and_whole_in_a_table(desk: Desk, session: Session) -> None:
    make_many(session, 105)
    desk.requirement.title, desk.requirement.description = "Blocked drains at a school", ""
    session.commit()
    address = rank(desk)
    page = desk.client.get(address)
    assert len(page.select(".hub-match")) == 20
    ticked = page.select("input[name=supplier]")[3].get("value")
    button = page.one("button[formaction][name=show]")
    landed = desk.client.submit(button.get("formaction"), {"supplier": [ticked, "x"], "show": "match-21"})
    assert landed.endswith("#match-21")
    more = desk.client.get(landed.partition("#")[0])
    assert len(more.select(".hub-match")) == 40
    assert [box.get("value") for box in more.select("input[checked]")] == [ticked]
    assert len(desk.client.get(f"{address}?page=5").select(".hub-match")) == 100
    table = desk.client.get(f"{address}/order")
    assert len(table.select("tbody tr")) == 100
    assert "Page 1 of 2" in table.text
    assert len(desk.client.get(f"{address}/order?page=2").select("tbody tr")) == 5 + 4


def test_statements_of_the_page_do_not_grow_with_the_ranking(
    app: Flask, desk: Desk, session: Session
) -> None:
    numbers = []
    desk.requirement.title = "Blocked drains at a school"
    session.commit()
    for more in (3, 40):
        make_many_more(session, more)
        address = rank(desk)
        with app.app_context(), counted_statements() as sent:
            desk.client.get(address)
        numbers.append(len(sent))
    assert numbers[0] == numbers[1]


def make_many_more(session: Session, number: int) -> None:
    make_suppliers(session, {f"More {number} {at}": "Blocked drains at a school" for at in range(number)})


def test_runs_are_listed_on_the_ranked_page_with_who_made_them(desk: Desk) -> None:
    addresses = [rank(desk), rank(desk)]
    choose(desk.client, desk.requirement, desk.suppliers["Elm Cloud"])
    page = desk.client.get(f"/requirements/{desk.requirement.public_id}/matches")
    listed = page.select("details a[href^='/runs/']")
    assert [each.get("href") for each in listed][1:] == addresses[::-1]
    assert "when suppliers were chosen" in page.texts("details li")[0]


def test_another_organisations_run_does_not_exist(
    desk: Desk, session: Session, page_client: PageClient
) -> None:
    address = rank(desk)
    page_client.sign_out()
    Desk(page_client, session)
    for path in ("", "/order"):
        page_client.get(address + path, status=404)
    page_client.post(address, status=404)
    page_client.post(f"{address}/shortlists", {"form_key": "0" * 32}, status=404)


def test_a_day_of_need_counts_as_it_did(desk: Desk, session: Session) -> None:
    desk.requirement.needed_on = date(2030, 2, 1)
    session.commit()
    rank(desk)
    assert newest_run().asked["on"] == "2030-02-01"
