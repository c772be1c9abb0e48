"""The areas of the site: one blueprint each."""

from __future__ import annotations

from flask import Flask

import hub.facts.views  # noqa: F401  its routes are the suppliers’ own and stand on their blueprint
from hub.accounts.views import blueprints as accounts
from hub.administration.views import blueprints as administration
from hub.advice.flag_views import blueprint as flags
from hub.advice.views import blueprint as advice
from hub.audit.views import blueprint as audit
from hub.categories.views import blueprint as categories
from hub.clients.views import blueprints as clients
from hub.contacts.views import blueprint as contacts
from hub.demo.views import blueprint as demo
from hub.duplicates.views import blueprints as duplicates
from hub.endings.views import blueprint as endings
from hub.evaluations.freezing_views import blueprint as freezing
from hub.evaluations.views import blueprint as evaluations
from hub.exports.views import blueprint as exports
from hub.growth.views import blueprint as growth
from hub.health.views import blueprint as health
from hub.imports.views import blueprint as imports
from hub.insight.views import blueprint as insight
from hub.links.views import blueprint as links
from hub.matches.place_views import blueprint as places
from hub.matches.views import blueprint as matches
from hub.members.views import blueprints as members
from hub.outcomes.views import blueprint as outcomes
from hub.privacy.views import blueprint as privacy
from hub.proposals.draft_views import blueprint as drafts
from hub.proposals.views import blueprint as proposals
from hub.queue.views import blueprint as queue
from hub.registration.views import blueprint as registration
from hub.reports.views import blueprint as reports
from hub.requirements.reservation_views import blueprint as reservations
from hub.requirements.version_views import blueprint as versions
from hub.requirements.views import blueprint as requirements
from hub.runs.views import blueprint as runs
from hub.settings.views import blueprints as settings
from hub.shortlists.comparison_views import blueprint as comparisons
from hub.shortlists.views import blueprint as shortlists
from hub.suppliers.views import blueprints as suppliers
from hub.synonyms.views import blueprint as synonyms
from hub.unlocking.views import blueprint as unlocking
from hub.upkeep.views import blueprint as upkeep

BLUEPRINTS = (
    *accounts,
    *administration,
    advice,
    audit,
    categories,
    *clients,
    comparisons,
    contacts,
    demo,
    *duplicates,
    endings,
    evaluations,
    exports,
    flags,
    freezing,
    growth,
    health,
    imports,
    insight,
    drafts,
    links,
    proposals,
    matches,
    places,
    *members,
    outcomes,
    privacy,
    queue,
    registration,
    reports,
    requirements,
    reservations,
    runs,
    *settings,
    shortlists,
    *suppliers,
    synonyms,
    unlocking,
    upkeep,
    versions,
)


def init_areas(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
