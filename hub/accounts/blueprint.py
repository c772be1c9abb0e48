"""The blueprints that the views of this area share.

`security` carries the name and the endpoints by which Flask-Security calls its pages.
"""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
security = Blueprint("security", __name__)
