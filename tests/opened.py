"""An own copy of the starter library, served, and a page of it in a real Chromium.

Named in `pytest_plugins` of conftest.py, so that every browser test finds these fixtures.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page
from served import chromium, serving

from assistant.misconceptions.register import register_of
from corpus.library import Library
from corpus.settings import Settings


@pytest.fixture(scope="module")
def own_library(
    starter_library: Library, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    """A copy of the starter library that these tests may write to."""
    folder = tmp_path_factory.mktemp("page") / "library"
    # The starter library is common to all workers, and must not change while it is copied.
    with FileLock(starter_library.folder.with_name("ahead.lock")):
        register_of(starter_library)
        shutil.copytree(starter_library.folder, folder)
    held = Library(Settings(library=folder), starter_library.embedder)
    yield held
    held.close()


@pytest.fixture(scope="module")
def address(own_library: Library) -> Iterator[str]:
    with serving(own_library) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page as a person opens it; fails when it asks another host for anything."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    hosts: set[str | None] = set()
    wrongs: list[str] = []
    opened.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    opened.on("pageerror", lambda error: wrongs.append(str(error)))
    opened.goto(address)
    opened.wait_for_selector("#question textarea")
    yield opened
    context.close()
    assert hosts - {None} == {"127.0.0.1"}
    assert wrongs == []
