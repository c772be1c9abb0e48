"""The blueprint that the views of this area share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("duplicates", __name__, url_prefix="/advice/duplicates")
