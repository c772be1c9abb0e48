"""What is let in: from which host, through which web servers, and how much of it."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from flask import Flask, Request, Response, abort, current_app, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge, SecurityError
from werkzeug.formparser import FormDataParser
from werkzeug.middleware.proxy_fix import ProxyFix


class LimitedFormParser(FormDataParser):
    """Keeps the limits on fields for urlencoded forms too; the library keeps them for multipart ones."""

    def _parse_urlencoded(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        body = stream.read()
        if self.max_form_parts is not None and body.count(b"&") >= self.max_form_parts:
            raise RequestEntityTooLarge
        _read, form, files = super()._parse_urlencoded(BytesIO(body), mimetype, content_length, options)
        if self.max_form_memory_size is not None and _longest(form) > self.max_form_memory_size:
            raise RequestEntityTooLarge
        return stream, form, files


def _longest(form: MultiDict[str, str]) -> int:
    """The bytes of the longest field."""
    return max(
        (len(text.encode(errors="surrogatepass")) for _name, text in form.items(multi=True)), default=0
    )


LARGER_BODIES = {
    "imports.upload": 10 * 1024 * 1024 + 64 * 1024,
    "suppliers.add_document": 6_000_000,
}
"""Endpoints that take a file: the bytes that a request may have there. The fields beside the file keep their
own limit."""


class LimitedRequest(Request):
    form_data_parser_class = LimitedFormParser

    @property
    def max_content_length(self) -> int | None:
        larger = LARGER_BODIES.get(self.endpoint or "")
        return super().max_content_length if larger is None else larger

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        raise AttributeError("The limits stand in the settings and in LARGER_BODIES")


def init_receiving(app: Flask) -> None:
    """Take the client's address and scheme from HUB_PROXIES web servers in front, never the host."""
    app.request_class = LimitedRequest
    proxies = app.config["HUB_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    app.before_request(_refuse_strange_addresses)
    app.register_error_handler(SecurityError, _tell_wrong_host)


def _refuse_strange_addresses() -> None:
    """No address of ours holds a control character, and a database may refuse to be asked for it."""
    if not request.path.isprintable():
        abort(404)
    if request.query_string.count(b"&") >= current_app.config["MAX_FORM_PARTS"]:
        abort(413)


def _tell_wrong_host(_error: SecurityError) -> Response:
    """Plain words: under a name that is not ours there is no address that a page could link to."""
    return Response(
        "This site is not served under that name.\n", 400, content_type="text/plain; charset=utf-8"
    )
