"""What everybody sees of suppliers, and registering one."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import NOT_THERE, PUBLIC, PUBLIC_ACTING, SIGNED_IN
from tests.permissions.forms import NOTHING
from tests.permissions.route import Route, on
from tests.permissions.things import FACT, SUSPENDED_NUMBER, UNSTATED_FACT

DOCUMENT = NOT_THERE.but(
    nobody="sign in",
    supplier="page/404/404",
    staff="page/page/404",
    buyer="page/page/404",
    divided="page/page/404",
    buyer_unconfirmed="404",
)
"""As contact details: members, advisers and buyers whose organisation is confirmed."""

ROUTES = (
    Route("suppliers.find", GET=PUBLIC),
    Route("suppliers.show", on("supplier"), GET=PUBLIC),
    Route("suppliers.show", on("unclaimed supplier"), GET=PUBLIC),
    Route("suppliers.show", on("suspended supplier"), GET=NOT_THERE.but(staff="page/page/404")),
    Route("suppliers.show", on("withdrawn supplier"), GET=NOT_THERE.but(staff="page/page/404")),
    Route("suppliers.show", on("merged supplier"), GET=PUBLIC),
    Route("suppliers.download_document", on("supplier", name=f"={FACT}"), GET=DOCUMENT),
    Route(
        "suppliers.download_document",
        on("supplier", name=f"={UNSTATED_FACT}"),
        GET=NOT_THERE.but(nobody="sign in"),
    ),
    Route(
        "suppliers.ask_removal",
        on("unclaimed supplier"),
        GET=PUBLIC,
        POST=PUBLIC_ACTING,
        form=forms.REMOVAL,
    ),
    Route("suppliers.ask_removal", on("asked about supplier"), GET=PUBLIC, POST=PUBLIC, form=forms.REMOVAL),
    Route("suppliers.ask_removal", on("supplier"), GET=NOT_THERE, POST=NOT_THERE, form=forms.REMOVAL),
    Route(
        "suppliers.claim",
        on("unclaimed supplier"),
        GET=SIGNED_IN,
        POST=SIGNED_IN.but(
            anyone="changed/changed/404", newcomer="page/changed/404", removed="changed/page/404"
        ),
        form=forms.CLAIM,
    ),
    Route(
        "suppliers.claim",
        on("supplier"),
        GET=SIGNED_IN,
        POST=SIGNED_IN.but(anyone="409/409/404"),
        form=forms.CLAIM,
    ),
    Route(
        "suppliers.claim",
        on("suspended supplier"),
        GET=SIGNED_IN.but(anyone="404", staff="page/page/404"),
        POST=SIGNED_IN.but(anyone="404", staff="409/409/404"),
        form=forms.CLAIM,
    ),
    Route("suppliers.claims", GET=SIGNED_IN),
    Route(
        "suppliers.withdraw_claim",
        on("claim"),
        POST=SIGNED_IN.but(anyone="404", newcomer="changed/404/404", removed="404/changed/404"),
        form=NOTHING,
    ),
    Route("registration.begin", GET=PUBLIC),
    Route(
        "registration.answer",
        {"step": "=business"},
        GET=SIGNED_IN,
        POST=SIGNED_IN.but(anyone="changed"),
        form=forms.fixed(name="A new firm", company_number="", website="", different="yes"),
    ),
    Route(
        "registration.answer",
        {"step": "=business"},
        POST=SIGNED_IN.but(anyone="changed"),
        form=forms.fixed(name="Marigold Thatching", company_number=SUSPENDED_NUMBER, website=""),
    ),
    Route(
        "registration.answer",
        {"step": "=check"},
        GET=SIGNED_IN,
        POST=SIGNED_IN.but(newcomer="changed", removed="page"),
        form=NOTHING,
    ),
    Route(
        "registration.answer",
        {"step": "=nosuch"},
        GET=NOT_THERE.but(nobody="sign in"),
        POST=NOT_THERE.but(nobody="sign in"),
        form=NOTHING,
    ),
)
