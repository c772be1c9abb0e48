"""The blueprints that the views of this area share.

`security` carries the name and the endpoints by which Flask-Security calls its pages.
"""

from __future__ import annotations

from flask import Blueprint, Response

blueprint = Blueprint("accounts", __name__)
security = Blueprint("security", __name__)


@blueprint.after_request
@security.after_request
def keep_no_copy(response: Response) -> Response:
    """Pages of links, codes and addresses are for who asked, signed in or not: no cache keeps one."""
    response.headers["Cache-Control"] = "no-store"
    return response
