"""The area's blueprint, for all its files of views."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("settings", __name__)
