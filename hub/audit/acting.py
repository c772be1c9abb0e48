"""Who is acting: the person and page of a request, or the command."""

from __future__ import annotations

import click
from flask import Flask, has_request_context, request

from hub.accounts.actors import current_actor
from hub.audit.looking import init_looking
from hub.audit.recording import Acting, record_changes


def current_acting() -> Acting:
    if has_request_context():
        return Acting(current_actor(), "nobody signed in", request.endpoint or "")
    command = click.get_current_context(silent=True)
    return Acting(role="command", action=command.info_name or "") if command else Acting()


def init_audit(app: Flask) -> None:
    record_changes(current_acting)
    init_looking(app)
