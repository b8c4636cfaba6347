"""What goes wrong under an open page: two clicks, a server that is gone, a stop, a reload."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator

import pytest
from fakes import ASTHMA, ScriptedModel, open_fake, put
from playwright.sync_api import Browser, Page, expect
from served import CHROMIUM, serving
from using import answered, ask, hold_next, send

from assistant.generate.prompt import Prompt
from assistant.generate.write import Writing
from corpus.library import Library

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH"),
]

AIR = "Was asthma more common where the air was worse?"
ZEBRAFISH = "Do zebrafish larvae of the Quillfeather strain tolerate cold water?"


@pytest.fixture(scope="module")
def own_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of one paper with the hashing embedder."""
    held = open_fake(tmp_path_factory.mktemp("mishaps") / "library")
    put(held, ASTHMA)
    yield held
    held.close()


def test_a_second_click_asks_nothing_a_second_time(page: Page) -> None:
    page.fill("#question textarea", AIR)
    page.dblclick("#send")
    answered(page, AIR)
    page.wait_for_timeout(300)
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator("#trouble")).to_be_empty()
    page.dblclick("#clear")
    expect(page.locator(".welcome")).to_be_visible()
    example = page.locator("#examples button").first
    question = example.get_attribute("data-ask")
    assert question
    example.dblclick()
    answered(page, question)
    expect(page.locator(".turn")).to_have_count(1)


def test_a_question_sent_while_the_conversation_begins_anew_is_answered(page: Page) -> None:
    ask(page, AIR)
    hold_next(page)
    page.click("#clear")
    ask(page, ZEBRAFISH)
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator("#trouble")).to_be_empty()


def test_a_server_that_is_gone_is_told_and_the_question_stays(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#question textarea")
    page.wait_for_function("fetch('gradio_api/app_id').then((reply) => reply.ok)")
    context.set_offline(True)
    banner = page.locator("#unreachable")
    expect(banner).to_contain_text("The server does not answer")
    send(page, AIR)
    page.wait_for_timeout(300)
    expect(page.locator("#question textarea")).to_have_value(AIR)
    expect(page.locator(".turn")).to_have_count(0)
    context.set_offline(False)
    expect(banner).to_be_hidden()
    page.route("**/app_id", lambda route: route.fulfill(json={"app_id": 1}))
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(banner).to_contain_text("started anew")
    context.close()


class Waiting(ScriptedModel):
    """A model that stops after its first sentence until it is told to go on."""

    def __init__(self) -> None:
        super().__init__("Children wheezed five times as often [1]. ")
        self.go_on = threading.Event()

    def stream(self, prompt: Prompt) -> Generator[str, None, None]:
        yield from super().stream(prompt)
        self.go_on.wait(timeout=120)
        yield "Rents were lower there [1]."


def test_an_answer_is_stopped_and_a_reload_brings_its_question_back(
    browser: Browser, own_library: Library
) -> None:
    model = Waiting()
    with serving(own_library, Writing(model)) as address:
        context = browser.new_context(reduced_motion="reduce")
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("#question textarea")
        send(page, AIR)
        expect(page.locator(".turn")).to_have_attribute("data-state", "going")
        page.click("#stop")
        expect(page.locator(".note.stopped")).to_contain_text("Not all of the answer is here")
        expect(page.locator("#question textarea")).to_have_value(AIR)
        expect(page.locator("#stop")).to_be_hidden()
        model.go_on.set()
        page.click("#send")
        expect(page.locator(".turn")).to_have_count(2)
        answered(page, AIR)
        model.go_on.clear()
        send(page, AIR)
        expect(page.locator(".turn")).to_have_count(3)
        page.reload()
        expect(page.locator("#question textarea")).to_have_value(AIR)
        expect(page.locator(".turn")).to_have_count(0)
        model.go_on.set()
        context.close()
