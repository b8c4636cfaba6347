"""Take pictures of every tab at desktop and phone width, light and dark.

Run with: make screenshots, or python tests/screenshots.py FOLDER
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page
from served import CHROMIUM, chromium, serving
from shots_ask import shoot_ask
from shots_evaluate import shoot_evaluate
from shots_handout import shoot_about, shoot_handout
from shots_papers import shoot_papers
from shots_review import shoot_review

from corpus.embed import open_model
from corpus.library import Library
from corpus.settings import Settings
from ingest.add import add_starter

SIZES = ((1440, 900), (1024, 768), (390, 844))
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> None:
    """Build the starter library, serve it, and take every picture."""
    if CHROMIUM is None:
        sys.exit("screenshots: no Chromium on the PATH; install it first")
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        library = Library(Settings(library=Path(place)), open_model())
        add_starter(library, lambda *_: None)
        with serving(library) as address, chromium() as browser:
            for width, height in SIZES:
                for scheme in SCHEMES:
                    _take(browser, address, folder, width, height, scheme)


def _take(
    browser: Browser,
    address: str,
    folder: Path,
    width: int,
    height: int,
    scheme: Literal["light", "dark"],
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#question textarea")
    page.wait_for_timeout(500)

    def shoot(name: str, target: Page = page) -> None:
        target.screenshot(path=folder / f"{name}-{width}-{scheme}.png")

    for tab in (shoot_ask, shoot_handout, shoot_papers, shoot_review, shoot_evaluate, shoot_about):
        tab(page, shoot)
    context.close()


if __name__ == "__main__":
    main()
