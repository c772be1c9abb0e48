"""Who may call a route. Each view says so beside its route; the site does not start with one that doesn't."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import Actor, current_actor

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Policy:
    """A name for the people it lets in, and the test."""

    name: str
    lets_in: Callable[[Actor], bool]


ANYONE = Policy("anyone", lambda actor: True)
SIGNED_IN = Policy("signed in", lambda actor: actor.signed_in)
SUPPLIERS = Policy("members of a supplier", lambda actor: actor.is_supplier)
BUYERS = Policy("members of a buying organisation", lambda actor: actor.is_buyer)
ADVISERS = Policy("advisers", lambda actor: actor.is_adviser)
ADMINISTRATORS = Policy("administrators", lambda actor: actor.is_administrator)
MEMBERS = Policy("members of an organisation", lambda actor: bool(actor.standings))
BUYERS_AND_ADVISERS = Policy("buyers and advisers", lambda actor: actor.is_buyer or actor.is_adviser)
SUPPLIERS_AND_ADVISERS = Policy(
    "members of a supplier and advisers", lambda actor: actor.is_supplier or actor.is_adviser
)


class MissingPolicyError(RuntimeError):
    """A route that says nothing of who may call it."""


def allow(policy: Policy) -> Callable[[View], View]:
    """Mark a view with who may call it. Stands under the route, so that both are read together."""

    def mark(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return mark


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    named: Policy | None = app.extensions["policies"].get(endpoint)
    return named or getattr(app.view_functions[endpoint], "policy", None)


def name_policies(app: Flask, policies: dict[str, Policy]) -> None:
    """Policies of routes that a library brings, by endpoint."""
    app.extensions.setdefault("policies", {}).update(policies)


def init_policies(app: Flask) -> None:
    """Guard every request. Raises MissingPolicyError for a route without a policy."""
    name_policies(app, {"static": ANYONE})
    missing = sorted({r.endpoint for r in app.url_map.iter_rules() if policy_of(app, r.endpoint) is None})
    if missing:
        raise MissingPolicyError(f"These routes need a policy (@allow): {', '.join(missing)}")
    app.before_request(_guard)


def must_set_up(actor: Actor) -> bool:
    """Whether the hub asks a second factor of this person and they have none yet.

    The demo's sign-ins are printed for everybody: a second factor would lock everybody out but one.
    """
    wanted = current_app.config["HUB_SECOND_FACTOR"] and actor.is_adviser
    return wanted and not actor.second_factor and not actor.of_the_demo


WITHOUT_SECOND_FACTOR = {
    "accounts.set_up_second_factor",
    "pages.asset",
    "pages.health",
    "security.logout",
    "security.verify",
    "static",
}
"""What is open to who has yet to set it up: doing so, and what its page is made of."""


def _guard() -> Response | None:
    if request.endpoint is None:
        return None
    policy = policy_of(current_app, request.endpoint)
    actor = current_actor()
    if must_set_up(actor) and request.endpoint not in WITHOUT_SECOND_FACTOR:
        return redirect(url_for("accounts.set_up_second_factor"), 303)
    if policy is not None and policy.lets_in(actor):
        return None
    if actor.signed_in:
        abort(403)
    came_from = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=came_from), 303)
