"""The list of routes: each with a policy, each under the address people were given."""

from __future__ import annotations

import pytest
from flask import Flask

from hub import create_app
from hub.accounts import policies
from hub.accounts.policies import MissingPolicyError, init_policies, policy_of

PUBLIC = {
    "/",
    "/account/erased",
    "/account/email/<token>",
    "/assets/<path:filename>",
    "/business/register",
    "/categories",
    "/categories/<slug>",
    "/check-your-email",
    "/confirm-email",
    "/confirm-email/<token>",
    "/create-account",
    "/demo/outbox",
    "/demo/outbox/<name>",
    "/healthz",
    "/help/accessibility",
    "/help/cookies",
    "/help/privacy",
    "/help/ranking",
    "/invitations/<token>",
    "/look/<scope>/<brand>-<accent>.css",
    "/shared/<token>",
    "/reset-password",
    "/reset-password/<token>",
    "/search",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/recovery-code",
    "/sign-out",
    "/static/<path:filename>",
    "/suppliers/<public_id>",
    "/suppliers/<public_id>/ask-for-removal",
    "/suppliers/find",
}
"""What anybody may open. A new public route is a decision: write it here."""


def test_only_these_routes_are_open_to_anyone(migrated_app: Flask) -> None:
    rules = migrated_app.url_map.iter_rules()
    public = {str(rule) for rule in rules if policy_of(migrated_app, rule.endpoint) is policies.ANYONE}
    assert public == PUBLIC


def test_every_route_has_a_policy(migrated_app: Flask) -> None:
    for rule in migrated_app.url_map.iter_rules():
        assert policy_of(migrated_app, rule.endpoint) is not None, rule


def test_the_site_does_not_start_with_a_route_without_a_policy(tmp_path) -> None:
    app = create_app({"INSTANCE": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path}/hub.sqlite"})
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    with pytest.raises(MissingPolicyError, match="forgotten"):
        init_policies(app)


def test_nothing_that_changes_something_answers_to_get(migrated_app: Flask) -> None:
    """A view named by a verb of change takes POST only; one that shows a form first takes GET as well."""
    changing = ("choose", "share", "decide", "confirm_buyer", "withdraw", "move", "remove", "close", "open")
    for rule in migrated_app.url_map.iter_rules():
        if rule.endpoint.rpartition(".")[2] in changing:
            assert "POST" in rule.methods, rule
