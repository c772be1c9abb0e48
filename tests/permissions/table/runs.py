"""Recorded rankings."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import BUYER_ACTING, BUYER_AND_ADVISER_READING, BUYER_READING, SHARED_READING
from tests.permissions.forms import NOTHING
from tests.permissions.route import Route, on

IDLE_MORE = "the ticks of its form go into the address"

ROUTES = (
    Route("runs.rank", on("private requirement"), POST=BUYER_ACTING, form=forms.rank),
    *(
        Route(endpoint, on(thing), GET=reading)
        for endpoint in ("runs.show", "runs.order")
        for thing, reading in (("private run", BUYER_AND_ADVISER_READING), ("shared run", SHARED_READING))
    ),
    *(
        Route("runs.download_table", on(thing, ending=f"={ending}"), GET=BUYER_READING)
        for ending in ("csv", "xlsx", "ods")
        for thing in ("private run", "shared run")
    ),
    *(Route("runs.download", on(thing), GET=BUYER_READING) for thing in ("private run", "shared run")),
    Route(
        "runs.show_more",
        on("private run"),
        POST=BUYER_AND_ADVISER_READING,
        form=NOTHING,
        idle=IDLE_MORE,
    ),
    Route("runs.show_more", on("shared run"), POST=SHARED_READING, form=NOTHING, idle=IDLE_MORE),
)
