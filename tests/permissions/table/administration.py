"""The administrators' desk."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import REFUSED
from tests.permissions.forms import NOTHING
from tests.permissions.route import Route, on

READING = REFUSED.but(administrator="page/page/404")
ACTING = REFUSED.but(administrator="changed/changed/404")
INTO = {"public_id": "buying organisation", "into": "waiting organisation"}

BUYERS_ONLY = REFUSED.but(administrator="404")

ROUTES = (
    Route("administration.home", GET=READING),
    Route("administration.people", GET=READING),
    Route("administration.disable", on("buyer colleague"), POST=ACTING, form=NOTHING),
    Route("administration.enable", on("closed account"), POST=ACTING, form=NOTHING),
    Route("administration.organisations", GET=READING),
    Route("administration.open_buyer", GET=READING, POST=ACTING, form=forms.BUYER),
    Route("administration.merge", INTO, GET=READING, POST=ACTING, form=forms.merge, nested=False),
    Route("administration.move", INTO, GET=READING, POST=ACTING, form=forms.move, nested=False),
    Route(
        "administration.merge", on("supplier organisation"), GET=BUYERS_ONLY, POST=BUYERS_ONLY, form=NOTHING
    ),
    Route(
        "administration.move", on("supplier organisation"), GET=BUYERS_ONLY, POST=BUYERS_ONLY, form=NOTHING
    ),
    Route("administration.transfers", GET=READING),
    Route("administration.undo", on("transfer"), GET=READING, POST=ACTING, form=NOTHING),
)
