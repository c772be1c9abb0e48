"""Pages of the whole site and the categories: open to anybody."""

from __future__ import annotations

from tests.permissions.expecting import NOT_THERE, PUBLIC
from tests.permissions.route import Route

ROUTES = (
    Route("matches.home", GET=PUBLIC),
    Route("matches.search", GET=PUBLIC),
    Route("matches.search", {"q": "=drains"}, GET=PUBLIC),
    Route("pages.health", GET=PUBLIC),
    Route("pages.help_accessibility", GET=PUBLIC),
    Route("pages.help_cookies", GET=PUBLIC),
    Route("pages.help_matching", GET=PUBLIC),
    Route("pages.help_privacy", GET=PUBLIC),
    Route("pages.asset", {"filename": "=nosuch.css"}, GET=NOT_THERE),
    Route("static", {"filename": "=hub.css"}, GET=PUBLIC),
    Route("static", {"filename": "=nosuch.css"}, GET=NOT_THERE),
    Route("demo.outbox", GET=NOT_THERE),
    Route("demo.mail", {"name": "=nosuch"}, GET=NOT_THERE),
    Route("categories.browse", GET=PUBLIC),
    Route("categories.show", {"slug": "=drains"}, GET=PUBLIC),
    Route("categories.show", {"slug": "=nosuch"}, GET=NOT_THERE),
)
