"""Who asks: one person for each standing that the hub tells apart, and what each is called in the table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """`also` are wider names, nearest first: what the table does not say of the name is said of those.

    `side` is whose things are "own"; for who has none, the things of side a stand in.
    `belongs` are the organisations, by the word that marks their private texts.
    """

    name: str
    also: tuple[str, ...]
    side: str = "a"
    belongs: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.also, "anyone")


def _member(kind: str, role: str, side: str = "a") -> Identity:
    return Identity(f"{kind}_{role}", (kind,), side, frozenset({f"{kind}{side}"}))


IDENTITIES = (
    Identity("nobody", ()),
    _member("supplier", "owner"),
    _member("supplier", "editor"),
    _member("supplier", "viewer"),
    _member("supplier", "other", "b"),
    _member("buyer", "owner"),
    _member("buyer", "editor"),
    _member("buyer", "viewer"),
    _member("buyer", "other", "b"),
    Identity("buyer_unconfirmed", ("buyer",), "c", frozenset({"buyerc"})),
    Identity("divided", ("supplier_viewer", "supplier", "buyer"), belongs=frozenset({"suppliera", "buyera"})),
    Identity("adviser", ("staff",), belongs=frozenset({"hub"})),
    Identity("administrator", ("staff",), belongs=frozenset({"hub"})),
    Identity("newcomer", (), belongs=frozenset({"newcomer"})),
    Identity("disabled", ("nobody",)),
    Identity("removed", ("newcomer",), belongs=frozenset({"removed"})),
)
"""`divided` is a viewer of the supplier and an owner of the buying organisation. `newcomer` has an account
and belongs to nothing. `disabled` and `removed` hold the cookie of a sign-in from when they were owner of
both and adviser of the hub; since then the account of one was closed, the other's memberships taken away."""

BY_NAME = {identity.name: identity for identity in IDENTITIES}
OTHER_SIDE = {"a": "b", "b": "a", "c": "a"}
