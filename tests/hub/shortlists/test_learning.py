"""A hub learns weights from its own reasoned shortlists, refuses what ranks worse, and can go back."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import actor_of
from hub.database import open_session
from hub.matches.finding import find_by_words, find_matches
from hub.matches.models import LearnedWeights, Run
from hub.matches.queries import weights_in_force
from hub.requirements.models import Requirement
from hub.shortlists import learning
from hub.shortlists.choosing import choose_suppliers
from hub.shortlists.models import Shortlist
from hub.suppliers.models import Capability, Supplier
from matching.weights import Weights, shipped_weights
from tests.people import make_member

STEMS_ALONE = replace(shipped_weights(), written=0.0)
DECISIONS = 6


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "LEAST_DECISIONS", DECISIONS)


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["learn", *arguments])


def decide(session: Session, count: int = DECISIONS, reason: str = "It does this very work") -> None:
    """Of firms that clean culverts and such as cleaned them, which stems cannot tell apart, one is chosen.

    The hub has learned, before that, to go by stems alone: the other stands first by its id.
    """
    buyer = make_member(session, "buyer")
    actor = actor_of(buyer)
    for at in range(count):
        for words in ("Cleaning", "Cleaned"):
            name = f"{words} {at}"
            first = "a" if words == "Cleaned" else "b"
            supplier = Supplier(public_id=f"{first}{at:011}", name=name, name_key=name.casefold())
            supplier.capabilities = [Capability(title=f"{words} of culverts nr{at:03}")]
            session.add(supplier)
    session.add(LearnedWeights(version=STEMS_ALONE.version, weights=asdict(STEMS_ALONE), measured={}))
    session.commit()
    chosen = {each.name: each.public_id for each in session.scalars(select(Supplier))}
    for at in range(count):
        asked = Requirement(
            organisation_id=actor.standings[0].organisation_id, title=f"Cleaning culverts nr{at:03}"
        )
        session.add(asked)
        session.flush()
        found = find_matches(session, asked)
        made = choose_suppliers(
            session, asked, found.digest, [chosen[f"Cleaning {at}"]], actor, form_key=f"decision-{at}"
        )
        made.entries[0].reason = reason
    session.commit()


def kept() -> list[LearnedWeights]:
    with open_session(writes=False) as reading:
        return list(reading.scalars(select(LearnedWeights).order_by(LearnedWeights.id)))


def in_force() -> Weights:
    with open_session(writes=False) as reading:
        return weights_in_force(reading)


def test_what_was_learned_counts_at_the_next_search_and_is_kept_with_its_figures(
    app: Flask, session: Session
) -> None:
    decide(session)
    result = run(app)
    assert result.exit_code == 0, result.output
    *_, row = kept()
    assert row.weights["written"] > 0
    assert row.measured["ndcg@10"]["decisions"] == DECISIONS
    assert row.measured["ndcg@10"]["held_out"] >= row.measured["ndcg@10"]["before"]
    assert f"weights={row.version}" in result.output
    with open_session(writes=False) as reading:
        assert find_by_words(reading, "Cleaning culverts nr001").versions.weights == row.version


def test_a_dry_run_says_it_and_changes_nothing(app: Flask, session: Session) -> None:
    decide(session)
    result = run(app, "--dry-run")
    assert result.exit_code == 0
    assert "Nothing was changed." in result.output
    assert len(kept()) == 1


def test_the_hub_goes_back_to_the_weights_that_ship(app: Flask, session: Session) -> None:
    decide(session)
    assert in_force() == STEMS_ALONE
    assert run(app, "--shipped", "--dry-run").exit_code == 0
    assert len(kept()) == 1
    assert run(app, "--shipped").exit_code == 0
    assert in_force() == shipped_weights()
    with open_session(writes=False) as reading:
        assert find_by_words(reading, "culverts").versions.weights == shipped_weights().version


@pytest.mark.parametrize(("count", "reason"), [(DECISIONS - 1, "It does this"), (DECISIONS, " ")])
def test_too_few_reasoned_decisions_teach_nothing(
    app: Flask, session: Session, count: int, reason: str
) -> None:
    decide(session, count, reason)
    result = run(app)
    assert result.exit_code == 1
    assert f"Learning needs {DECISIONS} shortlists with a reason for every choice" in result.stderr
    assert len(kept()) == 1


def test_what_ranks_decisions_that_were_held_out_worse_is_refused(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(session)
    blind = replace(STEMS_ALONE, piece=0.0)

    def learned_badly(_learner: object, measured: learning.Measured) -> dict[str, dict[str, object]]:
        return {name: dict.fromkeys(cases, blind) for name, cases in measured.sets.items()}

    monkeypatch.setattr(learning, "learn_across", learned_badly)
    result = run(app)
    assert (result.exit_code, len(kept())) == (1, 1)
    assert "Refused: decisions held out rank worse, 0.000 instead of" in result.stderr


def test_what_makes_a_golden_case_worse_is_refused(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(session)
    monkeypatch.setattr(learning, "worsened", lambda *_: ["drain cleaning is not office cleaning"])
    result = run(app)
    assert (result.exit_code, len(kept())) == (1, 1)
    assert "golden cases get worse: drain cleaning is not office cleaning" in result.stderr


def test_where_no_other_weights_rank_better_nothing_is_kept(app: Flask, session: Session) -> None:
    decide(session)
    assert run(app, "--shipped").exit_code == 0
    result = run(app)
    assert (result.exit_code, len(kept())) == (1, 2)
    assert "No other weights rank this hub’s decisions better" in result.stderr


def test_a_run_keeps_the_version_of_the_weights_it_was_ranked_by(session: Session) -> None:
    decide(session, 1)
    assert session.scalars(select(Run)).one().weights_version == STEMS_ALONE.version


def test_a_requirement_is_read_back_from_its_run_as_it_was_asked(session: Session) -> None:
    decide(session, 1)
    (shortlist,) = session.scalars(select(Shortlist))
    again = learning.hold(learning.from_json(shortlist.run.asked))
    matches = find_matches(session, shortlist.requirement).ranking.matches
    assert again.requirement.title == "Cleaning culverts nr000"
    assert again.first(10) == [match.profile for match in matches]
