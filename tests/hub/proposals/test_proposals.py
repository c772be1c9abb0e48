"""A shortlist that the hub proposes: asked for, made from a run or by hand, confirmed or declined."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.actors import actor_of
from hub.accounts.models import User
from hub.database import open_session
from hub.matches.models import Run
from hub.privacy.erasing import erase_person
from hub.proposals.models import Proposal
from hub.queue.models import QueueItem
from hub.queue.queries import count_items
from hub.requirements.models import Criterion
from hub.shortlists.models import Shortlist
from hub.suppliers.models import Fact
from tests.hub.proposals.proposals_made import KEY, Parties
from tests.hub.shortlists.test_statements import counted
from tests.mailbox import Mailbox
from tests.page_client import PageClient
from tests.people import make_organisation

OURS = {
    "Elm_Cloud": "They moved our schools",
    "Ash_Hosting": "Backups every night",
    "Yew_Catering": "By hand",
}


@pytest.fixture
def parties(app: Flask, page_client: PageClient, session: Session) -> Parties:
    return Parties(app, page_client, session)


def count(model: type[Run] | type[Shortlist] | type[Proposal]) -> int:
    with open_session(writes=False) as reading:
        return reading.scalar(select(func.count()).select_from(model)) or 0


def test_asking_lets_advisers_read_that_requirement_until_it_is_taken_back(parties: Parties) -> None:
    parties.client.get(parties.requirement, status=404)
    parties.ask()
    parties.ask()
    assert parties.client.get(parties.requirement).heading == "Web hosting for a council"
    assert "while they are asked for a shortlist" in parties.buyer.get(parties.requirement).text
    listed = parties.client.get("/advice/proposals").texts("tbody tr")
    assert len(listed) == 1
    assert "Web hosting for a council" in listed[0]
    assert "Ashby Council" in listed[0]
    draft = parties.start("Elm Cloud")
    parties.buyer.submit(f"{parties.requirement}/stop-asking-for-shortlist")
    for address in (parties.requirement, draft):
        parties.client.get(address, status=404)
    assert parties.client.get("/advice/proposals").texts("tbody tr") == []


def test_the_queue_shows_what_is_about_it_while_it_is_asked_for(parties: Parties, session: Session) -> None:
    number = parties.desk.requirement.id
    session.add(QueueItem(kind="few", source_id=number, requirement_id=number, urgency=1))
    session.commit()

    def told() -> tuple[bool, int]:
        with open_session(writes=False) as reading:
            actor = actor_of(reading.get_one(User, parties.adviser.id))
            counts = count_items(reading, actor, date.today())
            return "few" in counts.of_kind, counts.private

    assert told() == (False, 1)
    parties.ask()
    assert told() == (True, 0)
    parties.buyer.submit(f"{parties.requirement}/stop-asking-for-shortlist")
    assert told() == (False, 1)


def test_a_closed_requirement_is_not_read_though_it_was_asked_for(parties: Parties) -> None:
    parties.ask()
    parties.buyer.submit(f"{parties.requirement}/close")
    parties.client.get(parties.requirement, status=404)
    assert parties.buyer.client.post(f"{parties.requirement}/ask-for-shortlist").status_code == 409


def test_a_draft_is_from_one_recorded_run_and_the_buyer_sees_it_once_proposed(
    parties: Parties, mailbox: Mailbox
) -> None:
    parties.ask()
    draft = parties.start("Elm Cloud", "Yew Catering")
    assert parties.start() == draft
    assert (count(Run), count(Proposal)) == (1, 1)
    elm, yew = parties.proposal().entries
    assert elm.rank in {1, 2, 3, 4}
    assert (yew.rank, yew.gates) == (None, [])
    shown = f"/proposals/{parties.proposal().public_id}"
    parties.buyer.get(shown, status=404)
    assert "begun" not in parties.buyer.get(parties.requirement).text
    page = parties.client.post(draft, parties.values(draft) | {"act": "propose"})
    assert page.errors == ["Enter why you propose Elm Cloud", "Enter why you propose Yew Catering"]
    wanted = parties.values(draft, Yew_Catering="By hand", Elm_Cloud="They are near") | {"act": "propose"}
    assert parties.client.submit(draft, wanted) == shown
    assert parties.client.submit(draft, wanted) == shown
    address = parties.desk.buyer.email
    assert mailbox.subjects(address) == ["A shortlist is proposed for “Web hosting for a council”"]
    assert mailbox.link(address) == shown
    assert "Ada Reed of the hub proposes a shortlist" in parties.buyer.get(parties.requirement).text
    page = parties.buyer.get(shown)
    assert page.texts(".hub-shortlist h2") == ["1. Yew Catering", "2. Elm Cloud"]
    assert "Not in the ranking" in page.texts(".hub-shortlist li")[0]
    assert f"Number {elm.rank} in the ranking" in page.texts(".hub-shortlist li")[1]


def test_a_must_that_leaves_a_firm_out_is_told_in_its_words(parties: Parties) -> None:
    parties.desk.requirement.criteria.append(
        Criterion(text="Must hold ISO 27001", importance="must", fact="iso_27001", value=True)
    )
    parties.desk.suppliers["Oak Systems"].facts = [Fact(name="iso_27001", value=False)]
    parties.session.commit()
    shown = parties.propose(Oak_Systems="They are about to get it")
    assert "Left out of the ranking by this must: Must hold ISO 27001" in parties.buyer.get(shown).text


def test_confirming_makes_the_shortlist_of_the_kept_firms_that_are_ranked(parties: Parties) -> None:
    shown = parties.propose(**OURS)
    kept = parties.keep("Ash Hosting", "Yew Catering")
    assert "Keep at least one firm" in parties.buyer.post(f"{shown}/confirm").errors[0]
    address = parties.buyer.submit(f"{shown}/confirm", kept)
    shortlist = parties.desk.shortlist()
    assert address == f"/shortlists/{shortlist.public_id}"
    assert [(each.supplier_name, each.position, each.reason) for each in shortlist.entries] == [
        ("Ash Hosting", 1, "Backups every night")
    ]
    assert shortlist.created_by_id == parties.desk.buyer.id
    assert "Proposed by Ada Reed of the hub" in parties.buyer.get(address).text
    assert parties.buyer.submit(f"{shown}/confirm", kept) == shown
    assert count(Shortlist) == 1
    told = parties.buyer.get(shown)
    assert f"Confirmed by {parties.desk.buyer.name} on" in told.text
    assert told.texts(".hub-shortlist .govuk-tag") == ["Struck"]
    parties.client.get(parties.requirement, status=404)
    assert "Confirmed" in parties.client.get("/advice/proposals?show=proposed").texts("tbody td")[1]
    assert address not in parties.client.get(shown).source


def test_the_order_is_that_of_the_proposal(parties: Parties) -> None:
    shown = parties.propose(Oak_Systems="Third of all", Elm_Cloud="Second", Ash_Hosting="First")
    parties.buyer.submit(f"{shown}/confirm", parties.keep("Oak Systems", "Elm Cloud", "Ash Hosting"))
    assert parties.desk.order() == ["Oak Systems", "Elm Cloud", "Ash Hosting"]


def test_firms_by_hand_alone_are_confirmed_without_a_shortlist(parties: Parties) -> None:
    shown = parties.propose(Yew_Catering="By hand")
    assert parties.buyer.submit(f"{shown}/confirm", parties.keep("Yew Catering")) == shown
    assert count(Shortlist) == 0
    assert "There is no shortlist of it" in parties.buyer.get(shown).text


def test_two_who_confirm_at_once_make_one_shortlist(parties: Parties) -> None:
    shown = parties.propose(Elm_Cloud="Near")
    _, colleague = parties.person("Ola Brandt", parties.desk.organisation, "editor")
    kept = parties.keep("Elm Cloud")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: who.submit(f"{shown}/confirm", kept), (parties.buyer, colleague)))
    assert count(Shortlist) == 1
    assert sorted(answers) == sorted([shown, f"/shortlists/{parties.desk.shortlist().public_id}"])


def test_it_is_declined_with_a_reason_and_then_nothing_changes_it(parties: Parties) -> None:
    shown = parties.propose(Elm_Cloud="Near")
    assert parties.buyer.post(f"{shown}/decline").errors == ["Enter why you decline it"]
    parties.buyer.submit(f"{shown}/decline", {"answer": "They let us down"})
    assert parties.buyer.submit(f"{shown}/confirm", parties.keep("Elm Cloud")) == shown
    parties.client.submit(f"/advice{shown}/withdraw")
    assert (parties.proposal().state, count(Shortlist)) == ("declined", 0)
    assert "They let us down" in parties.client.get(shown).text
    parties.client.get(parties.requirement)  # it is still asked for


def test_what_was_withdrawn_cannot_be_confirmed(parties: Parties) -> None:
    shown = parties.propose(Elm_Cloud="Near")
    parties.client.submit(f"/advice{shown}/withdraw")
    assert parties.buyer.submit(f"{shown}/confirm", parties.keep("Elm Cloud")) == shown
    assert count(Shortlist) == 0
    assert "Withdrawn by Ada Reed on" in parties.buyer.get(shown).text


def test_a_viewer_reads_and_does_not_decide_and_other_buyers_read_nothing(parties: Parties) -> None:
    shown = parties.propose(Elm_Cloud="Near")
    _, viewer = parties.person("Vera Lund", parties.desk.organisation, "viewer")
    assert viewer.get(shown).select("main form") == []
    assert viewer.client.post(f"{shown}/confirm", data=parties.keep("Elm Cloud")).status_code == 403
    brook = make_organisation(parties.session, "buyer", "Brook Council")
    _, other = parties.person("Otto Berg", brook, "owner")
    for address in (shown, f"{shown}/confirm"):
        assert other.client.open(address, method="POST" if "confirm" in address else "GET").status_code == 404


def test_two_advisers_on_one_draft_lose_nothing(parties: Parties) -> None:
    parties.ask()
    draft = parties.start("Elm Cloud")
    mine = parties.values(draft, Elm_Cloud="Mine")
    theirs = parties.values(draft, Elm_Cloud="Theirs")
    parties.client.submit(draft, theirs)
    assert parties.client.submit(draft, theirs) == draft
    page = parties.client.post(draft, mine, status=409)
    assert "Somebody else changed this proposal" in page.errors[0]
    assert parties.proposal().entries[0].reason == "Theirs"
    form = page.one(f"form[action='{draft}'][method=post]")
    values = {name: value for name, value in form.form_values() if name != "csrf_token"}
    parties.client.submit(draft, values | {"act": "save"})
    assert parties.proposal().entries[0].reason == "Mine"


def test_a_firm_is_found_by_name_taken_off_and_never_twice_on_it(parties: Parties) -> None:
    parties.ask()
    draft = parties.start("Yew Catering", "Elm Cloud")
    assert "Oak Systems" in parties.client.get(f"{draft}?name=oak").texts("fieldset label")[0]
    parties.start("Yew Catering")
    assert len(parties.proposal().entries) == 2
    entry = parties.proposal().entries[0].public_id
    parties.client.submit(draft, parties.values(draft) | {"act": f"remove-{entry}"})
    assert [each.supplier_name for each in parties.proposal().entries] == ["Elm Cloud"]
    assert parties.client.post(f"{draft}/add").errors == ["Tick at least one firm"]


def test_an_erased_adviser_leaves_the_proposal_without_a_name(parties: Parties) -> None:
    shown = parties.propose(Elm_Cloud="Near")
    parties.person("Bo Lind", parties.hub, "administrator")
    with open_session(writes=True) as writing:
        erase_person(writing, writing.get_one(User, parties.adviser.id), by="the person")
        writing.commit()
    page = parties.buyer.get(shown)
    assert "Proposed by Somebody who has left" in page.text
    assert "Ada Reed" not in page.source


def test_lists_cost_as_many_statements_however_long_they_are(app: Flask, parties: Parties) -> None:
    parties.ask()
    costs = []
    for key in (KEY, *(f"{at:020}" for at in range(3))):
        parties.start("Elm Cloud", "Ash Hosting", key=key)
        sent_at_once = []
        for address in ("/advice/proposals", "/advice/proposals?show=proposed", parties.requirement):
            parties.client.get(address)
            with counted(app) as sent:
                parties.client.get(address)
            sent_at_once.append(len(sent))
        costs.append(sent_at_once)
    assert costs[0] == costs[-1]
