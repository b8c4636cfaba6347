"""The Review tab: its addresses without a browser, and its main path in a real Chromium."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from fakes import KIDNEY, put
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Page, Route, expect
from pptx import Presentation
from review_maker import BULLET, FINE, deck, finder, syllabus
from served import CHROMIUM
from using import click_twice, open_tab

from assistant.review.sitting import Sittings
from assistant.web.page.review_routes import review_routes
from corpus.library import Library
from corpus.settings import Bounds, Settings

HEADERS = {"X-Page": "papers"}
PATIENT = f"Patient name: Maria Delgado. {BULLET}"
SCRIPT = f"<img src=x onerror=window.ran=1> {BULLET}"


@pytest.fixture
def sittings(library: Library) -> Sittings:
    put(library, KIDNEY)
    return Sittings(library, lambda _library: finder())


@pytest.fixture
def client(library: Library, sittings: Sittings) -> Iterator[TestClient]:
    app = FastAPI()
    settings = Settings(library=library.folder, bounds=Bounds(upload_bytes=1024**2))
    app.include_router(review_routes(library, settings, sittings))
    with TestClient(app, headers=HEADERS) as opened:
        yield opened


def review(client: TestClient, *files: Path) -> tuple[str, dict[str, Any]]:
    """Send files, wait until they are reviewed, and return the id and how each stands."""
    sitting = client.post("/reviews").json()["review"]
    for number, file in enumerate(files):
        path = f"/reviews/{sitting}/{number}"
        sent = client.put(path, params={"name": file.name}, content=file.read_bytes())
        assert sent.status_code == 200, sent.text
    client.post(f"/reviews/{sitting}/start")
    for _ in range(200):
        now: dict[str, Any] = client.get(f"/reviews/{sitting}").json()
        if now["done"]:
            return sitting, now
        time.sleep(0.05)
    raise AssertionError(now)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_remarks_stand_beside_the_slide_with_their_words_marked(
    client: TestClient, tmp_path: Path
) -> None:
    sitting, now = review(client, deck(tmp_path / "deck.pptx"), syllabus(tmp_path / "week.docx"))
    assert [one["state"] for one in now["files"]] == ["done", "done"]
    found = client.get(f"/reviews/{sitting}/found").text
    shown = "Slide 1|<mark>|Why it matters|Better|To read|Noticed by|Major|data-ask=|data-paper="
    for told in (*shown.split("|"), "data-handout-answer=", "The whole course"):
        assert told in found
    assert "grade" not in found.lower()
    assert "deck.pptx, slide 1" in found


def test_each_file_that_cannot_be_reviewed_says_why(client: TestClient, tmp_path: Path) -> None:
    pictures = Presentation()
    slide = pictures.slides.add_slide(pictures.slide_layouts[6])
    image = deck(tmp_path / "x.pptx").with_suffix(".png")
    slide.shapes.add_picture(str(image), 0, 0)
    pictures.save(str(tmp_path / "pictures.pptx"))
    spanish = "La raza es una construcción social y no explica por sí sola que los pacientes de un "
    sitting, now = review(
        client,
        tmp_path / "pictures.pptx",
        written(tmp_path / "clase.txt", spanish * 6),
        written(tmp_path / "deck.key", "?"),
        written(tmp_path / "fine.md", FINE),
    )
    reasons = [one["reason"] for one in now["files"]]
    assert "pictures only, on slides 1" in reasons[0]
    assert "Spanish; a review can judge English only" in reasons[1]
    assert "a .key file cannot be reviewed" in reasons[2]
    assert now["files"][3]["state"] == "done"
    assert "Nothing here called for a remark" in client.get(f"/reviews/{sitting}/found").text


def test_a_file_too_large_is_refused_and_the_others_go_on(client: TestClient) -> None:
    sitting = client.post("/reviews").json()["review"]
    sent = client.put(f"/reviews/{sitting}/0?name=big.pptx", content=b"x" * (1024**2 + 1))
    assert sent.status_code == 413
    assert "larger than the 1 MB" in sent.json()["detail"]
    assert client.post(f"/reviews/{sitting}/start").status_code == 422


def test_nothing_of_a_file_that_names_a_patient_is_kept(
    client: TestClient, library: Library, sittings: Sittings, tmp_path: Path
) -> None:
    sitting, _ = review(client, written(tmp_path / "case.txt", PATIENT))
    found = client.get(f"/reviews/{sitting}/found").text
    assert "looks as if it names a patient" in found
    assert "data-decide" not in found
    held = sittings.one(sitting)
    assert held is not None
    remark = held.reviews()[0].remarks[0].remark_id
    told = {"remark": remark, "verdict": "accepted"}
    assert client.post(f"/reviews/{sitting}/decide", json=told).status_code == 409
    assert not (library.folder / "reviews.json").exists()
    assert not [one for one in held.upload.folder.rglob("*") if one.is_file()]


def test_decisions_of_two_readers_are_kept_and_found_again(
    client: TestClient, sittings: Sittings, tmp_path: Path
) -> None:
    file = written(tmp_path / "notes.md", f"# Kidney\n\n{SCRIPT}")
    sitting, _ = review(client, file)
    held = sittings.one(sitting)
    assert held is not None
    remark = held.reviews()[0].remarks[0].remark_id

    def decide(**told: str) -> Any:
        return client.post(f"/reviews/{sitting}/decide", json={"remark": remark, **told})

    assert "dismissed with a reason" in decide(verdict="dismissed", reader="AB").json()["detail"]
    decide(verdict="accepted", wording="Use cystatin C <b>", reader="AB")
    both = decide(verdict="dismissed", reason="It is history", reader="CD").text
    assert "Readers differ" in both
    assert "Use cystatin C &lt;b&gt;" in both
    listed = client.get(f"/reviews/{sitting}/take/list").content.decode("utf-8-sig")
    assert {row["reader"] for row in csv.DictReader(io.StringIO(listed))} == {"AB", "CD"}
    report = client.get(f"/reviews/{sitting}/take/report").content
    told = "\n".join(one.text for one in docx.Document(io.BytesIO(report)).paragraphs)
    assert "Use cystatin C <b>" in told
    assert "AB accepted" in told
    client.post(f"/reviews/{sitting}/close")
    assert client.get(f"/reviews/{sitting}").status_code == 404
    again, _ = review(client, written(file, f"{SCRIPT}\n\nMemorise which race has most gout."))
    found = client.get(f"/reviews/{again}/found", params={"reader": "CD"}).text
    assert "1 new, 0 no longer made" in found
    assert "It is history" in found
    assert "<img" not in found
    assert "data-mine='dismissed'" in found


def test_files_go_with_their_sitting(
    client: TestClient, sittings: Sittings, tmp_path: Path
) -> None:
    sitting, _ = review(client, deck(tmp_path / "deck.pptx"), written(tmp_path / "a.txt", BULLET))
    held = sittings.one(sitting)
    assert held is not None
    left = [one.name for one in held.upload.folder.rglob("*") if one.is_file()]
    assert left == ["deck.pptx"]
    copy = client.get(f"/reviews/{sitting}/take/copy/0")
    assert len(Presentation(io.BytesIO(copy.content)).slides) == 6
    assert client.get(f"/reviews/{sitting}/take/copy/1").status_code == 404
    client.post(f"/reviews/{sitting}/close")
    assert not held.upload.folder.exists()


def test_another_site_cannot_ask(client: TestClient) -> None:
    del client.headers["X-Page"]
    assert client.post("/reviews").status_code == 403


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH")
def test_a_course_is_reviewed_limited_decided_taken_away_and_closed(
    page: Page, tmp_path: Path
) -> None:
    open_tab(page, "Review")
    files = [
        deck(tmp_path / "deck.pptx"),
        written(tmp_path / "fine.md", FINE),
        written(tmp_path / "old.key", "?"),
    ]
    page.set_input_files("#clinic-files", [str(one) for one in files])
    expect(page.locator("#clinic-told")).to_contain_text("Done.", timeout=120_000)
    expect(page.locator("[data-state=refused]")).to_contain_text("cannot be reviewed")
    remarks = page.locator("#clinic .remark")
    # What was found is fetched once all is done.
    expect(page.locator("#clinic-found")).to_be_visible()
    count = remarks.count()
    assert count >= 3
    first = remarks.first
    expect(page.locator(".stretch").first.locator("mark").first).to_be_visible()
    page.select_option("[data-limit=category]", "outdated_race_correction")
    expect(page.locator("#clinic-count")).to_contain_text(f"of {count} remarks, 0 decided")
    page.select_option("[data-limit=category]", "")
    # From the keyboard: the name, a decision, its undo.
    page.fill("#clinic-reader", "AB")
    page.keyboard.press("Tab")
    first.locator("[data-decide]").focus()
    page.keyboard.press("Enter")
    expect(first.locator(".verdicts")).to_contain_text("AB accepted")
    first.locator("[data-unmake]").press("Enter")
    expect(first.locator(".verdicts")).to_have_count(0)
    first.locator("[data-open=wording]").click()
    first.locator("form[data-form=wording] textarea").fill("eGFR without race, since 2021")
    first.locator("form[data-form=wording] button[type=submit]").click()
    expect(first.locator(".verdicts")).to_contain_text("eGFR without race, since 2021")
    second = remarks.nth(1)
    second.locator("[data-open=reason]").click()
    second.locator("form[data-form=reason] textarea").press("Escape")
    expect(second.locator("[data-open=reason]")).to_be_focused()
    second.locator("[data-open=reason]").click()
    second.locator("form[data-form=reason] button[type=submit]").click()
    expect(second.locator(".verdicts")).to_have_count(0)
    second.locator("form[data-form=reason] textarea").fill("We discuss it in class")
    second.locator("form[data-form=reason] button[type=submit]").click()
    expect(second.locator(".verdicts")).to_contain_text("AB dismissed: We discuss it in class")
    expect(page.locator("#clinic-collect")).to_have_text("Add 1 accepted to hand-out")
    page.click("#clinic-collect")
    expect(page.locator(".handout-toast")).to_contain_text("hand-out")
    with page.expect_download() as download:
        page.locator("[data-take-review='copy/0']").click()
    assert download.value.suggested_filename == "deck-remarks.pptx"
    # It is found again when the page is opened anew, also on a narrow screen.
    page.set_viewport_size({"width": 320, "height": 700})
    page.reload()
    page.wait_for_selector("#question textarea")
    open_tab(page, "Review")
    expect(first.locator(".verdicts")).to_contain_text("AB accepted")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.click("#clinic-close")
    expect(page.locator("#clinic-found")).to_be_hidden()
    expect(page.locator("#clinic-files")).to_be_focused()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH")
def test_a_second_click_decides_takes_and_closes_nothing_a_second_time(
    page: Page, tmp_path: Path
) -> None:
    decided: list[str] = []
    saved: list[str] = []
    page.on(
        "request",
        lambda one: decided.append(one.url) if one.url.endswith("/decide") else None,
    )
    page.on("download", lambda one: saved.append(one.suggested_filename))
    open_tab(page, "Review")
    notes = written(tmp_path / "notes.md", f"# Kidney\n\n{BULLET}")
    # Chosen twice, the first time slowly on its way: what was chosen last is reviewed.
    held: list[Route] = []
    page.route("**/reviews", lambda one: one.continue_() if held else held.append(one))
    for _ in range(2):
        page.set_input_files("#clinic-files", [str(notes)])
    remark = page.locator("#clinic .remark").first
    verdicts = remark.locator(".verdicts")
    expect(remark).to_be_visible()
    with page.expect_request("**/close"):
        held[0].continue_()

    remark.locator("[data-decide]").dblclick()
    expect(verdicts).to_contain_text("accepted")
    undo = remark.locator("[data-unmake]")
    click_twice(page, undo, after=lambda: expect(verdicts).to_have_count(0))
    expect(undo).to_have_count(0)
    assert len(decided) == 2
    for form in ("wording", "reason"):
        box = remark.locator(f"form[data-form={form}] textarea")
        remark.locator(f"[data-open={form}]").dblclick()
        expect(box).to_be_visible()
        remark.locator(f"form[data-form={form}] [data-cancel]").dblclick()
        expect(box).to_be_hidden()
        remark.locator(f"[data-open={form}]").click()
        box.fill(f"Words of the {form}")
        remark.locator(f"form[data-form={form}] [type=submit]").dblclick()
        expect(verdicts).to_contain_text(f"Words of the {form}")
    assert len(decided) == 4
    remark.locator("[data-decide]").click()
    expect(verdicts).to_contain_text("accepted")
    page.locator("#clinic-collect").dblclick()
    expect(page.locator(".handout-toast")).to_contain_text("Added to the hand-out")
    with page.expect_download():
        page.locator("[data-take-review=list]").dblclick()
    expect(page.locator("#clinic-said")).to_have_text("Saved: review-remarks.csv")

    # What is being written stays while another name comes into force.
    remark.locator("[data-open=wording]").click()
    box = remark.locator("form[data-form=wording] textarea")
    box.fill("Half written")
    page.fill("#clinic-reader", "CD")
    with page.expect_response("**/found?reader=CD"):
        page.keyboard.press("Tab")
    expect(page.locator("[data-take-review=report]")).to_be_focused()
    expect(box).to_have_value("Half written")
    box.press("Escape")
    # So does the focus.
    accept = remark.locator("[data-decide]")
    expect(accept).to_have_attribute("aria-pressed", "true")
    page.fill("#clinic-reader", "EF")
    page.route("**/found?reader=EF", lambda route: (accept.focus(), route.continue_()))
    page.keyboard.press("Tab")
    expect(accept).to_have_attribute("aria-pressed", "false")
    expect(accept).to_be_focused()

    remark.locator("[data-ask]").dblclick()
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator(".turn")).to_have_attribute("data-state", "whole")
    open_tab(page, "Review")
    page.locator("#clinic-close").dblclick()
    expect(page.locator("#clinic-found")).to_be_hidden()
    expect(page.locator("#clinic-files")).to_be_focused()
    expect(page.locator(".turn")).to_have_count(1)
    assert saved == ["review-remarks.csv"]
    assert len(decided) == 5
