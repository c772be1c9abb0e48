"""Shortlists."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import (
    BUYER_ACTING,
    BUYER_AND_ADVISER_READING,
    BUYER_EDITING,
    BUYER_LIST,
    BUYER_READING,
    PUBLIC_ACTING,
    SHARED_READING,
)
from tests.permissions.forms import NOTHING
from tests.permissions.route import Route, on

NOTHING_TICKED = BUYER_AND_ADVISER_READING.but(buyer="400/404/404")

SHARED_ACTING = BUYER_ACTING.but(staff="changed/changed/404")

NOT_FROZEN = BUYER_READING.but(buyer="404")

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
    *(
        Route("shortlists.download", on(thing, ending=f"={ending}"), GET=BUYER_READING)
        for ending in ("csv", "xlsx", "ods")
        for thing in ("private shortlist", "shared shortlist")
    ),
    Route("shortlists.arrange", on("private shortlist"), POST=BUYER_ACTING, form=forms.arrange),
    Route("shortlists.add", on("private shortlist"), POST=BUYER_ACTING, form=forms.add),
    Route("shortlists.copy", on("private shortlist"), POST=BUYER_ACTING, form=forms.key),
    Route("comparisons.ranked", on("private run"), GET=NOTHING_TICKED),
    Route(
        "comparisons.ticked",
        on("private run"),
        POST=BUYER_AND_ADVISER_READING,
        form=NOTHING,
        idle="it only leads to the page that compares",
    ),
    Route("comparisons.chosen", on("private shortlist"), GET=BUYER_AND_ADVISER_READING),
    Route("comparisons.chosen", on("shared shortlist"), GET=SHARED_READING),
    Route("links.show", on("private shortlist"), GET=BUYER_AND_ADVISER_READING),
    Route("links.show", on("shared shortlist"), GET=SHARED_READING),
    Route("links.make", on("private shortlist"), POST=BUYER_ACTING.but(staff="404"), form=forms.link),
    Route("links.make", on("shared shortlist"), POST=SHARED_ACTING, form=forms.link),
    Route(
        "links.revoke",
        on("private shortlist", link_id="private link"),
        POST=BUYER_ACTING.but(staff="404"),
        form=NOTHING,
    ),
    Route("links.revoke", on("shared shortlist", link_id="shared link"), POST=SHARED_ACTING, form=NOTHING),
    Route("links.open_link", {"token": "private link token"}, GET=PUBLIC_ACTING, shows="private"),
    Route("links.open_link", {"token": "shared link token"}, GET=PUBLIC_ACTING, shows="shared"),
    Route("proposals.ask", on("private requirement"), POST=BUYER_ACTING, form=NOTHING),
    Route("proposals.take_back", on("open requirement"), POST=BUYER_ACTING, form=NOTHING),
    Route("proposals.show", on("proposal"), GET=SHARED_READING),
    Route("proposals.show", on("draft proposal"), GET=SHARED_READING.but(buyer="404")),
    Route("proposals.confirm", on("proposal"), POST=BUYER_ACTING, form=forms.keep),
    Route("proposals.decline", on("proposal"), POST=BUYER_ACTING, form=forms.DECLINE),
    Route("evaluations.show", on("private shortlist"), GET=BUYER_READING),
    Route("evaluations.save", on("private shortlist"), POST=BUYER_ACTING, form=forms.evaluate),
    Route("evaluations.notes", on("private shortlist"), GET=BUYER_READING),
    Route("evaluations.note", on("private shortlist"), POST=BUYER_ACTING, form=forms.note),
    Route("evaluations.remove", on("private shortlist", note_id="@note"), POST=BUYER_ACTING, form=NOTHING),
    Route("freezing.show", on("private shortlist"), GET=BUYER_EDITING),
    Route("freezing.freeze", on("private shortlist"), POST=BUYER_ACTING, form=forms.freeze),
    Route("freezing.record", on("private shortlist"), GET=NOT_FROZEN),
    Route("freezing.download", on("private shortlist"), GET=NOT_FROZEN),
    Route("shortlists.share", on("private shortlist"), POST=BUYER_ACTING, form=NOTHING),
    Route("shortlists.stop_sharing", on("shared shortlist"), POST=BUYER_ACTING, form=NOTHING),
)
