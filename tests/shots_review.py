"""Pictures of the Review tab."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from eval.bench.planted import make_deck, make_syllabus


def shoot_review(page: Page, shoot: Callable[[str], None]) -> None:
    """Take the empty tab, a deck and a syllabus with remarks, decisions, and the whole course."""
    page.click("button[role=tab]:has-text('Review')")
    page.wait_for_selector("#clinic-drop")
    shoot("review-empty")
    with tempfile.TemporaryDirectory() as scratch:
        deck, syllabus = Path(scratch) / "deck.pptx", Path(scratch) / "syllabus.docx"
        make_deck(deck)
        make_syllabus(syllabus)
        broken = Path(scratch) / "old lecture.key"
        broken.write_text("Not a form that is read", encoding="utf-8")
        page.set_input_files("#clinic-files", [deck, syllabus, broken])
        page.wait_for_selector("#clinic-found .remark", timeout=180_000)
    shoot("review")
    page.fill("#clinic-reader", "AB")
    with page.expect_response("**/found?reader=AB"):
        page.press("#clinic-reader", "Tab")
    first = page.locator(".remark").first
    first.locator("[data-decide=accepted]").click()
    first.locator("[data-unmake]").wait_for()
    second = page.locator(".remark").nth(1)
    second.locator("[data-open=reason]").click()
    second.locator("form[data-form=reason] textarea").fill("The slide asks students to refute it.")
    second.locator("form[data-form=reason] button[type=submit]").click()
    second.locator("[data-unmake]").wait_for()
    first.locator(".sources summary").first.click()
    first.scroll_into_view_if_needed()
    shoot("review-decided")
    page.locator(".course").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.course').scrollIntoView()")
    shoot("review-course")
    for one in (first, second):
        one.locator("[data-unmake]").click()
    page.click("#clinic-close")
