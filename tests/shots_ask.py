"""Pictures of the Ask tab in each of its states."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

CITED = (
    "What evidence can I cite for teaching students that race correction in kidney function is no "
    "longer recommended?"
)
ASSUMED = "Why do Black patients have thicker skin?"
CONTESTED = "Is it true that Black newborns survive more often when cared for by Black doctors?"
BEYOND = "What is the best training plan for a 10 km road race if I am a beginner?"
IN_PART = "Are pulse oximeters less accurate in Native American patients?"


def shoot_ask(page: Page, shoot: Callable[[str], None]) -> None:
    """Go through the tab and take a picture of what a person meets there."""
    shoot("start")
    _ask(page, CITED)
    shoot("answer")
    marker = page.locator("a.marker").nth(1)
    marker.scroll_into_view_if_needed()
    marker.hover()
    page.wait_for_timeout(200)
    shoot("preview")
    marker.click()
    page.locator(".card.on .study summary").click()
    page.locator(".card.on [data-cite-as=ama]").click()
    page.locator(".card.on .copied:not(:empty)").wait_for()
    page.locator(".card.on .study").scroll_into_view_if_needed()
    shoot("card")
    for name, question in (
        ("premise", ASSUMED),
        ("contested", CONTESTED),
        ("refusal", BEYOND),
        ("partly", IN_PART),
    ):
        page.click("#clear")
        page.locator(".welcome").wait_for()
        _ask(page, question)
        shoot(name)
    page.click("#clear")
    page.locator(".welcome").wait_for()
    page.click("#send")
    page.locator(".note.wrong").wait_for()
    page.locator("#box").scroll_into_view_if_needed()
    shoot("error")
    page.click("#filters .label-wrap")
    page.get_by_label("From year").fill("2015")
    page.locator("#remaining b").wait_for()
    page.locator("#filters").scroll_into_view_if_needed()
    shoot("limits")
    page.get_by_label("From year").fill("")
    page.click("#filters .label-wrap")
    page.click("#past summary")
    page.locator("#past").scroll_into_view_if_needed()
    shoot("past")
    page.click("#past summary")


def _ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn[data-state=whole]", timeout=180_000)
    page.mouse.move(2, 2)
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(200)
