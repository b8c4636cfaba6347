"""Thumbs below an answer: kept, changed, taken back; a form asks for the paper that was missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import ASTHMA, put
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect
from served import CHROMIUM
from using import ask

from assistant.answer import answer
from assistant.web.page.feedback import add_feedback, thumbs
from corpus.library import Library

AIR = ASTHMA.paper.paper_id
ID = "0123456789abcdef" * 2


@pytest.fixture
def client(library: Library) -> TestClient:
    put(library, ASTHMA)
    app = FastAPI()
    add_feedback(app, library)
    return TestClient(app)


def test_what_is_said_is_kept_and_taken_back(client: TestClient, library: Library) -> None:
    said = {"id": ID, "question": "Why?", "helped": False, "right": [AIR], "comment": " more "}
    assert client.post("/feedback", json=said).json() == {"kept": True}
    (kept,) = library.feedback.all()
    assert (kept.question, kept.helped, kept.right, kept.comment) == ("Why?", False, (AIR,), "more")
    assert kept.said.endswith("+00:00")
    assert client.post("/feedback", json={"id": ID}).json() == {"kept": False}
    assert library.feedback.all() == []


def test_what_is_no_feedback_is_refused(client: TestClient, library: Library) -> None:
    unknown = client.post(
        "/feedback", json={"id": ID, "question": "Why?", "helped": False, "right": ["doi:gone"]}
    )
    assert unknown.status_code == 409
    assert unknown.json()["error"].startswith("'doi:gone' is no paper of this library; choose")
    for wrong in ({"id": "../x"}, {"id": ID, "comment": "x" * 2_001, "helped": True}):
        assert client.post("/feedback", json=wrong).status_code == 422
    # What a form of another site could send is not JSON by its type.
    form = {"content-type": "text/plain"}
    assert client.post("/feedback", content=f'{{"id": "{ID}"}}', headers=form).status_code == 422
    assert library.feedback.all() == []


def test_papers_are_offered_by_words_of_name_and_title(client: TestClient) -> None:
    words = " ".join(ASTHMA.paper.title.upper().split()[:2])
    (found,) = client.get("/feedback/papers", params={"words": words}).json()
    assert found["paper_id"] == AIR
    assert ASTHMA.paper.title in found["name"]
    for nothing in ("", "no such words"):
        assert client.get("/feedback/papers", params={"words": nothing}).json() == []


def test_what_the_thumbs_are_about_is_escaped(library: Library) -> None:
    put(library, ASTHMA)
    told = thumbs("<b> \"'&", answer(library, "Was asthma more common where the air was worse?"))
    assert "<b>" not in told
    assert "&lt;b&gt; \\&quot;&#x27;&amp;" in told


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH")
def test_a_reader_names_the_paper_that_was_missing(
    page: Page, own_library: Library, tmp_path: Path
) -> None:
    ask(page, "What is weathering?")
    up, down = page.locator("[data-thumb=up]"), page.locator("[data-thumb=down]")
    up.dblclick()
    expect(up).to_have_attribute("aria-pressed", "true")
    assert [one.helped for one in own_library.feedback.all()] == [True]
    down.click()
    dialog = page.get_by_role("dialog", name="What was missing?")
    expect(dialog).to_contain_text("What is weathering?")
    expect(page.get_by_label("Which paper should have been cited?")).to_be_focused()
    page.keyboard.type("no such paper")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_contain_text("No paper of this name is here")
    box = page.get_by_label("Which paper should have been cited?")
    box.fill("inker 2021")
    expect(page.locator("#feedback-papers option")).to_have_count(1)
    box.fill(page.locator("#feedback-papers option").get_attribute("value") or "")
    expect(dialog.get_by_role("list")).to_contain_text("Inker 2021")
    page.get_by_label("Anything else").fill("The <i>newer</i> one.")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).not_to_be_visible()
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_attribute("aria-pressed", "false")
    (kept,) = own_library.feedback.all()
    assert (kept.helped, kept.comment) == (False, "The <i>newer</i> one.")
    assert kept.right == ("doi:10.1056/nejmoa2102953",)
    down.click()
    expect(down).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".thanks")).to_have_text("Taken back.")
    assert own_library.feedback.all() == []
