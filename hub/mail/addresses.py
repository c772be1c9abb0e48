"""Links for mails: by the name the operator gave the site, never by what a request says it is."""

from __future__ import annotations

from email.headerregistry import Address
from typing import Any

from flask import current_app

from hub.settings.current import identity


def site_url(endpoint: str, **values: Any) -> str:
    """The whole address of a page. Without SERVER_NAME it is the one `make run` serves on."""
    config = current_app.config
    name = config["SERVER_NAME"] or f"127.0.0.1:{config['PORT']}"
    scheme = config["PREFERRED_URL_SCHEME"]
    adapter = current_app.url_map.bind(name, url_scheme=scheme)
    return adapter.build(endpoint, values, force_external=True)


def sender_address() -> str:
    """What mail is from: the site's name, at the host of the site."""
    name = current_app.config["SERVER_NAME"] or "localhost"
    return str(Address(identity().name, "no-reply", name.partition(":")[0]))
