"""Versions of a requirement: who saved what when, what changed, and each as it stood."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from hub.accounts.actors import current_actor
from hub.accounts.policies import BUYERS, allow
from hub.database import session
from hub.paging import asked_page
from hub.requirements.comparing import compare, tell_answers, tell_lines
from hub.requirements.models import Requirement
from hub.requirements.queries import find_own_requirement
from hub.requirements.version_queries import Version, find_version, page_versions

blueprint = Blueprint("versions", __name__)
LONGEST_NUMBER = 9


@blueprint.get("/requirements/<public_id>/versions")
@allow(BUYERS)
def list_all(public_id: str) -> str:
    requirement = _find_own(public_id)
    if "from" in request.args and "to" in request.args:
        return _compared(requirement)
    return render_template(
        "requirements/versions.html",
        requirement=requirement,
        page=page_versions(session, requirement, asked_page(request.args)),
        may_edit=current_actor().edits(requirement.organisation_id),
    )


def _compared(requirement: Requirement) -> str:
    before, after = (_find(requirement, request.args[name]) for name in ("from", "to"))
    return render_template(
        "requirements/compared.html",
        requirement=requirement,
        before=before,
        after=after,
        differences=compare(before.content, after.content),
    )


@blueprint.get("/requirements/<public_id>/versions/<number>")
@allow(BUYERS)
def show(public_id: str, number: str) -> str:
    requirement = _find_own(public_id)
    version = _find(requirement, number)
    return render_template(
        "requirements/version.html",
        requirement=requirement,
        version=version,
        answers=tell_answers(version.content),
        lines=tell_lines(version.content),
        may_edit=current_actor().edits(requirement.organisation_id),
    )


def _find_own(public_id: str) -> Requirement:
    return find_own_requirement(session, current_actor(), public_id) or abort(404)


def _find(requirement: Requirement, number: str) -> Version:
    known = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    return (find_version(session, requirement, int(number)) if known else None) or abort(404)
