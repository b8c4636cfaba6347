"""The Evaluate tab: run a question set, see its figures and report, compare two runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import FileResponse, PlainTextResponse, Response

from assistant.evaluate.prepare import AS_USUAL, Wish
from assistant.web.auth.visit import Visit, visit_of
from assistant.web.page.events import QUIET
from assistant.web.page.figures import compared, figures, note, progress, runs_table
from assistant.web.page.runs import Past, Runs
from corpus.errors import EvidenceError
from eval.compare import compare
from eval.feedback import KIND
from eval.questions import QuestionSet
from eval.read_set import read_set
from eval.run import read_run
from eval.summary import summarise

_LOOK_AGAIN = 1.5
"""Seconds between two looks at a run under way."""
_SETS = [
    ("Smoke set (10 questions)", "smoke"),
    ("Development set (133 questions)", "development"),
    ("Counterfactual pairs (36 questions)", "counterfactual"),
    ("Race-based medicine (9 questions)", "race_based_medicine"),
    ("What readers missed", KIND),
]
_TIMES = [("once", 1), ("three times, to see if answers are stable", 3), ("five times", 5)]
_WORKERS = [("one", 1), ("two", 2), ("four", 4)]
_GUARD = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""A report runs no script and fetches nothing, whatever stands in it."""
_IN_TURN = {**QUIET, "concurrency_id": "runs", "concurrency_limit": 1}
"""What tells how a run stands comes in the order it was asked for: told late, what was so before a
run began would hide it."""


Event = Callable[..., object]
"""Binds a function to something that happens on the page."""


def evaluate_tab(runs: Runs, opened: Event) -> None:
    """Lay the tab out and bind its controls; `opened` is the event of opening it.

    A run goes on beside the page: it may be left, and found again on another.
    """
    with gr.Column(elem_id="evaluate"):
        gr.HTML(
            "<h2>Run a question set</h2><p>Every question is asked of this library as if a reader "
            "had typed it, and its answer is scored: what was found, what was cited, what was "
            "declined. It runs beside everybody's asking, one set at a time.</p>",
            apply_default_css=False,
        )
        with gr.Row(elem_id="choose-set"):
            with gr.Column(scale=3):
                chosen = gr.Dropdown(_SETS, value="smoke", label="Question set")
                with gr.Row(elem_id="choose-how"):
                    times = gr.Dropdown(_TIMES, value=1, label="Each question is asked")
                    workers = gr.Dropdown(_WORKERS, value=1, label="Questions at one time")
            upload = gr.File(
                label="or a set of your own (JSON Lines)",
                file_types=[".jsonl"],
                height=160,
                scale=2,
                elem_id="own-set",
            )
        with gr.Row(elem_id="run-acts"):
            run = gr.Button("Run", variant="primary", elem_id="run-set")
            stop = gr.Button("Stop", visible=False, elem_id="stop-set")
        told = gr.HTML("", elem_id="run-told", apply_default_css=False)
        going = gr.HTML("", elem_id="going", apply_default_css=False)
        gr.HTML("<h2>Runs</h2>", apply_default_css=False)
        table = gr.HTML("", elem_id="runs-held", apply_default_css=False)
        with gr.Row(elem_id="choose-runs"):
            one = gr.Dropdown([], label="Show the run", visible=False, elem_id="show-run")
            other = gr.Dropdown(
                [], label="and compare it with an earlier one", visible=False, elem_id="with-run"
            )
        view = gr.HTML("", elem_id="run-view", apply_default_css=False)
        clock = gr.Timer(_LOOK_AGAIN, active=False)
    live = [going, run, stop, clock]
    lists = [table, one, other]

    def begin(
        name: str, file: str | None, often: int, at_once: int, request: gr.Request
    ) -> tuple[object, ...]:
        wish = Wish(times=often, workers=at_once)
        told = _begin(runs, visit_of(request), name, file, wish)
        return (told, *_live(runs, look_again=True), gr.update(value=None))

    def look(shown: str | None) -> tuple[object, ...]:
        """Return how far the run is; with its end come the lists, and it is the one shown."""
        found = runs.going
        if found is None or found.at_work:
            return (*_live(runs), *[gr.skip()] * 3)
        newest = found.folder.name if found.state == "done" else shown
        return (*_live(runs), *_lists(runs, newest))

    def show(name: str | None, earlier: str | None) -> str:
        return _view(runs, name, earlier)

    run.click(begin, [chosen, upload, times, workers], [told, *live, upload], **_IN_TURN)
    stop.click(lambda: _stopped(runs), outputs=live, **_IN_TURN)
    clock.tick(look, one, [*live, *lists], **_IN_TURN)
    # Chosen while another run is still being read, the last one is shown.
    last = {**QUIET, "trigger_mode": "always_last"}
    gr.on([one.change, other.change], show, [one, other], view, **last)

    def now() -> tuple[object, ...]:
        return (*_live(runs), *_lists(runs, None))

    opened(now, outputs=[*live, *lists], **_IN_TURN)


def add_reports(app: FastAPI, runs: Runs) -> None:
    """Serve the reports of runs over this library."""

    @app.get("/runs/{name}/report.html")
    def report(name: str) -> Response:
        """Serve the report of a run, where no script of it runs."""
        found = runs.report(name)
        if found is None or not found.is_file():
            return PlainTextResponse("no report of such a run here", status_code=404)
        return FileResponse(
            found, media_type="text/html", headers={"content-security-policy": _GUARD}
        )


def _begin(runs: Runs, visit: Visit, name: str, file: str | None, wish: Wish = AS_USUAL) -> str:
    """Begin a run; return what is wrong in words, and nothing where it goes."""
    try:
        with visit.acting("page: evaluate", "review"):
            runs.start(_uploaded(Path(file)) if file else runs.set_named(name), wish)
    except EvidenceError as error:
        return note(str(error))
    return ""


def _uploaded(path: Path) -> QuestionSet:
    """Return the set in an uploaded file, whose copy is not kept; errors name it as it is known."""
    try:
        found = read_set(str(path))
    except EvidenceError as error:
        raise EvidenceError(str(error).replace(str(path), path.name)) from error
    finally:
        path.unlink(missing_ok=True)
    places = {name: place.replace(str(path), path.name) for name, place in found.places.items()}
    return replace(found, places=places)


def _stopped(runs: Runs) -> tuple[object, ...]:
    runs.stop()
    return _live(runs, look_again=True)


def _live(runs: Runs, *, look_again: bool = False) -> tuple[object, ...]:
    """Return what progress, both buttons and the clock are to be.

    After a click the page is to look again in any case: a short run may have ended by now, and with
    its end come the lists.
    """
    going = runs.going
    busy = going is not None and going.at_work
    return (
        progress(going),
        gr.update(interactive=not busy),
        gr.update(visible=busy),
        gr.Timer(_LOOK_AGAIN, active=busy or look_again),
    )


def _lists(runs: Runs, shown: str | None) -> tuple[object, ...]:
    """Return the table of runs and the choices of both lists."""
    found = runs.past()
    choices = [one.name for one in found if one.whole]
    shown = shown if shown in choices else None
    return (
        runs_table(found),
        gr.update(choices=choices, value=shown, visible=bool(choices)),
        gr.update(choices=choices, value=None, visible=len(choices) > 1),
    )


def _view(runs: Runs, name: str | None, earlier: str | None) -> str:
    found = {one.name: one for one in runs.past()}
    if name is None or name not in found:
        return ""
    try:
        parts = _comparison(found, name, earlier) if earlier and earlier != name else ""
        return parts + figures(found[name], summarise(read_run(found[name].folder)))
    except EvidenceError as error:
        return note(str(error))


def _comparison(found: dict[str, Past], name: str, earlier: str) -> str:
    if earlier not in found:
        return note(f"{earlier}: this run is no longer there")
    try:
        return compared(compare(read_run(found[earlier].folder), read_run(found[name].folder)))
    except EvidenceError as error:
        # Folders are told by name: where they lie on the server is nobody's affair.
        return note(str(error).replace(f"{found[name].folder.parent}/", ""))
