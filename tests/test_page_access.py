"""The page for everybody: by axe-core's rules, from the keyboard alone, narrow and enlarged."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from served import CHROMIUM
from using import TABS, ask, open_tab

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH"),
]

FALSE_CLAIM = "Why do Black patients have thicker skin?"
"""It is answered, and what it takes for granted is corrected."""
GRAVE = ("serious", "critical")


def grave(page: Page, where: str, rules: dict[str, object]) -> list[str]:
    """Return what axe-core finds that is serious or critical, with the first place of each."""
    found = Axe().run(page, options=rules).response["violations"]
    return [
        f"{where}: {one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in GRAVE
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_on_any_tab(
    browser: Browser, address: str, scheme: Literal["light", "dark"]
) -> None:
    """In the dark only what has to do with colour can differ."""
    rules: dict[str, object] = {"resultTypes": ["violations"]}
    if scheme == "dark":
        rules["runOnly"] = ["color-contrast", "link-in-text-block"]
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#question textarea")
    wrongs = grave(page, "start", rules)
    ask(page, FALSE_CLAIM)
    page.locator("a.marker").first.click()
    page.locator(".card.on .study summary").click()
    page.click("#filters .label-wrap")
    page.click("#past summary")
    page.locator("a.marker").first.hover()
    expect(page.locator("#preview")).to_be_visible()
    wrongs += grave(page, "everything of an answer open", rules)
    for tab in TABS[1:]:
        open_tab(page, tab)
        wrongs += grave(page, f"tab {tab}", rules)
    open_tab(page, "Ask")
    page.click("#clear")
    ask(page, "What is the best training plan for a 10 km road race if I am a beginner?")
    wrongs += grave(page, "refusal", rules)
    context.close()
    assert wrongs == []


@pytest.mark.parametrize(("width", "enlarged"), [(320, 1), (640, 2)])
def test_narrow_or_enlarged_nothing_is_cut_off_or_scrolls_sideways(
    browser: Browser, address: str, width: int, enlarged: int
) -> None:
    """A window of 1280 pixels enlarged to 200% has 640 of its own."""
    context = browser.new_context(
        viewport={"width": width, "height": 700}, device_scale_factor=enlarged
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#question textarea")
    ask(page, FALSE_CLAIM)
    page.locator("a.marker").first.click()
    page.locator(".card.on .study summary").click()
    page.click("#filters .label-wrap")
    page.click("#past summary")
    expect(page.locator("button[role=tab]:visible")).to_have_text(list(TABS))
    for tab in TABS:
        open_tab(page, tab)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, tab
    open_tab(page, "Ask")
    beyond = page.evaluate(
        """() => [...document.querySelectorAll("#ask :is(p, h2, h3, button, a, input, textarea)")]
            .filter((one) => one.offsetParent && !one.closest(".unseen"))
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
            .map((one) => one.outerHTML.slice(0, 120))"""
    )
    context.close()
    assert beyond == []
