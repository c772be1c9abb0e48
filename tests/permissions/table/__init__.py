"""The table: what every route of the site does, for whom. A file for each area; a new area is a name here."""

from __future__ import annotations

from tests.permissions.route import Route
from tests.permissions.table import (
    accounts,
    administration,
    advice,
    business,
    duplicates,
    imports,
    members,
    pages,
    privacy,
    requirements,
    runs,
    settings,
    shortlists,
    suppliers,
    synonyms,
)

AREAS = (
    accounts,
    administration,
    advice,
    business,
    duplicates,
    imports,
    members,
    pages,
    privacy,
    requirements,
    runs,
    settings,
    shortlists,
    suppliers,
    synonyms,
)
ROUTES: tuple[Route, ...] = tuple(route for area in AREAS for route in area.ROUTES)
