"""Pictures of the Evaluate tab, and of the form that asks for the paper that was missing."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page


def shoot_evaluate(page: Page, shoot: Callable[[str], None]) -> None:
    """Run the smoke set, show it beside the run before, then say that an answer did not help."""
    page.get_by_role("tab", name="Evaluate").click()
    page.wait_for_selector("#runs-held :is(table, .empty)")
    shoot("evaluate-start")
    page.click("#run-set")
    page.wait_for_selector("#going .going")
    shoot("evaluate-going")
    page.wait_for_selector("#run-view table.measures", timeout=300_000)
    page.locator("#run-view").scroll_into_view_if_needed()
    shoot("evaluate-figures")
    page.get_by_role("tab", name="Ask").click()
    page.fill("#question textarea", "What is weathering?")
    page.keyboard.press("Enter")
    page.locator("[data-thumb=down]").click(timeout=120_000)
    page.wait_for_selector("#feedback[open]")
    shoot("feedback")
    page.get_by_role("button", name="Cancel").click()
