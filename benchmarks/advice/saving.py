"""A change made as the firm's owner makes it: signed in, by the form of the page, in the fields advised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from benchmarks.advice.made import PASSWORD, owner_of

FAR = timedelta(days=30)


class RefusedError(RuntimeError):
    """A page or a form did not answer as it should."""


class Owner:
    """The owner of a firm, in a browser of their own."""

    def __init__(self, app: Flask, firm: str) -> None:
        self._app, self._client, self._firm = app, app.test_client(), firm
        self._submit("/sign-in", {"email": owner_of(firm), "password": PASSWORD}, ends="/sign-in")

    def make(self, change: Mapping[str, Any]) -> None:
        """Make one change of an advice. Raises RefusedError."""
        desk = f"/business/{self._firm}"
        if change["kind"] == "fact":
            self._submit(f"{desk}/facts/{change['name']}", _fact_answers(change))
        elif change["kind"] == "category":
            self._submit(f"{desk}/capabilities/{change['capability']}", {"category": change["category"]})
        else:
            self._submit(desk, {}, ends=f"{change['capability']}/publish")

    def _submit(self, address: str, answers: Mapping[str, str], ends: str = "") -> None:
        """Fill the form of a page, all else as it stands there, and send it."""
        page = self._open("GET", address)
        root = html.document_fromstring(page.get_data())
        forms = [each for each in root.xpath("//main//form[@method='post']") if _action(each).endswith(ends)]
        if page.status_code != 200 or not forms:
            raise RefusedError(f"{address}: {page.status_code}")
        sent = dict(forms[0].form_values()) | dict(answers)
        reply = self._open("POST", _action(forms[0]) or address, data=sent)
        if reply.status_code not in (302, 303):
            raise RefusedError(f"{address}: {reply.status_code}")

    def _open(self, method: str, address: str, **options: Any) -> TestResponse:
        """A request has a context of its own, as on a site that serves."""
        with self._app.app_context():
            response = self._client.open(address, method=method, **options)
            response.get_data()
            response.close()
            return response


def _action(form: Any) -> str:
    return form.get("action") or ""


def _fact_answers(change: Mapping[str, Any]) -> dict[str, str]:
    """The fields that the advice names, and no others."""
    last = date.fromisoformat(change["until"]) + FAR
    value = change["value"]
    answers = {
        "value": {"value": f"{value:.0f}" if isinstance(value, int | float) else str(value)},
        "body": {"body": "A certifier"},
        "number": {"number": "N 1234"},
        "expires_on": {
            "expires_on-day": str(last.day),
            "expires_on-month": str(last.month),
            "expires_on-year": str(last.year),
        },
    }
    return {name: text for field in change["fields"] for name, text in answers[field].items()}
