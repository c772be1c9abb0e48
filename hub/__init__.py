"""Growth Hub Match: suppliers register what they can do, buyers describe a need, both get the reasons."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

__version__ = "0.1.0"


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The site. `settings` override what the environment says."""
    from flask import Flask

    from hub import areas, cli, config, database, formatters, headers, limits, pages, receiving
    from hub.accounts import policies, signing_in
    from hub.audit import acting
    from hub.duplicates import noticing
    from hub.mail import posting
    from hub.matches import cataloguing
    from hub.models import Base
    from hub.privacy import labels, numbering
    from hub.queue import listening
    from hub.settings import held

    values = config.read_settings(os.environ) | dict(settings or {})
    values = config.with_what_follows(values)
    config.make_instance(values["INSTANCE"])
    values["SECRET_KEY"] = values["SECRET_KEY"] or config.instance_secret(values["INSTANCE"])

    app = Flask(
        __name__,
        instance_path=str(values["INSTANCE"]),
        template_folder=str(config.ROOT / "templates"),
    )
    app.config.update(values)
    receiving.init_receiving(app)
    headers.init_headers(app)
    database.init_database(app)
    labels.require_labels(Base.metadata)
    cataloguing.listen_for_changes()
    noticing.listen_for_suppliers()
    listening.listen_for_sources()
    held.init_settings(app)
    numbering.number_after_the_erased()
    acting.init_audit(app)
    signing_in.init_signing_in(app)
    formatters.init_formatters(app)
    pages.init_pages(app)
    areas.init_areas(app)
    limits.init_limits(app)
    posting.init_mail(app)
    cli.init_commands(app)
    policies.init_policies(app)
    return app
