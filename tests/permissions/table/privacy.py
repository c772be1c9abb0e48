"""A person's own data."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import PUBLIC, SIGNED_IN
from tests.permissions.route import Route

ROUTES = (
    Route("privacy.data", GET=SIGNED_IN),
    Route(
        "privacy.download",
        POST=SIGNED_IN,
        form=forms.password,
        idle="it hands over a file",
    ),
    Route(
        "privacy.erase",
        GET=SIGNED_IN,
        POST=SIGNED_IN.but(anyone="changed", administrator="page"),
        form=forms.password,
    ),
    Route("privacy.erased", GET=PUBLIC),
)
