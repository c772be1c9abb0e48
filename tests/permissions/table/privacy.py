"""A person's own data."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import PUBLIC, SIGNED_IN
from tests.permissions.route import Route

LAST_LEADERS = ("administrator", "supplier_owner", "supplier_other", "buyer_other", "buyer_unconfirmed")
"""They lead an organisation in which others stay behind, and say first who shall lead it then."""

ROUTES = (
    Route("privacy.data", GET=SIGNED_IN),
    Route(
        "privacy.download",
        POST=SIGNED_IN,
        form=forms.password,
        shows="waiting",  # the name of an organisation that invites the person
        idle="it hands over a file",
    ),
    Route(
        "privacy.erase",
        GET=SIGNED_IN,
        POST=SIGNED_IN.but(anyone="changed", **dict.fromkeys(LAST_LEADERS, "page")),
        form=forms.password,
    ),
    Route("privacy.erased", GET=PUBLIC),
)
