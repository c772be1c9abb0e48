"""An adviser with shortlists that a buyer shares, and the files of them read back."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from hub.accounts.models import Membership, User
from tests.hub.shortlists.shortlists_made import Desk, make_requirement
from tests.page_client import PageClient
from tests.people import make_organisation, make_user

HOSTILE = {
    "Ash Hosting": "=cmd|' /C calc'!A0",
    "Elm Cloud": "+1 \u202eabc 😀",
    "Oak Systems": "tab\tand\nline",
}
"""Names that firms could have given themselves."""


class Counter:
    """A buyer who shares a shortlist, and an adviser who takes it."""

    def __init__(self, app: Flask, client: PageClient, session: Session) -> None:
        self.app, self.session = app, session
        self.desk = Desk(client, session)
        for name, hostile in HOSTILE.items():
            self.desk.suppliers[name].name = hostile
        session.commit()
        self.public_ids = [self.share("Ash Hosting", "Elm Cloud", "Oak Systems")]
        self.hub = make_organisation(session, "hub")
        self.adviser, self.client = self.colleague("Ada & Co")

    def share(self, *names: str) -> str:
        address = self.desk.choose(*names)
        self.desk.client.submit(f"{address}/share")
        return address.rpartition("/")[2]

    def share_another(self, title: str) -> None:
        self.desk.requirement = make_requirement(self.session, self.desk.buyer, title)
        self.public_ids.append(self.share("Elm Cloud"))

    def colleague(self, name: str) -> tuple[User, PageClient]:
        user = make_user(self.session, name)
        self.session.add(Membership(user=user, organisation=self.hub, role="adviser"))
        self.session.commit()
        client = PageClient(self.app)
        client.sign_in(user)
        return user, client

    def take(self, kind: str, client: PageClient | None = None) -> TestResponse:
        data = {"shortlist": self.public_ids, "format": kind}
        return (client or self.client).client.post("/advice/exports", data=data)


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def read_workbook(content: bytes, sheet: str) -> list[dict[str, object]]:
    heading, *rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python()
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]
