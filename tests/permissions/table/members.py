"""Members of an organisation, their roles, and invitations."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import pattern
from tests.permissions.forms import NOTHING
from tests.permissions.route import Route, on

MEMBERS = pattern(anyone="404", nobody="sign in", newcomer="403")
OF_SUPPLIER = MEMBERS.but(supplier="page/404/404", administrator="page/page/404")
OF_BUYER = MEMBERS.but(buyer="page/404/404", administrator="page/page/404")
OF_HUB = MEMBERS.but(staff="page/page/404")
REFUSED = {"administrator": "403/403/404", "divided": "403/404/404"}
"""An administrator sees members everywhere; only who leads an organisation says who they are."""


def leading(kind: str, outcome: str) -> dict[str, str]:
    """Owners of the organisation do it; its other members are told that they may not."""
    led = f"{outcome}/404/404"
    names = ("supplier_owner", "supplier_other")
    if kind == "buyer":
        names = ("buyer_owner", "buyer_other", "buyer_unconfirmed", "divided")
    return {**REFUSED, kind: "403/404/404", **dict.fromkeys(names, led)}


LEAD_SUPPLIER, CHANGE_SUPPLIER = (MEMBERS.but(**leading("supplier", each)) for each in ("page", "changed"))
LEAD_BUYER, CHANGE_BUYER = (MEMBERS.but(**leading("buyer", each)) for each in ("page", "changed"))
LEAD_HUB = MEMBERS.but(adviser="403/403/404", administrator="page/page/404")
CHANGE_HUB = MEMBERS.but(adviser="403/403/404", administrator="changed/changed/404")
NOT_OF_IT = LEAD_BUYER.but(**leading("buyer", "404"))
"""Who leads one organisation changes nothing of another under the first's address."""
BY_LINK = pattern(anyone="page/page/404")

ROUTES = (
    Route("members.list_own", GET=pattern(anyone="page", nobody="sign in", newcomer="403")),
    Route("members.show", on("supplier organisation"), GET=OF_SUPPLIER),
    Route("members.show", on("buying organisation"), GET=OF_BUYER),
    Route("members.show", on("hub"), GET=OF_HUB),
    Route(
        "members.change_kind", on("buying organisation"), GET=LEAD_BUYER, POST=CHANGE_BUYER, form=forms.KIND
    ),
    Route(
        "members.invite",
        on("supplier organisation"),
        GET=LEAD_SUPPLIER,
        POST=CHANGE_SUPPLIER,
        form=forms.INVITE,
    ),
    Route("members.invite", on("buying organisation"), GET=LEAD_BUYER, POST=CHANGE_BUYER, form=forms.INVITE),
    Route("members.invite", on("hub"), GET=LEAD_HUB, POST=CHANGE_HUB, form=forms.INVITE_ADVISER),
    Route(
        "members.withdraw",
        on("supplier organisation", invitation_id="supplier invitation"),
        POST=CHANGE_SUPPLIER,
        form=NOTHING,
    ),
    Route(
        "members.withdraw",
        on("buying organisation", invitation_id="buyer invitation"),
        POST=CHANGE_BUYER,
        form=NOTHING,
    ),
    Route("members.invitation", {"token": "supplier invitation token"}, GET=BY_LINK, shows="invited"),
    Route("members.invitation", {"token": "personal invitation token"}, GET=BY_LINK, shows="waiting"),
    Route(
        "members.accept",
        {"token": "personal invitation token"},
        POST=pattern(
            anyone="403/403/404",
            nobody="sign in",
            newcomer="changed/403/404",
            removed="403/changed/404",
        ),
        form=NOTHING,
        shows="waiting",
    ),
    Route(
        "members.change_role",
        on("supplier organisation", person_id="supplier colleague"),
        GET=LEAD_SUPPLIER,
        POST=CHANGE_SUPPLIER,
        form=forms.fixed(role="viewer"),
    ),
    Route(
        "members.change_role",
        on("buying organisation", person_id="buyer colleague"),
        GET=LEAD_BUYER,
        POST=CHANGE_BUYER,
        form=forms.fixed(role="viewer"),
    ),
    Route(
        "members.remove",
        on("supplier organisation", person_id="supplier colleague"),
        GET=LEAD_SUPPLIER,
        POST=CHANGE_SUPPLIER,
        form=NOTHING,
    ),
    Route(
        "members.remove",
        on("buying organisation", person_id="buyer colleague"),
        GET=LEAD_BUYER,
        POST=CHANGE_BUYER,
        form=NOTHING,
    ),
    Route(
        "members.change_role",
        on("buying organisation", person_id="supplier colleague"),
        GET=NOT_OF_IT,
        POST=NOT_OF_IT,
        form=forms.fixed(role="viewer"),
        nested=False,
    ),
    Route(
        "members.remove",
        on("buying organisation", person_id="supplier colleague"),
        GET=NOT_OF_IT,
        POST=NOT_OF_IT,
        form=NOTHING,
        nested=False,
    ),
    Route(
        "members.withdraw",
        on("buying organisation", invitation_id="supplier invitation"),
        POST=NOT_OF_IT,
        form=NOTHING,
        nested=False,
    ),
    Route(
        "members.leave",
        on("supplier organisation"),
        GET=MEMBERS.but(supplier="page/404/404"),
        POST=MEMBERS.but(
            supplier="changed/404/404", supplier_owner="409/404/404", supplier_other="409/404/404"
        ),
        form=NOTHING,
    ),
    Route(
        "members.leave",
        on("buying organisation"),
        GET=MEMBERS.but(buyer="page/404/404"),
        POST=MEMBERS.but(buyer="changed/404/404", buyer_other="409/404/404", buyer_unconfirmed="409/404/404"),
        form=NOTHING,
    ),
)
