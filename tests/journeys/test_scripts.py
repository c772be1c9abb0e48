"""The page's own scripts run in a browser that holds to the policy, and no other."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Route

from tests.journeys.browsing import Person
from tests.journeys.conftest import Site

PLANTED = ("<img src=x onerror='window.planted = true'>", "<a href='javascript:window.planted = true'>x</a>")


def test_the_components_of_the_page_come_to_life(person: Callable[..., Person]) -> None:
    visitor = person()
    visitor.open("/sign-in")
    page = visitor.page
    page.wait_for_selector("[data-govuk-password-input-init]", state="attached")
    assert "js-enabled govuk-frontend-supported" in (page.get_attribute("body", "class") or "")
    assert page.get_by_role("button", name="Show password").is_visible()


def test_a_planted_script_does_not_run(person: Callable[..., Person], site: Site) -> None:
    """As a stored text would be that came out unescaped: in the page that is served, and put in later."""
    page = person().page
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.route("**/categories", _plant)
    page.goto(site.address + "/categories")
    assert "window.planted" in page.content()
    for markup in PLANTED:
        page.evaluate("markup => document.body.insertAdjacentHTML('beforeend', markup)", markup)
    page.evaluate("document.querySelector('body > a:last-child').click()")
    page.evaluate("document.querySelector('body > img').decode().catch(() => null)")
    assert page.evaluate("window.planted") is None
    assert len([text for text in refused if "Content Security Policy" in text]) == 3


def _plant(route: Route) -> None:
    answer = route.fetch()
    page = answer.text().replace("</main>", "<script>window.planted = true</script></main>")
    route.fulfill(response=answer, body=page)
