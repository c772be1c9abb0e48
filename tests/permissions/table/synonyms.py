"""What else is looked for with a phrase: the administrators' list."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.forms import NOTHING
from tests.permissions.route import Route, on
from tests.permissions.table.administration import ACTING, READING

ROUTES = (
    Route("synonyms.show", GET=READING, POST=ACTING, form=forms.SYNONYM),
    Route("synonyms.history", GET=READING),
    Route("synonyms.remove", on("synonym"), POST=ACTING, form=NOTHING),
)
