"""Signing in and out, accounts, and the way to a desk."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import PUBLIC, SIGNED_IN, pattern
from tests.permissions.forms import NOTHING
from tests.permissions.route import Route

ROUTES = (
    Route("security.login", GET=PUBLIC, POST=pattern(anyone="signs"), form=forms.sign_in),
    Route("security.logout", POST=pattern(anyone="signs"), form=NOTHING),
    Route(
        "security.verify",
        GET=SIGNED_IN,
        POST=SIGNED_IN.but(anyone="signs"),
        form=forms.fixed(password=forms.PASSWORD),
    ),
    Route(
        "accounts.create_account",
        GET=PUBLIC,
        POST=PUBLIC.but(nobody="changed"),
        form=forms.CREATE_ACCOUNT,
    ),
    Route(
        "accounts.register_buyer",
        GET=SIGNED_IN,
        POST=SIGNED_IN.but(anyone="changed", buyer="page"),
        form=forms.fixed(name="Ashby Council", body="council"),
    ),
    Route("accounts.start", GET=SIGNED_IN),
)
