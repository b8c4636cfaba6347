"""The Ask tab in a real Chromium: previews, pages, copies, links, limits, what was asked before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from docx import Document
from fakes import ASTHMA, KIDNEY, open_fake, put
from pdf_maker import Leaf, Put, column, make_pdf
from playwright.sync_api import Browser, Page, expect
from served import CHROMIUM
from using import answered, ask

from corpus.library import Library
from ingest.add import adding

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH"),
]

ZEBRAFISH = "Do zebrafish larvae of the Quillfeather strain tolerate cold water?"
AIR = "Was asthma more common where the air was worse?"


@pytest.fixture(scope="module")
def own_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A small library with the hashing embedder, one of its papers a PDF of three pages."""
    folder = tmp_path_factory.mktemp("ask")
    held = open_fake(folder / "library")
    put(held, ASTHMA)
    put(held, KIDNEY)
    list(adding(held, [make_pdf(folder / "zebrafish.pdf", zebrafish_leaves())]))
    yield held
    held.close()


def zebrafish_leaves() -> list[Leaf]:
    """Return three pages, the finding on the second."""
    title = Put(72, 740, "Cold Tolerance of the Quillfeather Strain", size=18, bold=True)
    before = "Methods of keeping larvae were those of other tanks in every town of the coast."
    finding = "Zebrafish larvae of the Quillfeather strain tolerate cold water of nine degrees."
    after = "Thanks are due to all who kept the tanks clean over three winters at the station."
    return [
        Leaf([title, Put(72, 690, "Methods", size=13, bold=True), *column(before, y=660)]),
        Leaf([Put(72, 740, "Results", size=13, bold=True), *column(finding, y=710)]),
        Leaf([Put(72, 740, "Discussion", size=13, bold=True), *column(after, y=710)]),
    ]


def tab_to(page: Page, what: str) -> None:
    """Press Tab until the focus is on such an element."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(what) => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"the keyboard does not reach {what}")


def test_from_the_question_to_the_printed_page_and_the_hand_out_by_keyboard_alone(
    page: Page,
) -> None:
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type(ZEBRAFISH)
    page.keyboard.press("Enter")
    answered(page, ZEBRAFISH)
    # From the top of the answer on.
    page.evaluate("document.querySelector('.turn').focus()")
    tab_to(page, "a.marker")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("tolerate cold water of nine degrees")
    expect(preview).to_contain_text("page 2")
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".card.on")).to_be_focused()
    tab_to(page, ".picture summary")
    page.keyboard.press("Enter")
    # It opens at the page that the words are printed on, which is not the first.
    where = page.locator(".card.on .where")
    expect(where).to_have_text("Page 2 of 3")
    page.wait_for_function("document.querySelector('.card.on img').naturalWidth > 300")
    tab_to(page, "[data-turn='1']")
    page.keyboard.press("Enter")
    expect(where).to_have_text("Page 3 of 3")
    page.keyboard.press("Enter")
    expect(where).to_have_text("Page 3 of 3")
    tab_to(page, "a.back")
    page.keyboard.press("Enter")
    expect(page.locator("a.marker").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".card.on")).to_be_focused()
    tab_to(page, "[data-handout]")
    page.keyboard.press("Enter")
    # At once: what is told stays for some seconds only.
    tab_to(page, ".handout-toast a")
    page.keyboard.press("Enter")
    tab_to(page, "[data-take=docx]")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".docx")
    written = Document(str(download.value.path()))
    told = "\n".join(paragraph.text for paragraph in written.paragraphs)
    assert "tolerate cold water of nine degrees" in told


def test_a_preview_can_be_pointed_at_and_a_tap_shows_it_before_it_opens(
    page: Page, browser: Browser, address: str
) -> None:
    ask(page, ZEBRAFISH)
    preview = page.locator("#preview")
    page.locator("a.marker").first.hover()
    expect(preview).to_be_visible()
    preview.hover()
    page.wait_for_timeout(500)
    expect(preview).to_be_visible()
    page.mouse.move(5, 5)
    expect(preview).to_be_hidden()

    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    phone = context.new_page()
    phone.goto(address)
    phone.wait_for_selector("#question textarea")
    ask(phone, ZEBRAFISH)
    marker = phone.locator("a.marker").first
    marker.tap()
    expect(phone.locator("#preview")).to_contain_text("Tap the number again")
    expect(phone.locator(".card.on")).to_have_count(0)
    marker.tap()
    expect(phone.locator(".card.on")).to_be_in_viewport()
    context.close()


def test_each_sentence_is_read_aloud_once(page: Page) -> None:
    ask(page, ZEBRAFISH)
    ask(page, AIR)
    said = page.locator("#said p")
    expect(said.filter(has_text="nine degrees")).to_have_count(1)
    assert page.locator("#conversation [aria-live]").count() == 0


def test_what_is_copied_is_the_citation_the_answer_and_a_link_that_brings_it_back(
    page: Page, browser: Browser, address: str, own_library: Library
) -> None:
    page.click("#filters .label-wrap")
    page.get_by_label("From year").fill("20")
    expect(page.locator("#remaining")).to_contain_text("2 of 3 papers remain")
    ask(page, AIR)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for form, told in (("ama", ". 2020"), ("apa", "(2020)"), ("bibtex", "@misc{")):
        page.locator(f".card [data-cite-as={form}]").first.dblclick()
        expect(page.locator(".card .copied").first).to_contain_text(told)
        expect(page.locator(".card .copied").first).to_contain_text("Copied.")
        assert told in page.evaluate("navigator.clipboard.readText()")
    page.locator("[data-copy=answer]").click()
    expect(page.locator(".turn .copied")).to_contain_text("References")
    assert "[1]" in page.evaluate("navigator.clipboard.readText()")
    page.locator("[data-copy=link]").click()
    expect(page.locator(".turn .copied")).to_contain_text("from=20")
    link = page.evaluate("navigator.clipboard.readText()")

    other = browser.new_context()
    opened = other.new_page()
    opened.goto(link)
    answered(opened, AIR)
    expect(opened.locator(".together")).to_have_text("Limited to: From year 20")
    expect(opened.locator(".note.linked")).to_have_count(0)
    assert opened.locator(".answer").inner_text() == page.locator(".answer").inner_text()
    opened.goto(link.replace(own_library.snapshot, "abcdef012345"))
    expect(opened.locator(".note.linked")).to_contain_text("made with library abcdef")
    other.close()


def test_without_leave_to_use_the_clipboard_the_text_is_copied_or_shown(page: Page) -> None:
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no leave')) }"
    )
    ask(page, AIR)
    page.locator(".card [data-cite-as=ama]").first.click()
    expect(page.locator(".card .copied").first).to_contain_text("Copied.")
    page.evaluate("() => { document.execCommand = () => false }")
    page.locator(".card [data-cite-as=apa]").first.click()
    expect(page.locator(".card .copied").first).to_contain_text("Select this and copy it: ")
    expect(page.locator(".card .copied").first).to_contain_text("(2020)")


def test_nothing_in_a_link_is_run_or_trusted(page: Page, address: str) -> None:
    hostile = "<img src=x onerror=\"document.title='taken'\"> asthma"
    fields = {"q": hostile, "from": "1e9", "topic": hostile, "status": "x", "library": hostile}
    page.goto(f"{address}/?{urlencode(fields)}")
    answered(page, hostile)
    expect(page.locator(".note.linked")).to_contain_text("left out")
    assert page.title() == "Equity Evidence"


def test_a_sentence_is_offered_to_the_hand_out_with_its_passage(
    page: Page, own_library: Library
) -> None:
    ask(page, AIR)
    told = page.locator("[data-handout]").first.get_attribute("data-handout")
    kept = json.loads(told or "")
    assert kept["question"] == AIR
    passage = own_library.words.passages([kept["passage_id"]])[kept["passage_id"]]
    assert kept["quote"] in passage.text


def test_questions_are_kept_in_the_browser_and_erased_one_or_all(page: Page) -> None:
    ask(page, ZEBRAFISH)
    ask(page, AIR)
    page.click("#past summary")
    lines = page.locator("#past li")
    expect(lines).to_have_count(2)
    # The second click of two finds the next line under the pointer, and leaves it.
    page.locator("#past [data-erase]").first.dblclick()
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text("zebrafish")
    page.reload()
    page.click("#past summary")
    page.locator("#past [data-ask]").click()
    answered(page, ZEBRAFISH)
    page.click("#past >> text=Erase all")
    expect(lines).to_have_count(0)
    page.click("#past >> text=Put back")
    expect(lines).to_have_count(1)
    stored = page.evaluate("Object.keys(localStorage)")
    assert any("questions" in name for name in stored)


def test_a_paper_without_a_print_shows_no_page_and_one_removed_says_so(
    page: Page,
) -> None:
    ask(page, AIR)
    expect(page.locator(".picture")).to_have_count(0)
    page.click("#clear")
    expect(page.locator(".welcome")).to_be_visible()
    ask(page, ZEBRAFISH)
    page.evaluate("document.querySelector('.picture').dataset.passage = 'gone'")
    page.locator(".picture summary").first.click()
    expect(page.locator(".picture .told").first).to_contain_text("cannot be shown")
