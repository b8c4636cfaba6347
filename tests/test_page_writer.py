"""On the page, a model elsewhere writes only once a person has agreed to what is sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fakes import ASTHMA, ScriptedModel, open_fake, put
from playwright.sync_api import Page, expect
from served import CHROMIUM, chromium, serving

from assistant.write import Writing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium on the path"),
]
QUESTION = "Was asthma more common where the air was worse?"


TEXT = "Rents were lower there. [1] Children wheezed five times as often <img src=x> [1]."


@pytest.fixture(scope="module")
def model() -> ScriptedModel:
    return ScriptedModel(TEXT, sent_to="https://models.example")


@pytest.fixture(scope="module")
def page(model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    library = open_fake(tmp_path_factory.mktemp("page") / "library")
    put(library, ASTHMA)
    with serving(library, Writing(model, show_struck=True)) as address, chromium() as browser:
        opened = browser.new_page()
        opened.goto(address)
        yield opened
    library.close()


def test_a_model_elsewhere_is_asked_only_after_a_click(page: Page, model: ScriptedModel) -> None:
    consent = page.get_by_label("Let scripted/model write.")
    expect(consent).not_to_be_checked()
    expect(page.locator("#writer")).to_contain_text(
        "Your question and up to 8 passages will be sent to https://models.example."
    )
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#send").click()
    expect(page.locator(".foot")).to_contain_text("quoted letter for letter", timeout=60_000)
    assert model.sent == []
    consent.check()
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#send").click()
    expect(page.locator(".foot").last).to_contain_text(
        "Written by scripted/model, each sentence checked against its passages; 1 struck.",
        timeout=60_000,
    )
    assert len(model.sent) == 1
    struck = page.locator(".answer s")
    expect(struck).to_contain_text("<img src=x>")
    assert page.locator(".answer img").count() == 0
