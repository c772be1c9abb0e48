"""When mail goes out: once the page that caused it is on its way to the reader, so that nobody waits for it
and no answer takes longer for a known address than for an unknown one."""

from __future__ import annotations

import logging
from functools import partial
from threading import Thread

from flask import Flask, Response, current_app, g
from sqlalchemy.exc import SQLAlchemyError

from hub.database import open_session
from hub.mail.addresses import sender_address
from hub.mail.delivering import Post, deliver_waiting, mail_server, outbox
from hub.mail.queueing import WAITING

logger = logging.getLogger(__name__)


def init_mail(app: Flask) -> None:
    app.after_request(_post_afterwards)


def current_post() -> Post:
    url = current_app.config["MAIL_URL"]
    return mail_server(url) if url else outbox(current_app.config["INSTANCE"] / "outbox")


def deliver_now() -> int:
    """Deliver everything that is due. Returns how many mails went out."""
    return deliver_waiting(partial(open_session, writes=True), current_post(), sender_address())


def _post_afterwards(response: Response) -> Response:
    session = g.get("session")
    if session is not None and session.info.pop(WAITING, False):
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(partial(_deliver if app.testing else _deliver_apart, app))
    return response


def _deliver_apart(app: Flask) -> None:
    """In a thread of its own: the next answer on the same connection must not wait, which would tell whether
    there was a mail to deliver. A process that ends meanwhile leaves the rest to `deliver-mail`."""
    Thread(target=_deliver, args=(app,), daemon=True).start()


def _deliver(app: Flask) -> None:
    with app.app_context():
        try:
            deliver_now()
        except SQLAlchemyError as error:
            logger.error("Mail stays in the queue: %s", type(error).__name__)
