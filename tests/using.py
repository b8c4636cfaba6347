"""Use the page as a person does: open a tab, ask, and wait for what comes of it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

_FILLED = {
    "Ask": "#question textarea",
    "Hand-out": ".handout",
    "Papers": "#rows tbody tr",
    "Review": "#clinic",
    "Evaluate": "#runs-held :is(table, .empty)",
    "About": ".about",
}
"""What a tab shows once what it asks of the server is there, in their order."""
TABS = tuple(_FILLED)


def open_tab(page: Page, name: str) -> None:
    """Open a tab, and wait until it is filled."""
    page.click(f"button[role=tab]:visible:has-text('{name}')")
    expect(page.locator(_FILLED[name]).first).to_be_visible()


def click_twice(page: Page, what: Locator, *, after: Callable[[], None]) -> None:
    """Double-click as a person does on a quick machine: the first click has done its work by then.

    `after` waits for that work.
    """
    what.click()
    after()
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)


def hold_next(page: Page) -> None:
    """Let the next act on a control of Gradio reach the server late, as on a slow line."""
    page.evaluate(
        """() => {
            const sent = window.fetch;
            let held = 0;
            window.fetch = async (where, ...others) => {
                if (String(where).includes("queue/join") && !held++)
                    await new Promise((done) => setTimeout(done, 800));
                return sent(where, ...others);
            };
        }"""
    )


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the whole of the answer."""
    send(page, question)
    answered(page, question)


def send(page: Page, question: str) -> None:
    """Write a question and send it from the keyboard."""
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")


def answered(page: Page, question: str) -> None:
    """Wait until the last answer is that to this question, and whole."""
    last = page.locator(".turn").last
    # The answer to the question before is whole, too, until this one comes up.
    expect(last.locator(".q")).to_have_text(question)
    expect(last).to_have_attribute("data-state", "whole", timeout=60_000)
