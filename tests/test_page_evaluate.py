"""The Evaluate tab: a set is run beside the page, stopped, gone on with, shown and compared."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from eval_maker import AIR, ANSWERED, DECLINED, VIOLIN
from fakes import ASTHMA, open_fake, put
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Page, Route, expect
from served import CHROMIUM
from using import click_twice, open_tab
from visiting import visitor

from assistant.evaluate.prepare import Wish
from assistant.web.auth.visit import visit_of
from assistant.web.page.evaluate import _begin, _live, _stopped, _uploaded, _view, add_reports
from assistant.web.page.figures import compared, figures, progress, runs_table
from assistant.web.page.runs import Runs
from corpus.errors import EvidenceError
from corpus.feedback import Feedback
from corpus.library import Library
from eval.compare import compare
from eval.judge import Agreement, keep_agreement
from eval.questions import Gold, Question, QuestionSet, jsonl, set_of
from eval.run import read_run
from eval.summary import summarise

GOLD = Gold(ASTHMA.paper.paper_id, 2)


def asked(count: int) -> QuestionSet:
    """Return a set of that many questions that the library with one paper answers."""
    questions = [replace(AIR, id=f"q{n}", gold=(GOLD,)) for n in range(count)]
    return set_of("<small>", ((f"small line {one.id}", one) for one in [*questions, VIOLIN]))


@pytest.fixture
def runs(library: Library, tmp_path: Path) -> Runs:
    put(library, ASTHMA)
    return Runs(library, tmp_path / "runs")


def ended(runs: Runs) -> str:
    until = time.monotonic() + 60
    while runs.going is not None and runs.going.at_work:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert runs.going is not None
    return runs.going.state


def test_a_run_is_made_beside_and_listed_with_its_report(runs: Runs) -> None:
    assert "No run over this library yet" in runs_table(runs.past())
    runs.start(asked(2))
    assert ended(runs) == "done"
    (past,) = runs.past()
    assert (past.asked, past.size, past.whole, past.ndcg) == (3, 3, True, 1.0)
    shown = figures(past, summarise(read_run(past.folder)))
    assert "3 questions: 2 answered, 1 declined, 0 failed" in shown
    assert "sandbox=''" in shown
    assert "&lt;small&gt;" in runs_table(runs.past())
    assert "<small>" not in runs_table(runs.past()) + shown + progress(runs.going)


def test_a_run_is_stopped_and_gone_on_with(runs: Runs) -> None:
    questions = asked(40)
    runs.start(questions)
    with pytest.raises(EvidenceError, match="a run of <small> is under way here; wait for it"):
        runs.start(questions)
    runs.stop()
    assert ended(runs) == "stopped"
    (past,) = runs.past()
    assert past.asked < past.size
    assert not past.whole
    assert "run the same set again to go on" in progress(runs.going)
    runs.start(questions)
    assert ended(runs) == "done"
    (whole,) = runs.past()
    assert (whole.folder, whole.asked) == (past.folder, 41)


def test_every_question_is_asked_as_often_as_wished_and_that_many_at_a_time(runs: Runs) -> None:
    runs.start(asked(2), Wish(times=3, workers=2))
    assert ended(runs) == "done"
    assert "9 of 9 answers" in progress(runs.going)
    (past,) = runs.past()
    assert (past.asked, past.size, past.whole) == (9, 9, True)
    assert "stable text" in _view(runs, past.name, None)


def test_precision_coverage_and_refusal_are_told_together_and_a_judge_with_its_agreement(
    runs: Runs,
) -> None:
    runs.start(asked(2))
    ended(runs)
    (past,) = runs.past()
    assert (
        "Precision of answering 1.000 (1.00 to 1.00); coverage 1.000 (1.00 to 1.00); declined "
        "rightly 1.000 (1.00 to 1.00)."
    ) in _view(runs, past.name, None)
    found = Agreement("scripted/model", "a <program>", 3, 2, 0, 0.5)
    keep_agreement(past.folder, found)
    assert "scripted/model agrees on 2 of 3" in _view(runs, past.name, None)
    assert "labelled by a &lt;program&gt;" in _view(runs, past.name, None)


def test_other_people_are_answered_meanwhile(runs: Runs, library: Library) -> None:
    from assistant.answer import answer

    runs.start(asked(40))
    told = answer(library, AIR.question)
    going = runs.going
    assert told.sentences
    assert going is not None
    assert going.at_work
    runs.stop()
    ended(runs)


def test_only_runs_over_this_library_are_listed(runs: Runs, tmp_path: Path) -> None:
    runs.start(asked(1))
    ended(runs)
    (runs.folder / "broken").mkdir()
    (runs.folder / "broken" / "run.json").write_text("{", encoding="utf-8")
    other = open_fake(tmp_path / "other")
    assert len(runs.past()) == 1
    assert Runs(other, runs.folder).past() == []
    other.close()


def test_two_runs_are_compared_with_what_flipped(runs: Runs, library: Library) -> None:
    for _ in range(2):
        runs.start(asked(2))
        ended(runs)
    later, earlier = (read_run(one.folder) for one in runs.past())
    assert "Nothing differs but the day" in compared(compare(earlier, later))
    worse = replace(later, outcomes={**later.outcomes, "q0": DECLINED, "violin": ANSWERED})
    shown = compared(compare(earlier, worse))
    assert "▼ worse</b> Is asthma more common" in shown
    assert "q0: answered, then declined" in shown
    assert "<b>this</b>" not in shown
    names = [one.name for one in runs.past()]
    assert "What changed" in _view(runs, *names)
    assert "What changed" not in _view(runs, names[0], names[0])
    assert _view(runs, "../elsewhere", None) == ""


def test_what_is_wrong_is_told_in_plain_words(runs: Runs, tmp_path: Path) -> None:
    assert "no answer is marked as not helpful" in _begin(
        runs, visit_of(visitor()), "feedback", None
    )
    sets = {
        "bad.jsonl": ("{", "bad.jsonl line 1: not JSON"),
        "dead.jsonl": (
            jsonl([Question("a", "Why?", "k", "answer", (Gold("doi:gone", 2),))]),
            "dead.jsonl line 1: a: gold &#x27;doi:gone&#x27;: not in the library",
        ),
    }
    for name, (text, told) in sets.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        shown = _begin(runs, visit_of(visitor()), "smoke", str(path))
        assert told in shown
        assert str(tmp_path) not in shown
        assert not path.exists()
    runs.folder.write_text("in the way", encoding="utf-8")
    runs.start(asked(1))
    assert ended(runs) == "failed"
    assert "cannot be written" in progress(runs.going)


def test_an_uploaded_set_keeps_its_name_and_leaves_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(jsonl([VIOLIN]), encoding="utf-8")
    found = _uploaded(path)
    assert found.name == "mine"
    assert found.places == {"violin": "mine.jsonl line 1"}
    assert not path.exists()


def test_what_readers_missed_can_be_run(runs: Runs, library: Library) -> None:
    library.feedback.keep(Feedback("1", "Is the air bad?", helped=False, right=(GOLD.id,)))
    assert _begin(runs, visit_of(visitor()), "feedback", None) == ""
    assert ended(runs) == "done"
    assert runs.past()[0].conditions.set == "feedback"


def test_a_report_is_served_without_scripts_and_nothing_else_is(runs: Runs) -> None:
    runs.start(asked(1))
    ended(runs)
    app = FastAPI()
    add_reports(app, runs)
    client = TestClient(app)
    found = client.get(f"/runs/{runs.past()[0].name}/report.html")
    assert found.status_code == 200
    assert found.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    for name in ("gone", "..", "%2e%2e%2fruns"):
        assert client.get(f"/runs/{name}/report.html").status_code == 404


def test_the_page_looks_again_though_a_short_run_has_ended_by_then(runs: Runs) -> None:
    runs.start(asked(1))
    ended(runs)
    *_, clock = _stopped(runs)
    assert clock.active
    *_, clock = _live(runs)
    assert not clock.active


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the served page keep its runs in a folder of the tests."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("served"))
    yield
    os.chdir(before)


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH")
def test_the_smoke_set_is_run_on_the_page_once_however_often_it_is_clicked(
    page: Page, tmp_path: Path
) -> None:
    open_tab(page, "Evaluate")
    expect(page.locator("#runs-held")).to_contain_text("No run over this library yet")
    run, stop = page.locator("#run-set"), page.locator("#stop-set")
    click_twice(page, run, after=lambda: expect(stop).to_be_visible())
    click_twice(page, stop, after=lambda: expect(run).to_be_enabled(timeout=120_000))
    expect(page.locator("#going")).to_contain_text("run the same set again to go on")
    expect(stop).to_be_hidden()
    run.dblclick()
    expect(page.locator("#going")).to_contain_text("smoke, 10 of 10 answers", timeout=120_000)
    expect(page.locator("#run-view table.measures")).to_contain_text("nDCG@10")
    expect(page.locator("#run-view")).to_contain_text("10 questions: 8 answered, 2 declined")
    expect(page.locator("#run-told")).to_be_empty()
    expect(page.locator("#runs-held tbody tr")).to_have_count(1)
    page.locator(".report summary").click()
    report = page.frame_locator("#run-view iframe")
    expect(report.locator("body")).to_contain_text("smoke")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open the report").click()
    expect(opened.value).to_have_title(re.compile("smoke"))
    for width in (320, 1024):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 900})
    own = tmp_path / "own.jsonl"
    own.write_text(jsonl([VIOLIN]), encoding="utf-8")
    page.set_input_files("#own-set input[type=file]", own)
    # The file list sets the ending apart; the progress shown just before it does not.
    expect(page.locator("#own-set")).to_contain_text(re.compile(r"own\s*\.jsonl"))
    run.dblclick()
    view = page.locator("#run-view")
    expect(view).to_contain_text("1 questions: 0 answered, 1 declined", timeout=120_000)
    expect(page.locator("#run-told")).to_be_empty()
    expect(page.locator("#runs-held tbody tr")).to_have_count(2)
    # A run is chosen, and before that has reached the server another to compare it with.
    own_run, smoke_run = page.locator("#runs-held tbody th").all_inner_texts()
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if held or smoke_run not in (route.request.post_data or ""):
            route.continue_()
        else:
            held.append(route)

    page.route("**/queue/join*", hold_first)
    for label, name in (("Show the run", smoke_run), ("and compare it with", own_run)):
        page.get_by_label(label).click()
        page.get_by_role("option", name=name).locator("visible=true").last.click()
    held[0].continue_()
    expect(view).to_contain_text("10 questions")
    expect(view).to_contain_text("compare runs over the same set")
