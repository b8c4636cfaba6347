"""The report in a real browser: it loads nothing, fits a phone, and opens by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from eval_maker import made
from playwright.sync_api import Browser
from served import CHROMIUM, chromium

from eval.report import write_reports
from eval.summary import summarise

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_a_report_loads_nothing_and_fits_the_width(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    run = made(tmp_path / "run")
    address = write_reports(run, summarise(run)).as_uri()
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.goto(address)
    page.locator("#questions summary").first.focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("Asthma was more common. [1]").is_visible()
    assert asked == [address]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
