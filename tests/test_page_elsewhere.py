"""Nothing reaches for another host: not the server, and not the browser, on any of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, expect
from served import CHROMIUM, serving
from using import answered, open_tab, send

from assistant.web.auth.accounts import add_account
from assistant.web.auth.rules import Rules
from corpus.library import Library

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH"),
]
PASSWORD = "four plain words here"
QUESTION = "What can I cite to teach that pulse oximeters work less well on darker skin?"


@pytest.fixture(scope="module")
def department(
    own_library: Library, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The page as a department has it: by name, and under a path."""
    people = tmp_path_factory.mktemp("people") / "people"
    add_account(people, "ada", "curator", PASSWORD)
    rules = Rules(root_path="/evidence", accounts=people, a_minute=1)
    with serving(own_library, rules=rules) as address:
        yield f"{address}/evidence", people


def test_signing_in_asking_and_adding_stay_on_this_machine(
    browser: Browser, department: tuple[str, Path], tmp_path: Path, network: list[str]
) -> None:
    address, people = department
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    asked: list[str] = []
    blocked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.on(
        "console",
        lambda line: blocked.append(line.text) if "Content Security" in line.text else None,
    )

    page.goto(address)
    expect(page.locator("h1")).to_have_text("Equity Evidence")
    page.fill("#name", "ada")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".person")).to_contain_text("ada, curator")

    send(page, QUESTION)
    answered(page, QUESTION)
    expect(page.locator("a.marker").first).to_be_visible()
    # The second question of a minute has to wait, in words.
    send(page, "When do quokkas sleep?")
    expect(page.locator(".note.wrong").first).to_contain_text("too many requests")

    paper = tmp_path / "quokka.md"
    paper.write_text("---\ntitle: Quokkas\n---\n\nQuokkas of Rottnest sleep by day.\n")
    open_tab(page, "Papers")
    page.click("#adding > summary")
    page.set_input_files("#files", [str(paper)])
    expect(page.locator(".held")).to_contain_text("181 papers", timeout=60_000)

    # Somebody takes ada's name away: the open page says so and keeps what was written.
    open_tab(page, "Ask")
    people.write_text(people.read_text().replace("ada ", "eve "))
    send(page, "What is weathering?")
    expect(page.locator("#turned-away")).to_contain_text("session has ended")
    expect(page.locator("#question textarea")).to_have_value("What is weathering?")

    for other in ("api", "login"):
        context.new_page().goto(f"{address}/{other}")
    context.close()
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {
        "127.0.0.1"
    }
    assert blocked == []
    assert network == []


def test_verifying_and_searching_over_the_api_reach_for_nobody(
    address: str, network: list[str]
) -> None:
    text = {"text": "Half of White trainees held a false belief (Hoffman 2016)."}
    for path, sent in (
        ("ask", {"question": QUESTION}),
        ("search", {"question": QUESTION}),
        ("verify", text),
    ):
        assert httpx.post(f"{address}/api/{path}", json=sent, timeout=60).status_code == 200
    assert network == []
