"""The Papers tab: add papers by upload, see what is held, remove and undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path

import gradio as gr

from assistant.cite import byline, short_name, standing_words
from assistant.known import known
from assistant.page.events import QUIET
from assistant.page.paper import paper_view
from assistant.serving.visit import Visit, visit_of
from corpus.errors import EvidenceError
from corpus.library import Library
from corpus.paper import Paper
from corpus.settings import settings_from
from corpus.undo import Kept, keep, put_back
from ingest.add import adding
from ingest.find import ADDABLE, ENDINGS
from ingest.outcome import Outcome

_COLUMNS = ["Title", "Authors and journal", "Year", "Design", "Status", "Text"]
_WORDS = {"added": "Added", "known": "Already here", "updated": "Filled in", "refused": "Not added"}

Event = Callable[..., object]
"""Binds a function to something that happens on the page."""


def papers_tab(library: Library, changed: Event) -> None:
    """Lay the tab out and bind its controls; `changed` is the event after which papers differ."""
    removed = gr.State(None)
    with gr.Column(elem_id="papers"):
        gr.HTML(
            f"<h2>Add papers</h2><p>{escape(ADDABLE)}. They stay on this machine. A file that "
            "cannot be read is named with its reason, and the others go on.</p>",
            apply_default_css=False,
        )
        files = gr.File(
            label="Papers to add",
            file_count="multiple",
            file_types=sorted(ENDINGS),
            height=150,
            elem_id="upload",
        )
        add = gr.Button("Add to the library", variant="primary", elem_id="add")
        outcomes = gr.HTML("", elem_id="outcomes", apply_default_css=False)
        gr.HTML("<h2>In the library</h2>", apply_default_css=False)
        table = gr.Dataframe(
            _rows(library),
            headers=_COLUMNS,
            interactive=False,
            wrap=True,
            show_search="filter",
            max_height=520,
            show_label=False,
            elem_id="table",
            column_widths=["36%", "27%", "8%", "13%", "8%", "8%"],
        )
        with gr.Row(elem_id="removal"):
            choice = gr.Dropdown(
                _choices(library), label="One paper", value=None, scale=5, elem_id="choice"
            )
            remove = gr.Button("Remove", scale=1, elem_id="remove")
            undo = gr.Button("Undo", scale=1, visible=False, elem_id="undo")
        told = gr.HTML("", elem_id="told", apply_default_css=False)
        view = gr.HTML("", elem_id="view", apply_default_css=False)
    held = [table, choice]

    def now() -> tuple[object, ...]:
        return _rows(library), gr.update(choices=_choices(library), value=None)

    changed(now, outputs=held, **QUIET)
    choice.change(lambda paper_id: _view(library, paper_id), choice, view, **QUIET)
    add.click(_add(library), files, [outcomes, files], **QUIET).then(now, outputs=held, **QUIET)

    def take_away(paper_id: str | None, request: gr.Request) -> tuple[object, ...]:
        return _remove(library, paper_id, visit_of(request))

    def bring_back(kept: Kept | None, request: gr.Request) -> tuple[object, ...]:
        return _restore(library, kept, visit_of(request))

    remove.click(take_away, choice, [removed, told, undo], **QUIET).then(now, outputs=held, **QUIET)
    undo.click(bring_back, removed, [removed, told, undo], **QUIET).then(now, outputs=held, **QUIET)


def _add(library: Library) -> Callable[..., Iterator[tuple[str, object]]]:
    def run(names: list[str] | None, request: gr.Request) -> Iterator[tuple[str, object]]:
        """Add the uploaded files, telling the outcome of each as it comes."""
        if not names:
            yield _note("Choose one or more files first."), gr.update()
            return
        outcomes: list[Outcome] = []
        yield _told(outcomes, len(names)), gr.update()
        try:
            paths, bounds = [Path(name) for name in names], settings_from().bounds
            with visit_of(request).acting("page: add papers", "curate"):
                for outcome, total in adding(library, paths, bounds=bounds):
                    outcomes.append(outcome)
                    yield _told(outcomes, total), gr.update()
            yield _told(outcomes, len(outcomes)), gr.update(value=None)
        except EvidenceError as error:
            yield _told(outcomes, len(names)) + _note(str(error)), gr.update()
        finally:
            # The library keeps the originals; a copy elsewhere would outlive a removal.
            for name in names:
                Path(name).unlink(missing_ok=True)

    return run


def _told(outcomes: Sequence[Outcome], total: int) -> str:
    """Return the outcome of each file so far, and how many are still to come."""
    lines = "".join(
        f"<li class='{outcome.kind}'><b>{_WORDS[outcome.kind]}</b> "
        f"{escape(Path(outcome.path).name)}"
        f"<span>{escape(outcome.reason or outcome.title)}"
        f"{f' · {outcome.passages} passages' if outcome.passages else ''}</span></li>"
        for outcome in outcomes
    )
    done = len(outcomes)
    bar = f"<progress max='{total}' value='{done}' aria-label='Files done'></progress>"
    state = f"<p role='status'>{done} of {total} done {bar if done < total else ''}</p>"
    return f"{state}<ul class='outcomes'>{lines}</ul>"


def _remove(
    library: Library, paper_id: str | None, visit: Visit
) -> tuple[Kept | None, str, object]:
    """Remove a paper, and keep it at hand for an undo."""
    paper = library.catalog.paper(paper_id or "")
    if paper is None:
        gone = "This paper is no longer in the library." if paper_id else "Choose a paper first."
        return None, _note(gone), gr.update(visible=False)
    try:
        with visit.acting("page: remove paper", "curate"), library.writer() as writer:
            kept = keep(library, paper.paper_id)
            writer.remove(paper.paper_id)
    except EvidenceError as error:
        return None, _note(str(error)), gr.update(visible=False)
    told = _note(f"Removed: {short_name(paper)}, {paper.title}")
    return kept, told, gr.update(visible=True)


def _restore(library: Library, kept: Kept | None, visit: Visit) -> tuple[Kept | None, str, object]:
    """Put back what was removed last."""
    try:
        if kept is not None:
            with visit.acting("page: put paper back", "curate"), library.writer() as writer:
                put_back(writer, kept)
    except EvidenceError as error:
        return kept, _note(str(error)), gr.update(visible=True)
    return None, _note("Put back."), gr.update(visible=False)


def _view(library: Library, paper_id: str | None) -> str:
    if paper_id is None or library.catalog.paper(paper_id) is None:
        return ""
    return paper_view(known(library, paper_id))


def _note(text: str) -> str:
    return f"<p class='told' role='status'>{escape(text)}</p>"


def _rows(library: Library) -> list[list[str]]:
    return [
        [
            paper.title,
            byline(paper),
            str(paper.year or ""),
            paper.design or "",
            standing_words(paper),
            paper.origin,
        ]
        for paper in _sorted(library)
    ]


def _choices(library: Library) -> list[tuple[str, str]]:
    return [(f"{short_name(paper)}: {paper.title}", paper.paper_id) for paper in _sorted(library)]


def _sorted(library: Library) -> list[Paper]:
    return sorted(library.catalog.listed().values(), key=lambda paper: short_name(paper).lower())
