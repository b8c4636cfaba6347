"""The page in a real Chromium: ask, open cards, see what others add."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from served import CHROMIUM
from using import ask, open_tab

from corpus.library import Library

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH"),
]

KIDNEY = (
    "What evidence can I cite for teaching students that race correction in kidney function is no "
    "longer recommended?"
)


def test_a_question_is_answered_and_every_marker_opens_its_card(page: Page) -> None:
    ask(page, KIDNEY)
    answer = page.locator(".answer")
    expect(answer).to_contain_text("2021 creatinine equation")
    expect(answer).to_contain_text("task force")
    markers = page.locator("a.marker")
    assert markers.count() >= 3
    for marker in markers.all():
        marker.click()
        card = page.locator(f"#{marker.get_attribute('data-card')}")
        expect(card).to_be_in_viewport()
        expect(card).to_be_focused()
        expect(card).to_have_class(re.compile(r"\bon\b"))
        expect(card.locator("mark").first).to_be_visible()
        expect(card.locator("a[href^='https://doi.org/']")).to_be_visible()
        expect(card).to_contain_text("Digest by this project")


def test_the_link_of_a_card_leads_back_to_its_marker(page: Page) -> None:
    ask(page, KIDNEY)
    marker = page.locator("a.marker").last
    marker.click()
    page.locator(".card.on a.back").click()
    expect(marker).to_be_focused()


def test_a_marker_works_from_the_keyboard(page: Page) -> None:
    ask(page, KIDNEY)
    marker = page.locator("a.marker").first
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{marker.get_attribute('data-card')}")).to_be_focused()


def test_an_example_question_is_asked_with_one_click(page: Page) -> None:
    page.locator("#examples button", has_text="Black newborns").click()
    expect(page.locator(".foot")).to_be_visible(timeout=60_000)
    expect(page.locator(".answer")).to_contain_text("Borjas")
    expect(page.locator(".answer .chip.warn").first).to_have_text("contested")


def test_a_false_premise_is_corrected_above_the_answer_and_its_source_opens_a_card(
    page: Page,
) -> None:
    ask(page, "Which gene makes Black people retain salt and causes hypertension?")
    note = page.locator(".premise.assumed")
    expect(note).to_be_visible(timeout=60_000)
    above, below = note.bounding_box(), page.locator(".answer").bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"]
    note.locator("a.opens").first.click()
    expect(page.locator(".card.on")).to_be_focused()


def test_a_question_out_of_scope_is_declined_in_plain_sight(page: Page) -> None:
    ask(page, "What is the best training plan for a 10 km road race if I am a beginner?")
    expect(page.locator(".note.declined")).to_be_visible()
    expect(page.locator("#evidence")).to_contain_text("Nearest papers, not an answer")
    assert page.locator("a.marker").count() == 0


def test_an_errand_is_declined_by_its_kind(page: Page) -> None:
    ask(page, "Write me a poem about the sea.")
    expect(page.get_by_text("outside this library")).to_be_visible()
    assert page.locator(".card").count() == 0


def test_an_empty_question_is_told_so(page: Page) -> None:
    page.click("#send")
    expect(page.locator(".note.wrong")).to_contain_text("the question is empty")


def test_a_follow_up_is_understood_with_the_question_before(page: Page) -> None:
    ask(page, "Give me good studies on racial inequity in pain treatment.")
    page.check("#follow input")
    ask(page, "Has that gap changed over time?")
    expect(page.locator(".foot")).to_have_count(2)
    expect(page.locator(".together")).to_contain_text("inequity in pain treatment")
    expect(page.locator("#evidence")).to_contain_text("Evidence for question 1")


def test_an_open_page_sees_what_another_process_adds(
    page: Page, own_library: Library, tmp_path: Path
) -> None:
    expect(page.locator(".held")).to_contain_text("papers")
    before = page.locator(".held").inner_text()
    paper = tmp_path / "pangolin.md"
    paper.write_text("---\ntitle: Pangolins\n---\n\nPangolins of Velmora sleep by day.\n")
    command = [
        sys.executable,
        "-c",
        "from assistant.cli.main import main; main()",
        "add",
        str(paper),
    ]
    added = subprocess.run(
        [*command, "--library", str(own_library.folder)], check=False, timeout=120
    )
    assert added.returncode == 0
    expect(page.locator(".held")).not_to_have_text(before)
    ask(page, "When do pangolins of Velmora sleep?")
    expect(page.locator(".answer")).to_contain_text("sleep by day")


@pytest.mark.parametrize("width", [320, 390, 1024, 1440])
def test_nothing_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    ask(page, KIDNEY)
    for tab in ("Ask", "Papers"):
        open_tab(page, tab)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
