"""Shortlists."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import (
    BUYER_ACTING,
    BUYER_AND_ADVISER_READING,
    BUYER_EDITING,
    BUYER_LIST,
    SHARED_READING,
)
from tests.permissions.forms import NOTHING
from tests.permissions.route import Route, on

ROUTES = (
    Route("shortlists.list_own", GET=BUYER_LIST),
    Route("shortlists.choose", on("private requirement"), POST=BUYER_ACTING, form=forms.choose),
    Route(
        "shortlists.choose",
        on("private requirement"),
        POST=BUYER_EDITING.but(buyer="409/404/404"),
        form=forms.choose_with_their_key,
        case="with another's key",
    ),
    Route("shortlists.choose_recorded", on("private run"), POST=BUYER_ACTING, form=forms.choose_recorded),
    Route("shortlists.show", on("private shortlist"), GET=BUYER_AND_ADVISER_READING),
    Route("shortlists.show", on("shared shortlist"), GET=SHARED_READING),
    Route("shortlists.download", on("private shortlist"), GET=BUYER_AND_ADVISER_READING),
    Route("shortlists.download", on("shared shortlist"), GET=SHARED_READING),
    Route("shortlists.arrange", on("private shortlist"), POST=BUYER_ACTING, form=forms.arrange),
    Route("shortlists.share", on("private shortlist"), POST=BUYER_ACTING, form=NOTHING),
    Route("shortlists.stop_sharing", on("shared shortlist"), POST=BUYER_ACTING, form=NOTHING),
)
