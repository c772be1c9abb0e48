"""Colleagues declare interests, score, and note; a frozen shortlist stays as it stood."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.database import open_session
from hub.evaluations.models import Evaluation, EvaluationScore, ShortlistNote
from hub.privacy.erasing import erase_person
from hub.shortlists.models import PassedOver, Shortlist, ShortlistEntry
from tests.hub.shortlists.shortlists_made import Desk, make_requirement
from tests.hub.shortlists.test_statements import counted
from tests.page_client import PageClient
from tests.people import make_member

KEY = "a-key-of-a-form-for-tests"


@pytest.fixture
def desk(page_client: PageClient, session: Session) -> Desk:
    """Ash and Elm are chosen from a recorded ranking, in this order: @UK stands between or above them."""
    desk = Desk(page_client, session)
    desk.session.commit()
    version = {"version": str(desk.requirement.version), "form_key": KEY}
    run = desk.client.submit(f"/requirements/{desk.requirement.public_id}/runs", version)
    chosen = [desk.suppliers[name].public_id for name in ("Ash Hosting", "Oak Systems")]
    desk.client.submit(f"{run}/shortlists", {"supplier": chosen, "form_key": KEY})
    return desk


def address(desk: Desk, page: str = "") -> str:
    return f"/shortlists/{desk.shortlist().public_id}{page}"


def ranks(desk: Desk) -> list[int]:
    return [entry.rank for entry in desk.shortlist().entries]


def score(desk: Desk, points: str = "4", **more: object) -> str:
    scores = {f"score-{rank}-0": points for rank in ranks(desk)}
    return desk.client.submit(address(desk, "/scores"), {"has_interest": "no", **scores, **more})


def give_reasons(desk: Desk) -> None:
    reasons = {f"reason-{rank}": f"Good at {rank}" for rank in ranks(desk)}
    desk.client.submit(address(desk), desk.values() | reasons)


def freezing(desk: Desk, **more: str) -> dict[str, str]:
    page = desk.client.get(address(desk, "/freeze"))
    form = page.one(f"form[action='{address(desk, '/freeze')}']")
    values = {name: value or "" for name, value in form.form_values() if name != "csrf_token"}
    quick = {name: "proof" for name in values if name.startswith("quick-") and name != "quick-all"}
    return values | quick | {"few_reason": "Two are near", "act": "freeze"} | more


def stored(model: type, *conditions: object) -> int:
    with open_session(writes=False) as reading:
        return reading.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def colleague(desk: Desk, client: PageClient, role: str = "editor") -> User:
    user = make_member(desk.session, "buyer", organisation=desk.organisation, role=role)
    client.sign_out()
    client.sign_in(user)
    return user


def test_scores_are_kept_and_given_again_replaced(desk: Desk) -> None:
    score(desk, "4")
    page = desk.client.get(address(desk, "/scores"))
    assert "80.0" in page.text
    score(desk, "2")
    assert stored(EvaluationScore) == 2
    assert stored(Evaluation) == 1
    assert "40.0" in desk.client.get(address(desk, "/scores")).text


def test_nobody_scores_before_they_have_declared(desk: Desk) -> None:
    page = desk.client.post(address(desk, "/scores"), {f"score-{ranks(desk)[0]}-0": "4"})
    assert page.errors == ["Select whether you have an interest in any of these suppliers"]
    assert stored(Evaluation) == 0


def test_an_interest_needs_a_supplier_and_words(desk: Desk) -> None:
    page = desk.client.post(address(desk, "/scores"), {"has_interest": "yes"})
    assert page.errors == [
        "Select the suppliers that you have an interest in",
        "Enter what the interest is",
    ]


def test_a_supplier_one_has_an_interest_in_is_not_scored(desk: Desk) -> None:
    first, second = ranks(desk)
    score(desk, has_interest="yes", interests=[str(first)], interest_words="My cousin works there")
    with open_session(writes=False) as reading:
        assert [each.rank for each in reading.scalars(select(EvaluationScore))] == [second]
    page = desk.client.get(address(desk, "/scores"))
    assert not page.select(f"[name=score-{first}-0]")
    assert "My cousin works there" in page.text


def test_colleagues_see_each_other_once_they_have_scored(desk: Desk, page_client: PageClient) -> None:
    score(desk, "5")
    colleague(desk, page_client)
    page = page_client.get(address(desk, "/scores"))
    assert "100.0" not in page.text
    assert "1 colleague has begun" in page.text
    score(desk, "3")
    page = page_client.get(address(desk, "/scores"))
    assert "100.0" in page.text
    assert "80.0" in page.text  # the mean of 100 and 60
    assert "from 3 to 5" in page.text


def test_a_viewer_reads_and_does_not_score(desk: Desk, page_client: PageClient) -> None:
    score(desk, "5")
    colleague(desk, page_client, role="viewer")
    assert "100.0" in page_client.get(address(desk, "/scores")).text
    page_client.post(address(desk, "/scores"), {"has_interest": "no"}, status=403)


@pytest.mark.parametrize("points", ["6", "-1", "four"])
def test_a_score_is_0_to_5(desk: Desk, points: str) -> None:
    page = desk.client.post(
        address(desk, "/scores"), {"has_interest": "no", f"score-{ranks(desk)[0]}-0": points}
    )
    assert page.errors == ["Select one of the listed answers"]
    assert stored(EvaluationScore) == 0


def test_a_note_sent_twice_is_one_and_its_writer_takes_it_away(desk: Desk, page_client: PageClient) -> None:
    values = {"rank": str(ranks(desk)[0]), "text": "Ask who is on call.", "form_key": KEY}
    for _ in range(2):
        desk.client.submit(address(desk, "/notes"), values)
    assert stored(ShortlistNote) == 1
    page = desk.client.get(address(desk, "/notes"))
    assert "Ask who is on call." in page.text
    remove = page.one("form[action$='/remove']").get("action")
    owner = desk.buyer
    colleague(desk, page_client)
    page_client.post(remove, status=404)
    page_client.sign_out()
    page_client.sign_in(owner)
    page_client.submit(remove)
    assert stored(ShortlistNote) == 0


def test_what_is_missing_is_told_before_it_is_frozen(desk: Desk) -> None:
    values = freezing(desk, few_reason="") | {f"quick-{rank}": "" for rank in _passed(desk)}
    page = desk.client.post(address(desk, "/freeze"), values)
    names = [f"Say on the page of the shortlist why you chose {name}" for name in desk.order()]
    assert page.errors[:2] == names
    assert "Enter why fewer than three are chosen" in page.errors
    assert desk.shortlist().frozen_at is None


def _passed(desk: Desk) -> list[int]:
    page = desk.client.get(address(desk, "/freeze"))
    names = (each.get("name") for each in page.select("select[name^=quick-]"))
    return [int(name.removeprefix("quick-")) for name in names if name != "quick-all"]


def test_reasons_are_kept_and_freezing_is_left_for_later(desk: Desk) -> None:
    passed = _passed(desk)
    assert passed, "somebody stands above the second chosen"
    values = freezing(desk, act="save") | {f"words-{passed[0]}": "  Too far\r\nfor nights "}
    desk.client.submit(address(desk, "/freeze"), values)
    with open_session(writes=False) as reading:
        kept = reading.scalars(select(PassedOver).order_by(PassedOver.rank)).all()
        assert [each.rank for each in kept] == passed
        assert (kept[0].quick, kept[0].words) == ("proof", "Too far\nfor nights")
    assert desk.shortlist().frozen_at is None


def test_two_who_say_why_at_once_see_what_the_other_said(desk: Desk) -> None:
    rank = _passed(desk)[0]
    old = freezing(desk, act="save")
    desk.client.submit(
        address(desk, "/freeze"), old | {f"quick-{rank}": "price", f"words-{rank}": "Far too dear"}
    )
    mine = old | {f"words-{rank}": "Too far away"}
    page = desk.client.post(address(desk, "/freeze"), mine, status=409)
    assert "Its prices are above what we can pay. Far too dear" in page.text
    form = dict(page.one(f"form[action='{address(desk, '/freeze')}']").form_values())
    assert form[f"words-{rank}"].strip() == "Too far away"
    desk.client.submit(address(desk, "/freeze"), form)
    with open_session(writes=False) as reading:
        assert (
            reading.scalars(select(PassedOver.words).where(PassedOver.rank == rank)).one() == "Too far away"
        )


@pytest.mark.parametrize("page", ["", "/scores", "/notes", "/compare", "/freeze"])
def test_more_colleagues_cost_no_more_statements(desk: Desk, page_client: PageClient, page: str) -> None:
    sent = []
    for round_ in range(2):
        for at in range(1 + 3 * round_):
            colleague(desk, page_client)
            score(desk, "3")
            note = {"rank": str(ranks(desk)[0]), "text": "So", "form_key": f"{KEY}{round_}{at}"}
            desk.client.submit(address(desk, "/notes"), note)
        page_client.get(address(desk, page))
        with counted(page_client.app) as statements:
            page_client.get(address(desk, page))
        sent.append(len(statements))
    assert sent[0] == sent[1] <= 20


def test_a_frozen_shortlist_refuses_every_change(desk: Desk) -> None:
    score(desk)
    give_reasons(desk)
    desk.client.submit(address(desk, "/freeze"), freezing(desk))
    before = desk.shortlist()
    assert before.frozen_at is not None
    third = next(name for name in desk.suppliers if name not in desk.order())
    scores = {f"score-{rank}-0": "1" for rank in ranks(desk)}
    reasons = {f"reason-{rank}": "Another" for rank in ranks(desk)}
    positions = {f"position-{rank}": "1" for rank in ranks(desk)}
    note = {"rank": str(ranks(desk)[0]), "text": "Late", "form_key": KEY}
    for page, values in (
        ("", {"version": str(before.version), "act": "save", **reasons, **positions}),
        ("/add", {"supplier": desk.suppliers[third].public_id}),
        ("/scores", {"has_interest": "no", **scores}),
        ("/notes", note),
        ("/freeze", {"version": str(before.version), "act": "save"}),
    ):
        told = desk.client.post(address(desk, page), values, status=409)
        assert told.heading == "This shortlist is frozen", page
    after = desk.shortlist()
    assert after.version == before.version
    assert [entry.reason for entry in after.entries] == [entry.reason for entry in before.entries]
    assert stored(ShortlistNote) == 0
    assert stored(EvaluationScore, EvaluationScore.points == 1) == 0


def test_the_record_says_that_all_is_as_it_was_frozen_and_when_it_is_not(desk: Desk) -> None:
    give_reasons(desk)
    desk.client.submit(address(desk, "/freeze"), freezing(desk))
    assert "Choice and words are as they were frozen." in desk.client.get(address(desk, "/record")).text
    with open_session(writes=True) as writing:
        entry = writing.scalars(select(ShortlistEntry)).first()
        entry.reason = "Something else"
        writing.commit()
    assert "The choice is as it was frozen. In its words" in desk.client.get(address(desk, "/record")).text
    with open_session(writes=True) as writing:
        entry = writing.scalars(select(ShortlistEntry)).first()
        entry.score += 0.01
        writing.commit()
    assert "The choice is not as it was frozen." in desk.client.get(address(desk, "/record")).text


def test_a_copy_of_a_frozen_shortlist_can_be_changed_and_one_form_makes_one(desk: Desk) -> None:
    give_reasons(desk)
    desk.client.submit(address(desk, "/freeze"), freezing(desk))
    frozen = address(desk)
    made = {desk.client.submit(f"{frozen}/copy", {"form_key": KEY + "2"}) for _ in range(2)}
    assert len(made) == 1
    copy = desk.shortlist()
    assert copy.frozen_at is None
    assert [entry.reason for entry in copy.entries] == [f"Good at {entry.rank}" for entry in copy.entries]
    assert stored(Shortlist) == 2


def test_the_pack_holds_the_decision_names_no_colleague_and_is_replayed(
    desk: Desk, app: Flask, tmp_path
) -> None:
    score(desk)
    give_reasons(desk)
    values = {"rank": str(ranks(desk)[0]), "text": "Ask who is on call.", "form_key": KEY}
    desk.client.submit(address(desk, "/notes"), values)
    desk.client.submit(address(desk, "/freeze"), freezing(desk))
    content = desk.client.download(f"{address(desk)}.zip").data
    assert content == desk.client.download(f"{address(desk)}.zip").data
    with ZipFile(BytesIO(content)) as archive:
        decision = json.loads(archive.read("decision.json"))
        page = archive.read("decision.html").decode()
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert [each["name"] for each in decision["chosen"]] == desk.order()
    assert {each["usual"] for each in decision["passed_over"]} == {
        "What proves its answers did not convince us"
    }
    assert decision["evaluations"][0]["scores"]
    assert "Evaluator 1" in page
    assert "Ask who is on call." in page
    assert desk.buyer.name.encode() not in everything
    assert desk.buyer.email.encode() not in everything
    file = tmp_path / "decision.zip"
    file.write_bytes(content)
    result = app.test_cli_runner().invoke(args=["replay", str(file)])
    assert result.exit_code == 0, result.output


def test_a_nudge_offers_whom_the_buyer_never_chose_and_adds_them(desk: Desk) -> None:
    page = desk.client.get(address(desk))
    offered = {each.get("value") for each in page.select("form[action$='/add'] [name=supplier]")}
    assert offered == {desk.suppliers[name].public_id for name in ("@UK Plc", "Elm Cloud")}
    for public_id in sorted(offered):
        desk.client.submit(address(desk, "/add"), {"supplier": public_id})
    assert len(desk.order()) == 4
    assert not desk.client.get(address(desk)).select(".hub-nudge")
    desk.client.submit(address(desk, "/add"), {"supplier": min(offered)})
    assert len(desk.order()) == 4
    desk.client.post(
        address(desk, "/add"), {"supplier": desk.suppliers["Yew Catering"].public_id}, status=400
    )


def test_the_same_as_always_is_nudged(desk: Desk) -> None:
    for number in (1, 2):
        requirement = make_requirement(desk.session, desk.buyer, f"Hosting {number}")
        version = {"version": str(requirement.version), "form_key": f"{KEY}{number}"}
        run = desk.client.submit(f"/requirements/{requirement.public_id}/runs", version)
        three = [desk.suppliers[name].public_id for name in ("Ash Hosting", "Oak Systems", "Elm Cloud")]
        desk.client.submit(f"{run}/shortlists", {"supplier": three, "form_key": f"{KEY}{number}"})
    requirement = make_requirement(desk.session, desk.buyer, "Hosting 3")
    version = {"version": str(requirement.version), "form_key": f"{KEY}3"}
    run = desk.client.submit(f"/requirements/{requirement.public_id}/runs", version)
    desk.client.submit(f"{run}/shortlists", {"supplier": three, "form_key": f"{KEY}3"})
    page = desk.client.get(address(desk))
    assert "at least two of your shortlists before" in page.text
    offered = [each.get("value") for each in page.select("form[action$='/add'] [name=supplier]")]
    assert offered == [desk.suppliers["@UK Plc"].public_id]


def test_up_to_six_are_compared_line_by_line(desk: Desk) -> None:
    page = desk.client.get(address(desk, "/compare"))
    assert list(page.texts("thead th")) == ["Line", *desk.order()]
    assert any("backups every night" in each for each in page.texts("tbody th"))
    run = desk.shortlist().run.public_id
    one = desk.suppliers["Ash Hosting"].public_id
    desk.client.get(f"/runs/{run}/compare?supplier={one}", status=400)
    ticked = [each.public_id for each in desk.suppliers.values()]
    where = desk.client.submit(f"/runs/{run}/compare", {"supplier": ticked})
    assert len(desk.client.get(where).select("thead th")) == 5


def test_an_erased_colleague_leaves_scores_and_no_words(desk: Desk, page_client: PageClient) -> None:
    first, _second = ranks(desk)
    user = colleague(desk, page_client)
    score(desk, has_interest="yes", interests=[str(first)], interest_words="My cousin works there")
    desk.session.commit()
    with page_client.app.app_context(), open_session(writes=True) as writing:
        erase_person(writing, writing.get_one(User, user.id), by="the person")
        writing.commit()
    page_client.sign_out()
    page_client.sign_in(desk.buyer)
    with open_session(writes=False) as reading:
        evaluation = reading.scalars(select(Evaluation)).one()
        assert (evaluation.user_id, evaluation.interests) == (None, [first])
        assert "cousin" not in evaluation.interest_words
    assert stored(EvaluationScore) == 1
