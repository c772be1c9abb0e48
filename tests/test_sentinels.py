"""Nobody is shown a private text of somebody else's, anywhere on the site.

A mark of its owner is planted in every private text of the world; `tests/permissions/marks.py` says which
kinds there are and who reads each. A walk as each person opens every link, every search, and rules with ids
that are not theirs, and looks for marks in the whole of each reply: page, file, headers, Location.
"""

from __future__ import annotations

import pytest
from sqlalchemy import JSON, Column, String, true

from hub import scoping
from hub.database import PackedJSON
from hub.privacy.labels import OPEN, label_of
from hub.shortlists.models import Shortlist
from tests.permissions.crawling import crawl
from tests.permissions.identities import BY_NAME
from tests.permissions.marks import MARK, leaks_in, mark
from tests.permissions.rows import TABLES
from tests.permissions.world import World

GUESSING = {"nobody", "supplier_other", "buyer_other", "removed", "adviser"}
"""Who tries every id they cannot know. In the matrix everybody tries those that fit the address."""

UNMARKED = {
    "one of few words": "requirement.state requirement.visibility requirement.buying criterion.importance "
    "criterion.fact criterion.value ending.how ending_award.vat shortlist.state user.tf_primary_method "
    "look.kind look.page planned_action.state planned_action.fact planned_action.value "
    "duplicate_pair.state passed_over.quick queue_item.last_act firm_contact.channel "
    "firm_contact.intensity firm_figure.given firm_ownership.kind "
    "fact_check.how consent_entry.purpose consent_entry.act consent_entry.how sharing_entry.ground "
    "proposal.state",
    "a key, which no page has a place for": "user.password user.fs_uniquifier user.tf_totp_secret "
    "user.mf_recovery_codes sign_in.key_hash invitation.token_hash requirement.form_key shortlist.form_key "
    "limit_count.key look.public_id near_miss.criterion run.form_key ending_award.form_key "
    "planned_action.form_key firm_contact.form_key shortlist_link.token_hash shortlist_link.form_key "
    "proposal.form_key fact_check.form_key consent_entry.form_key sharing_entry.form_key "
    "evaluation_score.line shortlist_note.form_key supplier_block.key fact_document.digest",
    "why administrators of the hub changed a setting of it": "setting_version.why",
    "its form is checked": "requirement.postcode",
    "numbers and hashes": "evaluation.interests shortlist.frozen_digests fact_check.stood",
    "names of suppliers, and their own published words": "run.matches run.excluded run_card.supplier "
    "shortlist_entry.supplier_name shortlist_entry.verdicts shortlist_entry.evidence "
    "proposal_entry.supplier_name",
    "what public profiles state, and names of public facts": "outcome.gates outcome.advice",
    "numbers of rows": "transfer.moved supplier_merger.moved firm_import.columns",
    "written by the site, not by the world": "event.changes message.recipient message.subject message.body",
}
"""Private columns without a mark, by the reason."""


@pytest.mark.long
@pytest.mark.parametrize("name", BY_NAME)
def test_a_walk_over_the_site_shows_no_private_text_of_others(world: World, name: str) -> None:
    walked = list(crawl(world, BY_NAME[name], guessing=name in GUESSING))
    leaking = [f"{address} shows {', '.join(found)}" for address, found in walked if found]
    assert not leaking, "\n".join(leaking[:20])
    assert len(walked) > (400 if name in GUESSING else 60)


@pytest.mark.long
def test_a_broken_rule_is_found_by_the_walk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with one rule gone the same walk finds another organisation's shortlist."""
    monkeypatch.setitem(scoping.SEEN, Shortlist, lambda _actor: true())
    walked = crawl(world, BY_NAME["buyer_other"], guessing=True)
    assert mark("buyera", "private") in {each for _address, found in walked for each in found}


@pytest.mark.parametrize("text", ["<p>zqbuyeraxprivate</p>", "/?q=ZQBUYERAXPRIVATE", "zqbuyeraxprivate@a.b"])
def test_a_mark_is_found_however_it_is_written(text: str) -> None:
    assert leaks_in(BY_NAME["nobody"], text) == [mark("buyera", "private")]
    assert leaks_in(BY_NAME["buyer_viewer"], text) == []


def test_every_private_text_holds_a_mark(world: World) -> None:
    """A new column that is personal or confidential is planted in the world, or says here why not."""
    excused = {name for names in UNMARKED.values() for name in names.split()}
    columns = {f"{table.name}.{each.name}": each for table in TABLES for each in table.columns}
    private = {name for name, column in columns.items() if _is_text(column) and label_of(column) != OPEN}
    marked = {
        f"{table}.{name}"
        for table, rows in world.database.kept.items()
        for row in rows.values()
        for name, value in row.items()
        if MARK.search(str(value))
    }
    assert private - marked - excused == set()
    assert excused - private == set(), "These are no private texts"


def _is_text(column: Column[object]) -> bool:
    return isinstance(column.type, String | JSON | PackedJSON)
