"""One firm, one record: the advisers’ pages."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import ADVISER_ACTING, ADVISER_READING
from tests.permissions.forms import NOTHING
from tests.permissions.route import Route, on

ROUTES = (
    Route("duplicates.waiting", GET=ADVISER_READING),
    Route("duplicates.show", on("pair"), GET=ADVISER_READING),
    Route("duplicates.tell_apart", on("pair"), POST=ADVISER_ACTING, form=NOTHING),
    Route("duplicates.merge", on("pair"), POST=ADVISER_ACTING, form=forms.merge_records),
    Route("duplicates.merged", GET=ADVISER_READING),
    Route(
        "duplicates.undo",
        on("record merger"),
        GET=ADVISER_READING,
        POST=ADVISER_ACTING,
        form=forms.undo_record_merger,
    ),
)
