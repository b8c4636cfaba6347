"""Pictures of the Hand-out and About tabs, for screenshots.py."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page


def shoot_handout(page: Page, shoot: Callable[[str], None]) -> None:
    """Take the tab empty, then with every sentence quoted in an answer."""
    page.click("button[role=tab]:has-text('Hand-out')")
    page.wait_for_selector(".handout .none")
    shoot("handout-empty")
    page.click("button[role=tab]:has-text('Ask')")
    page.fill("#question textarea", "Do Black newborns survive more often with Black doctors?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".foot", timeout=60_000)
    for button in page.locator(".card [data-handout]").all():
        button.click()
    page.click("button[role=tab]:has-text('Hand-out')")
    page.wait_for_selector(".handout .entry")
    shoot("handout")


def shoot_about(page: Page, shoot: Callable[[str], None]) -> None:
    page.click("button[role=tab]:has-text('About')")
    page.wait_for_selector("section.about")
    shoot("about")
