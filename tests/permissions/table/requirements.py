"""A buyer’s requirements and their ranked pages."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import (
    BUYER_ACTING,
    BUYER_AND_ADVISER_READING,
    BUYER_EDITING,
    BUYER_LIST,
    BUYER_READING,
    REFUSED,
    SHARED_READING,
)
from tests.permissions.forms import NOTHING
from tests.permissions.route import Route, on

IDLE_MORE = "the ticks of its form go into the address"

ROUTES = (
    Route("requirements.list_own", GET=BUYER_LIST),
    Route(
        "requirements.describe",
        GET=BUYER_LIST.but(buyer_viewer="403"),
        POST=REFUSED.but(buyer="changed", buyer_viewer="403"),
        form=forms.fixed(title="Pumps", description="The supplier must mend pumps.", form_key="0" * 32),
    ),
    Route("requirements.show", on("private requirement"), GET=BUYER_AND_ADVISER_READING),
    Route("requirements.show", on("draft requirement"), GET=BUYER_AND_ADVISER_READING),
    Route("requirements.show", on("open requirement"), GET=SHARED_READING),
    Route("requirements.show", on("shared requirement"), GET=SHARED_READING),
    Route(
        "requirements.edit",
        on("private requirement"),
        GET=BUYER_EDITING,
        POST=BUYER_ACTING,
        form=forms.edit_requirement,
    ),
    Route("reservations.show", on("private requirement"), GET=BUYER_READING),
    Route("reservations.show", on("shared requirement"), GET=BUYER_READING),
    Route("requirements.close", on("private requirement"), POST=BUYER_ACTING, form=NOTHING),
    Route("requirements.open", on("shared requirement"), POST=BUYER_ACTING, form=NOTHING),
    Route(
        "endings.tell",
        on("private requirement"),
        GET=BUYER_EDITING,
        POST=BUYER_ACTING,
        form=forms.ENDING,
    ),
    Route("endings.list_winners", on("private requirement"), GET=BUYER_EDITING),
    Route(
        "endings.add",
        on("private requirement"),
        GET=BUYER_EDITING,
        POST=BUYER_ACTING,
        form=forms.ADD_AWARD,
    ),
    Route(
        "endings.correct",
        on("closed requirement", award_id="ending award"),
        GET=BUYER_EDITING,
        POST=BUYER_ACTING,
        form=forms.CORRECT_AWARD,
    ),
    Route(
        "endings.withdraw",
        on("closed requirement", award_id="ending award"),
        GET=BUYER_EDITING,
        POST=BUYER_ACTING,
        form=NOTHING,
    ),
    Route(
        "requirements.keep_word",
        on("private requirement"),
        POST=BUYER_ACTING,
        form=forms.fixed(word="jetting", kept="yes"),
    ),
    Route(
        "requirements.copy",
        on("private requirement"),
        POST=BUYER_ACTING,
        form=forms.fixed(form_key="0" * 32),
    ),
    Route("versions.list_all", on("private requirement"), GET=BUYER_READING),
    Route("versions.list_all", on("shared requirement"), GET=BUYER_READING),
    Route("versions.show", on("private requirement", number="=1"), GET=BUYER_READING),
    Route("versions.show", on("shared requirement", number="=1"), GET=BUYER_READING),
    Route("audit.requirement_history", on("private requirement"), GET=BUYER_READING),
    Route("audit.requirement_history", on("shared requirement"), GET=BUYER_READING),
    Route("matches.show", on("private requirement"), GET=BUYER_AND_ADVISER_READING),
    Route("matches.show", on("open requirement"), GET=SHARED_READING),
    Route("matches.show", on("shared requirement"), GET=SHARED_READING),
    Route("matches.together", on("private requirement"), GET=BUYER_AND_ADVISER_READING),
    Route("matches.together", on("open requirement"), GET=SHARED_READING),
    Route("matches.together", on("shared requirement"), GET=SHARED_READING),
    Route("places.show", on("private requirement"), GET=BUYER_AND_ADVISER_READING),
    Route("places.show", on("open requirement"), GET=SHARED_READING),
    Route("places.show", on("shared requirement"), GET=SHARED_READING),
    Route(
        "matches.show_more",
        on("private requirement"),
        POST=BUYER_AND_ADVISER_READING,
        form=NOTHING,
        idle=IDLE_MORE,
    ),
    Route("matches.show_more", on("open requirement"), POST=SHARED_READING, form=NOTHING, idle=IDLE_MORE),
)
