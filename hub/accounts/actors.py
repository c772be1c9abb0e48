"""Who is asking: the one object that permissions and reads decide by."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, has_request_context
from flask_login import current_user

from hub.accounts.models import User
from hub.demo.signins import is_of_the_demo


@dataclass(frozen=True, slots=True)
class Standing:
    """An actor's place in one organisation."""

    organisation_id: int
    kind: str
    role: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as permissions see them; nobody signed in has no `user_id` and no standings."""

    user_id: int | None = None
    name: str = ""
    standings: tuple[Standing, ...] = ()
    second_factor: bool = False
    """Whether signing in asked, or will ask, for a code as well."""
    of_the_demo: bool = False
    """Signed in with what everybody can read in the demo's papers."""

    @property
    def signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def is_supplier(self) -> bool:
        return any(standing.kind == "supplier" for standing in self.standings)

    @property
    def is_buyer(self) -> bool:
        return any(standing.kind == "buyer" for standing in self.standings)

    @property
    def is_adviser(self) -> bool:
        return any(standing.kind == "hub" for standing in self.standings)

    @property
    def is_administrator(self) -> bool:
        """Runs the hub's settings, people and organisations; an adviser in everything else."""
        return any(standing.role == "administrator" for standing in self.standings)

    @property
    def sees_contacts(self) -> bool:
        """Contact details are for advisers and for buyers whose organisation the hub has confirmed."""
        return self.is_adviser or any(s.kind == "buyer" and s.confirmed for s in self.standings)

    def organisations(self, kind: str) -> tuple[int, ...]:
        return tuple(s.organisation_id for s in self.standings if s.kind == kind)

    def role_in(self, organisation_id: int | None) -> str | None:
        """The role in that organisation; None for who is no member."""
        return next((s.role for s in self.standings if s.organisation_id == organisation_id), None)

    def owns(self, organisation_id: int | None) -> bool:
        """Owners say who belongs to their organisation; administrators do so for the hub."""
        return self.role_in(organisation_id) in {"owner", "administrator"}

    def edits(self, organisation_id: int | None) -> bool:
        """Owners and editors change their organisation's things; viewers look."""
        return any(
            s.organisation_id == organisation_id and s.role in {"owner", "editor"} for s in self.standings
        )


NOBODY = Actor()


def actor_of(user: User) -> Actor:
    standings = tuple(
        Standing(m.organisation_id, m.organisation.kind, m.role, m.organisation.confirmed_at is not None)
        for m in user.memberships
    )
    return Actor(
        user.id,
        user.name or user.email,
        standings,
        second_factor=user.tf_totp_secret is not None,
        of_the_demo=is_of_the_demo(user.email, current_app.config),
    )


def current_actor() -> Actor:
    """The actor of this request, read from the database once."""
    if "actor" not in g:
        g.actor = (
            actor_of(current_user) if has_request_context() and current_user.is_authenticated else NOBODY
        )
    actor: Actor = g.actor
    return actor


def forget_actor() -> None:
    """Whoever asks next is found anew: somebody has just signed in or out."""
    g.pop("actor", None)
