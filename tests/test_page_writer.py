"""On the page, a model elsewhere writes only once a person has agreed to what is sent."""

from __future__ import annotations

import pytest
from fakes import ASTHMA, ScriptedModel, put
from playwright.sync_api import expect
from served import CHROMIUM, chromium, serving

from assistant.write import Writing
from corpus.library import Library

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium on the path"),
]
QUESTION = "Was asthma more common where the air was worse?"


def test_a_model_elsewhere_is_asked_only_after_a_click(library: Library) -> None:
    put(library, ASTHMA)
    text = "Rents were lower there. [1] Children wheezed five times as often <img src=x> [1]."
    model = ScriptedModel(text, sent_to="https://models.example")
    with serving(library, Writing(model, show_struck=True)) as address, chromium() as browser:
        page = browser.new_page()
        page.goto(address)
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
