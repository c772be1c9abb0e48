"""The watcher of the journeys is watched: a planted fault must be found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.browsing import Person, axe_violations

pytestmark = pytest.mark.journey


def test_axe_finds_a_planted_contrast_fault(person: Callable[..., Person]) -> None:
    visitor = person()
    visitor.open("/help/ranking")
    visitor.page.evaluate("document.querySelector('main p').style.color = '#d0d0d0'")
    assert any(found.startswith("color-contrast") for found in axe_violations(visitor.page))


def test_axe_finds_a_target_too_small_to_hit(person: Callable[..., Person]) -> None:
    """A rule of WCAG 2.2, which the usual tags leave out."""
    visitor = person()
    visitor.open("/help/ranking")
    visitor.page.evaluate(
        """() => {
            const main = document.querySelector('main');
            for (const name of ['one', 'two']) {
                const button = document.createElement('button');
                button.setAttribute('aria-label', name);
                button.style.cssText = 'width:8px;height:8px;padding:0;border:0;background:#000';
                main.append(button);
            }
        }"""
    )
    assert any(found.startswith("target-size") for found in axe_violations(visitor.page))


def test_a_page_too_wide_for_a_small_screen_is_found(person: Callable[..., Person]) -> None:
    visitor = person()
    visitor.open("/help/ranking")
    visitor.page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<div>wide</div>');"
        "document.querySelector('main').lastChild.style.width = '900px'"
    )
    with pytest.raises(AssertionError, match="px wide on a screen of 320"):
        visitor.look()
