"""The hub's own settings: the administrators' pages, and the stylesheet that anybody's browser asks for."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import NOT_THERE, PUBLIC, REFUSED
from tests.permissions.route import Route
from tests.permissions.table.administration import READING

MISSING = REFUSED.but(administrator="404")
CHANGING = REFUSED.but(administrator="changed")
LOOKING = REFUSED.but(adviser="page", administrator="page")
NO_FIGURE = REFUSED.but(adviser="404", administrator="404")
IDENTITY, NO_KEY = {"key": "=identity"}, {"key": "=nosuch"}

ROUTES = (
    Route("settings.home", GET=READING),
    Route("settings.show_identity", GET=READING, POST=CHANGING, form=forms.IDENTITY),
    Route("settings.history", IDENTITY, GET=READING),
    Route("settings.history", NO_KEY, GET=MISSING),
    Route("settings.use_again", IDENTITY | {"number": "=9"}, POST=MISSING, form=forms.SECOND_SEEN),
    Route("settings.use_again", IDENTITY | {"number": "=1"}, POST=CHANGING, form=forms.SECOND_SEEN),
    Route("settings.list_mails", GET=READING),
    Route("settings.show_mail", {"name": "=role_changed"}, GET=READING, POST=CHANGING, form=forms.MAIL_TEXT),
    Route("settings.show_mail", {"name": "=nosuch"}, GET=MISSING, POST=MISSING, form=forms.MAIL_TEXT),
    Route("settings.list_categories", GET=READING),
    Route("settings.new_category", GET=READING, POST=CHANGING, form=forms.CATEGORY),
    Route("settings.show_category", {"slug": "=drains"}, GET=READING, POST=CHANGING, form=forms.CATEGORY),
    Route("settings.show_category", {"slug": "=nosuch"}, GET=MISSING, POST=MISSING, form=forms.CATEGORY),
    Route("settings.list_figures", GET=LOOKING),
    Route("settings.show_amount", {"name": "=works"}, GET=LOOKING),
    Route("settings.show_amount", {"name": "=nosuch"}, GET=NO_FIGURE),
    Route("settings.add_amount", {"name": "=works"}, POST=CHANGING, form=forms.AMOUNT),
    Route("settings.add_amount", {"name": "=nosuch"}, POST=MISSING, form=forms.AMOUNT),
    Route("settings.show_cost", {"name": "=pothole-repair"}, GET=LOOKING),
    Route("settings.show_cost", {"name": "=nosuch"}, GET=NO_FIGURE),
    Route("settings.add_cost", {"name": "=pothole-repair"}, POST=CHANGING, form=forms.COST),
    Route("settings.add_cost", {"name": "=nosuch"}, POST=MISSING, form=forms.COST),
    Route("settings.new_cost", GET=READING, POST=CHANGING, form=forms.NEW_COST),
    Route("settings.look", {"scope": "=site", "brand": "=123456", "accent": "=standard"}, GET=PUBLIC),
    Route("settings.look", {"scope": "=site", "brand": "=red", "accent": "=standard"}, GET=NOT_THERE),
)
