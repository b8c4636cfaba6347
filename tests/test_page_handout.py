"""The Hand-out and About tabs in a real Chromium: collect, order, note, remove, take away."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from fakes import make_document, put
from playwright.sync_api import Page, Route, expect
from served import CHROMIUM
from using import open_tab

from assistant.web.page.about import FIGURES
from corpus.library import Library
from corpus.paper import Paper

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH"),
]

KEY = "equity-evidence.handout"
SCRIPT = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"
COLLECT = """([name, value, clicks]) => {
  const button = document.createElement("button");
  button.setAttribute(name, value);
  document.body.append(button);
  for (let click = 0; click < clicks; click += 1) button.click();
  button.remove();
}"""


def collect(page: Page, name: str, value: dict[str, Any], clicks: int = 1) -> None:
    """Click a button that puts something into the hand-out, as they stand on other tabs."""
    page.evaluate(COLLECT, [name, json.dumps(value), clicks])


def kept(library: Library, paper: Paper, quote: str) -> dict[str, str]:
    passages = library.words.passages_of(paper.paper_id, paper.origin)
    found = next(passage for passage in passages if quote in passage.text)
    return {"question": "Who?", "passage_id": found.passage_id, "quote": quote, "note": ""}


def taken(page: Page, form: str) -> tuple[str, bytes]:
    """Return name and content of the file that a button gives, clicked twice in a row."""
    with page.expect_download() as download:
        page.locator(f"[data-take={form}]").dblclick()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def state(page: Page) -> dict[str, Any]:
    read: dict[str, Any] = page.evaluate(f"JSON.parse(localStorage.getItem('{KEY}'))")
    return read


def test_evidence_is_collected_ordered_noted_and_taken_away(
    page: Page, own_library: Library
) -> None:
    paper = put(own_library, make_document(SCRIPT, "One held. Two held.", doi="10.1/script"))
    one, two = kept(own_library, paper, "One held."), kept(own_library, paper, "Two held.")
    expect(page.locator("#question")).to_be_visible()
    collect(page, "data-handout", one, clicks=2)
    expect(page.locator(".handout-toast")).to_contain_text("Already in the hand-out")
    answer = {"question": SCRIPT, "passages": [two], "premise": "thicker-skin"}
    collect(page, "data-handout-answer", answer)
    page.locator(".handout-toast a").click()
    entries = page.locator(".handout .entry")
    expect(entries).to_have_count(2)
    expect(entries.last).to_contain_text(SCRIPT)
    expect(page.locator(".handout .claim")).to_have_count(1)

    page.reload()
    open_tab(page, "Hand-out")
    expect(entries).to_have_count(2)
    entries.last.locator("textarea").fill("Mind the sample.")
    entries.last.locator("[data-act=up]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".handout .told")).to_contain_text("Moved to place 1 of 2")
    expect(entries.first).to_contain_text("Two held.")
    expect(entries.first.locator("[data-act=up]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(entries.first).to_contain_text("Two held.")

    entries.last.locator("[data-act=remove]").click()
    expect(entries).to_have_count(1)
    expect(page.locator("[data-do=undo]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(entries).to_have_count(2)
    expect(entries.last).to_contain_text("One held.")
    page.locator("[data-field=title]").fill(SCRIPT)
    page.click("[data-do=suggest]")
    expect(page.locator(".handout .told")).to_contain_text("suggested")
    page.check("[data-style=apa]")

    name, content = taken(page, "docx")
    assert name.endswith(".docx")
    words = [paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs]
    assert words[0] == SCRIPT
    text = "\n".join(words)
    assert text.index("“Two held.” (") < text.index("“One held.” (", text.index("Evidence\n"))
    assert "Note: Mind the sample." in text
    for form, told in (
        ("html", b"&lt;script&gt;"),
        ("markdown", b"Mind the sample."),
        ("ris", b"DO  - 10.1/script"),
        ("bibtex", b"doi = {10.1/script}"),
    ):
        assert told in taken(page, form)[1], form
    expect(page.locator(".handout .told")).to_contain_text("Saved")
    assert page.evaluate("window.ran") is None

    page.click("[data-do=empty]")
    expect(page.locator(".handout .none")).to_be_visible()
    page.click("[data-do=undo]")
    expect(entries).to_have_count(2)


def test_what_the_library_lost_is_said_and_what_cannot_be_reached_loses_nothing(
    page: Page, own_library: Library
) -> None:
    paper = put(own_library, make_document("Soon gone", "It was here.", doi="10.1/gone"))
    collect(page, "data-handout", kept(own_library, paper, "It was here."))
    open_tab(page, "Hand-out")
    entry = page.locator(".handout .entry")
    expect(entry).to_contain_text("Soon gone")
    with own_library.writer() as writer:
        writer.remove(paper.paper_id)
    page.reload()
    open_tab(page, "Hand-out")
    expect(entry).to_contain_text("Not found again.")
    expect(entry).to_contain_text("It was here.")
    expect(page.locator(".handout .library")).to_contain_text("It has changed since you collected")
    assert b"Not found again." in taken(page, "markdown")[1]
    expect(page.locator(".handout .told")).to_contain_text("1 of 1 sentences were not found")

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/handout/*", refuse)
    page.click("[data-take=docx]")
    expect(page.locator(".handout .told")).to_contain_text("The server does not answer")
    expect(entry).to_contain_text("It was here.")
    assert len(state(page)["items"]) == 1
    page.unroute("**/handout/*")
    assert taken(page, "docx")[0] == "who.docx"


def test_a_collection_that_cannot_be_read_is_put_aside(page: Page) -> None:
    page.evaluate(f"localStorage.setItem('{KEY}', '{{\"items\": 7')")
    page.reload()
    open_tab(page, "Hand-out")
    expect(page.locator(".handout .none")).to_be_visible()
    assert page.evaluate(f"localStorage.getItem('{KEY}.unreadable')") == '{"items": 7'


def test_two_windows_add_to_one_collection(page: Page, own_library: Library) -> None:
    paper = put(own_library, make_document("Both", "Left said so. Right too.", doi="10.1/both"))
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("#question textarea")
    open_tab(other, "Hand-out")
    collect(page, "data-handout", kept(own_library, paper, "Left said so."))
    expect(other.locator(".handout .entry")).to_have_count(1)
    collect(other, "data-handout", kept(own_library, paper, "Right too."))
    open_tab(page, "Hand-out")
    expect(page.locator(".handout .entry")).to_have_count(2)
    other.close()


def test_a_phone_shows_both_tabs_without_sideways_scroll(page: Page, own_library: Library) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    long = "W" * 200
    paper = put(own_library, make_document(long, f"{long} held.", doi=f"10.1/{long}"))
    collect(page, "data-handout", kept(own_library, paper, f"{long} held."))
    for name, part in (("Hand-out", ".handout .entry"), ("About", ".about")):
        page.evaluate(
            "name => [...document.querySelectorAll('button[role=tab]')]"
            ".find(tab => tab.textContent.trim() === name).click()",
            name,
        )
        expect(page.locator(part)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_about_tells_the_library_and_the_figures_of_the_readme(
    page: Page, own_library: Library
) -> None:
    open_tab(page, "About")
    about = page.locator(".about")
    expect(about).to_contain_text(own_library.snapshot)
    expect(about).to_contain_text("Apache-2.0")
    for what, figure in FIGURES:
        expect(about).to_contain_text(f"{what}{figure}")
