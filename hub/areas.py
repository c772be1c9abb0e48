"""The areas of the site: one blueprint each."""

from __future__ import annotations

from flask import Flask

from hub.accounts.views import blueprint as accounts
from hub.advice.flag_views import blueprint as flags
from hub.advice.views import blueprint as advice
from hub.categories.views import blueprint as categories
from hub.matches.views import blueprint as matches
from hub.requirements.views import blueprint as requirements
from hub.shortlists.views import blueprint as shortlists
from hub.suppliers.views import blueprints as suppliers

BLUEPRINTS = (accounts, advice, categories, flags, matches, requirements, shortlists, *suppliers)


def init_areas(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
