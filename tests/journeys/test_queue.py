"""An adviser takes an item of the queue, puts it off, and finishes it; a colleague who comes late is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from hub.database import open_session
from hub.demo.signins import DEMO_SIGN_INS, SignIn
from hub.suppliers.models import Supplier
from tests.journeys.browsing import Person
from tests.journeys.conftest import Site

pytestmark = pytest.mark.journey
SIGN_INS: dict[str, SignIn] = {sign_in.kind: sign_in for sign_in in DEMO_SIGN_INS}
FIRM = "Tallowmere Joinery Ltd"


def start(person: Person, kind: str) -> None:
    person.sign_in(SIGN_INS[kind].email, SIGN_INS[kind].password)


@pytest.mark.long
def test_an_adviser_takes_puts_off_and_finishes_an_item(person: Callable[..., Person], site: Site) -> None:
    with site.app.app_context(), open_session(writes=True) as session:
        session.add(Supplier(name=FIRM, name_key=FIRM.lower(), state="claimed"))
        session.commit()
    adviser, colleague = person(), person(javascript=False)
    start(adviser, "adviser")
    assert adviser.page.url.endswith("/advice/today")
    adviser.open("/advice/today?kind=profile")
    adviser.click(FIRM)
    adviser.press("Give it")
    adviser.see("given to you")
    adviser.click("Yours")
    adviser.click(FIRM)
    start(colleague, "administrator")
    colleague.open("/advice/today?kind=profile")
    colleague.click(FIRM)
    colleague.see("It is with")

    adviser.press("Snooze it")
    adviser.see("Enter day it comes back")
    soon = date.today() + timedelta(days=4)
    for label, number in (("Day", soon.day), ("Month", soon.month), ("Year", soon.year)):
        adviser.page.get_by_label(label, exact=True).fill(str(number))
    adviser.fill("Why it can wait", "They move their office this week")
    adviser.press("Snooze it")
    adviser.see("comes back on")

    colleague.fill("What you did", "Read it")
    colleague.press("Mark it as done")
    colleague.see("Nothing of yours was saved")

    adviser.click("Snoozed")
    adviser.click(FIRM)
    adviser.fill("What you did", "Read it: all is well")
    adviser.press("Mark it as done")
    adviser.click("Done", exact=True)
    adviser.see("Read it: all is well")
    adviser.click(f"Undo for {FIRM}")
    adviser.press("Undo: it is to do again")
    adviser.see("to do again")
