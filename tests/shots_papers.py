"""Pictures of the Papers tab."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page


def shoot_papers(page: Page, shoot: Callable[[str], None]) -> None:
    """Take the table, the ways to add, the picture of what is held, one paper, and a removal."""
    page.click("button[role=tab]:has-text('Papers')")
    page.wait_for_selector("#rows table")
    shoot("papers")
    page.click("#limits summary")
    page.select_option("#choices select[name=status]", "contested")
    page.wait_for_selector("#count:has-text('of')")
    shoot("papers-limited")
    page.click("#no-limits")
    page.click("#adding > summary")
    page.fill("#identifiers", "10.1056/NEJMms2004740")
    page.click("#look-up")
    page.wait_for_selector("#agree:not([hidden])")
    shoot("papers-adding")
    page.click("#send-not")
    page.click("#adding > summary")
    page.click("#holdings > summary")
    page.wait_for_selector("#holdings .columns")
    shoot("papers-held")
    page.click("#holdings > summary")
    page.fill("#words", "inker 2021")
    page.wait_for_selector("#count:has-text('1 of')")
    page.click("#rows th a")
    page.wait_for_selector("#one .paper")
    page.click("#one .section summary")
    page.wait_for_selector("#one .passage")
    page.click("[data-cite=ama]")
    page.wait_for_selector(".cited pre:not(:empty)")
    shoot("paper")
    page.click("#one [data-remove]")
    page.wait_for_selector(".errand [data-undo]")
    shoot("papers-removed")
    page.click(".errand [data-undo]")
    page.wait_for_selector(".errand .chip:has-text('Undone')")
