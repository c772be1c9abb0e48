"""The roles that each kind of organisation gives, in words, and the one that leads."""

from __future__ import annotations

from collections.abc import Iterable

TEAM = {
    "owner": "Owner: changes everything, and says who is a member",
    "editor": "Editor: changes everything but who is a member",
    "viewer": "Viewer: looks, and changes nothing",
}
STAFF = {
    "adviser": "Adviser: works with suppliers and buyers",
    "administrator": "Administrator: an adviser who also runs the hub’s people and organisations",
}
ROLES = {"supplier": TEAM, "buyer": TEAM, "hub": STAFF}
LEADING = {"supplier": "owner", "buyer": "owner", "hub": "administrator"}
"""The role that says who is a member. Every organisation that has members keeps one who holds it."""


def higher_role(roles: Iterable[str]) -> str:
    """The role of a team that may do the most. Raises ValueError for none."""
    return min(roles, key=list(TEAM).index)
