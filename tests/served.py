"""The page served on this machine, and a real Chromium to open it with."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI
from listening import listening
from playwright.sync_api import Browser, expect, sync_playwright

from assistant.generate.write import Writing
from assistant.web.auth.rules import Rules
from assistant.web.page.serve import RULES, page_app
from corpus.library import Library

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)
# Six times what Playwright waits by itself: on a busy machine the server takes its time. Where a
# page is as it should be, nothing is waited for.
expect.set_options(timeout=30_000)
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Chromium itself must not reach out either, or a look at the network says nothing.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def built(library: Library, writing: Writing | None = None, rules: Rules = RULES) -> FastAPI:
    """Build the application where a loop of events runs; else Gradio leaves some behind."""

    async def build() -> FastAPI:
        return page_app(library, writing, rules)

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(build())
    return page_app(library, writing, rules)


@contextmanager
def serving(
    library: Library, writing: Writing | None = None, rules: Rules = RULES
) -> Iterator[str]:
    """Serve the page of a library on a free port, and give its address."""
    app = built(library, writing, rules)
    with listening(app, log_level="warning", proxy_headers=False) as address:
        yield address


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the system's Chromium without a screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()
