"""Lists of firms that the hub imports: advisers and administrators, and nobody else."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import ADVISER_ACTING, ADVISER_READING, REFUSED
from tests.permissions.forms import NOTHING
from tests.permissions.route import Route, on

ROUTES = (
    Route(
        "imports.upload",
        GET=REFUSED.but(staff="page"),
        POST=REFUSED.but(staff="changed"),
        form=forms.firm_list,
    ),
    *(Route("imports.show", on(f"{state} import"), GET=ADVISER_READING) for state in ("columns", "checking")),
    Route("imports.show", on("checked import"), GET=ADVISER_READING),
    Route("imports.show", on("applied import"), GET=ADVISER_READING),
    Route(
        "imports.set_columns",
        on("columns import"),
        GET=ADVISER_READING,
        POST=ADVISER_ACTING,
        form=forms.fixed(column0="name", column1="", column2=""),
    ),
    Route(
        "imports.set_categories",
        on("categories import"),
        GET=ADVISER_READING,
        POST=ADVISER_ACTING,
        form=forms.fixed(word0="drains"),
    ),
    Route("imports.go_on", on("checking import"), POST=ADVISER_ACTING, form=NOTHING),
    Route("imports.apply", on("checked import"), POST=ADVISER_ACTING, form=forms.fixed(rows="1")),
    Route(
        "imports.apply",
        on("applied import"),
        POST=ADVISER_READING.but(staff="409/409/404"),
        form=forms.fixed(rows="1"),
    ),
    Route("imports.discard", on("checked import"), POST=ADVISER_ACTING, form=NOTHING),
    Route("imports.problems", on("checked import"), GET=ADVISER_READING),
    Route("imports.report", on("checked import"), GET=ADVISER_READING),
)
