"""The page in a real Chromium: ask, open cards, add, remove, put back."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from pdf_maker import Leaf, Put, column, make_pdf
from playwright.sync_api import Page, expect
from served import CHROMIUM

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


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")


def test_a_question_is_answered_and_every_marker_opens_its_card(page: Page) -> None:
    ask(page, KIDNEY)
    expect(page.locator(".foot")).to_be_visible(timeout=60_000)
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
    expect(page.locator(".foot")).to_be_visible(timeout=60_000)
    marker = page.locator("a.marker").last
    marker.click()
    page.locator(".card.on a.back").click()
    expect(marker).to_be_focused()


def test_a_marker_works_from_the_keyboard(page: Page) -> None:
    ask(page, KIDNEY)
    expect(page.locator(".foot")).to_be_visible(timeout=60_000)
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
    ask(page, "Why do Black patients have thicker skin?")
    expect(page.locator(".foot")).to_be_visible(timeout=60_000)
    note = page.locator(".premise.assumed")
    expect(note).to_contain_text("This question rests on a claim that is false")
    above, below = note.bounding_box(), page.locator(".answer").bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"]
    note.locator("a.opens").first.click()
    expect(page.locator(".card.on")).to_be_focused()


def test_a_question_out_of_scope_is_declined_in_plain_sight(page: Page) -> None:
    ask(page, "What is the best training plan for a 10 km road race if I am a beginner?")
    expect(page.locator(".note.declined")).to_be_visible(timeout=60_000)
    expect(page.locator("#evidence")).to_contain_text("Nearest papers, not an answer")
    assert page.locator("a.marker").count() == 0


def test_an_errand_is_declined_by_its_kind(page: Page) -> None:
    ask(page, "Write a Python decorator which retries a failed HTTP call three times.")
    note = page.locator(".note.declined")
    expect(note).to_contain_text("ask what the evidence says", timeout=60_000)
    assert page.locator(".card").count() == 0


def test_an_empty_question_is_told_so(page: Page) -> None:
    page.click("#send")
    expect(page.locator(".note.wrong")).to_contain_text("the question is empty")


def test_a_follow_up_is_understood_with_the_question_before(page: Page) -> None:
    ask(page, "Give me good studies on racial inequity in pain treatment.")
    expect(page.locator(".foot")).to_be_visible(timeout=60_000)
    page.check("#follow input")
    ask(page, "Has that gap changed over time?")
    expect(page.locator(".foot")).to_have_count(2, timeout=60_000)
    expect(page.locator(".together")).to_contain_text("inequity in pain treatment")
    expect(page.locator("#evidence")).to_contain_text("Evidence for question 1")


def test_papers_are_added_quoted_with_their_page_removed_and_put_back(
    page: Page, tmp_path: Path
) -> None:
    paper = make_pdf(tmp_path / "zebrafish.pdf", zebrafish_leaves())
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"")
    page.click("button[role=tab]:has-text('Papers')")
    page.set_input_files("#upload input[type=file]", [str(paper), str(broken)])
    page.click("#add")
    expect(page.locator(".outcomes li.added")).to_contain_text("zebrafish.pdf", timeout=60_000)
    expect(page.locator(".outcomes li.refused")).to_contain_text("empty file")
    expect(page.locator(".held")).to_contain_text("181 papers")

    page.click("button[role=tab]:has-text('Ask')")
    ask(page, "Do zebrafish larvae of the Quillfeather strain tolerate cold water?")
    expect(page.locator(".foot")).to_be_visible(timeout=60_000)
    expect(page.locator(".answer")).to_contain_text("“Zebrafish larvae of the Quillfeather strain")
    page.locator(".picture summary").first.click()
    image = page.locator(".picture img").first
    expect(image).to_be_visible()
    page.wait_for_function("document.querySelector('.picture img').naturalWidth > 300")

    page.click("button[role=tab]:has-text('Papers')")
    page.click("#removal input")
    page.keyboard.type("Quillfeather")
    page.locator("[role=option]").first.click()
    page.click("#remove")
    expect(page.locator("#told")).to_contain_text("Removed")
    expect(page.locator(".held")).to_contain_text("180 papers")
    page.click("#undo")
    expect(page.locator("#told")).to_contain_text("Put back")
    expect(page.locator(".held")).to_contain_text("181 papers")


def test_a_paper_shows_who_tells_what_of_it_and_how_it_stands(page: Page) -> None:
    page.click("button[role=tab]:has-text('Papers')")
    page.click("#choice input")
    page.keyboard.type("Vyas 2020")
    page.locator("[role=option]").first.click()
    view = page.locator("#view .paper")
    expect(view).to_contain_text("Hidden in Plain Sight")
    expect(view).to_contain_text("How it stands")
    expect(view.locator("table")).to_contain_text("starter corpus")
    expect(view).to_contain_text("Who was studied")


def test_an_open_page_sees_what_another_process_adds(
    page: Page, own_library: Library, tmp_path: Path
) -> None:
    expect(page.locator(".held")).to_contain_text("papers")
    before = page.locator(".held").inner_text()
    paper = tmp_path / "pangolin.md"
    paper.write_text("---\ntitle: Pangolins\n---\n\nPangolins of Velmora sleep by day.\n")
    command = [sys.executable, "-c", "from assistant.cli import main; main()", "add", str(paper)]
    added = subprocess.run(
        [*command, "--library", str(own_library.folder)], check=False, timeout=120
    )
    assert added.returncode == 0
    expect(page.locator(".held")).not_to_have_text(before, timeout=20_000)
    ask(page, "When do pangolins of Velmora sleep?")
    expect(page.locator(".answer")).to_contain_text("sleep by day", timeout=60_000)


def test_script_in_a_title_is_shown_and_never_run(page: Page, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.txt"
    title = "<img src=x onerror=\"document.title='taken'\"> Marmot bacilli"
    sentence = (
        "Marmot bacilli <script>document.title='taken'</script> ![a](https://example.org/a.png) "
        "<img src='https://example.org/b.png'> were found in burrows."
    )
    hostile.write_text(f"{title}\n\n{sentence}\n", encoding="utf-8")
    page.click("button[role=tab]:has-text('Papers')")
    page.set_input_files("#upload input[type=file]", [str(hostile)])
    page.click("#add")
    expect(page.locator(".outcomes li.added")).to_be_visible(timeout=60_000)
    page.click("button[role=tab]:has-text('Ask')")
    ask(page, "Were marmot bacilli found in burrows?")
    expect(page.locator(".foot")).to_be_visible(timeout=60_000)
    expect(page.locator(".card").first).to_contain_text("<img src=x")
    assert page.title() == "Equity Evidence"


@pytest.mark.parametrize("width", [320, 390, 1024, 1440])
def test_nothing_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    ask(page, KIDNEY)
    expect(page.locator(".foot")).to_be_visible(timeout=60_000)
    for tab in ("Ask", "Papers"):
        page.click(f"button[role=tab]:has-text('{tab}')")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def zebrafish_leaves() -> list[Leaf]:
    """Return the pages of a small paper."""
    title = Put(72, 740, "Cold Tolerance of the Quillfeather Strain", size=18, bold=True)
    finding = """Zebrafish larvae of the Quillfeather strain tolerate cold water of nine degrees.
Larvae of other strains were slow at that temperature in all four tanks."""
    heading = Put(72, 690, "Results", size=13, bold=True)
    return [Leaf([title, heading, *column(finding, y=660)])]


def test_only_what_was_uploaded_can_be_added(
    own_library: Library, address: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret\n\nThis file was never uploaded by anybody.", encoding="utf-8")
    config = httpx.get(f"{address}/config").json()
    upload = next(
        one["id"] for one in config["components"] if one["props"].get("elem_id") == "upload"
    )
    function = next(one["id"] for one in config["dependencies"] if one["inputs"] == [upload])
    before = own_library.snapshot
    file = {"path": str(secret), "orig_name": "secret.md", "meta": {"_type": "gradio.FileData"}}
    asked = {"fn_index": function, "session_hash": "visitor", "data": [[file]]}
    httpx.post(f"{address}/gradio_api/queue/join", json=asked).raise_for_status()
    stream = f"{address}/gradio_api/queue/data?session_hash=visitor"
    with httpx.stream("GET", stream, timeout=30) as events:
        told = next(line for line in events.iter_lines() if "process_completed" in line)
    assert '"success":false' in told.replace(" ", "")
    assert own_library.snapshot == before
