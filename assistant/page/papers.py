"""The Papers tab: add papers by upload, see what is held, remove and undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import gradio as gr

from assistant.cite import byline, short_name, standing_words
from assistant.page.events import QUIET
from corpus.errors import EvidenceError
from corpus.library import Library
from corpus.paper import Document, Paper, Passage
from ingest.add import Outcome, adding
from ingest.read import FORMS, READABLE

_COLUMNS = ["Title", "Authors and journal", "Year", "Design", "Status", "Text"]
_WORDS = {"added": "Added", "known": "Already here", "updated": "Filled in", "refused": "Not added"}

Event = Callable[..., object]
"""Binds a function to something that happens on the page."""


@dataclass(frozen=True)
class Removed:
    """A text that was removed, whole enough to be put back."""

    document: Document
    passages: tuple[Passage, ...]
    content: bytes
    source: str


def papers_tab(library: Library, page: gr.Blocks) -> list[Event]:
    """Lay the tab out, bind its controls, and return the events after which papers differ."""
    removed = gr.State(list[Removed]())
    with gr.Column(elem_id="papers"):
        gr.HTML(
            f"<h2>Add papers</h2><p>{escape(FORMS)}. They stay on this machine. A file that cannot "
            "be read is named with its reason, and the others go on.</p>",
            apply_default_css=False,
        )
        files = gr.File(
            label="Papers to add",
            file_count="multiple",
            file_types=sorted(READABLE),
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
            choice = gr.Dropdown(_choices(library), label="Remove a paper", value=None, scale=5)
            remove = gr.Button("Remove", scale=1, elem_id="remove")
            undo = gr.Button("Undo", scale=1, visible=False, elem_id="undo")
        told = gr.HTML("", elem_id="told", apply_default_css=False)
    held = [table, choice]

    def now() -> tuple[object, ...]:
        return _rows(library), gr.update(choices=_choices(library), value=None)

    page.load(now, outputs=held, **QUIET)
    added = add.click(_add(library), files, [outcomes, files], **QUIET).then(
        now, outputs=held, **QUIET
    )
    gone = remove.click(
        lambda paper_id: _remove(library, paper_id), choice, [removed, told, undo], **QUIET
    ).then(now, outputs=held, **QUIET)
    back = undo.click(
        lambda texts: _restore(library, texts), removed, [removed, told, undo], **QUIET
    ).then(now, outputs=held, **QUIET)
    return [added.then, gone.then, back.then]


def _add(library: Library) -> Callable[[list[str] | None], Iterator[tuple[str, object]]]:
    def run(names: list[str] | None) -> Iterator[tuple[str, object]]:
        """Add the uploaded files, telling the outcome of each as it comes."""
        if not names:
            yield _note("Choose one or more files first."), gr.update()
            return
        outcomes: list[Outcome] = []
        yield _told(outcomes, len(names)), gr.update()
        try:
            for outcome in adding(library, [Path(name) for name in names]):
                outcomes.append(outcome)
                yield _told(outcomes, len(names)), gr.update()
            yield _told(outcomes, len(names)), gr.update(value=None)
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


def _remove(library: Library, paper_id: str | None) -> tuple[list[Removed], str, object]:
    """Remove a paper, and keep it at hand for an undo."""
    paper = library.papers().get(paper_id or "")
    if paper is None:
        gone = "This paper is no longer in the library." if paper_id else "Choose a paper first."
        return [], _note(gone), gr.update(visible=False)
    try:
        with library.writer():
            kept = _kept(library, paper)
            library.remove(paper.paper_id)
    except EvidenceError as error:
        return [], _note(str(error)), gr.update(visible=False)
    return (
        kept,
        _note(f"Removed: {short_name(paper)}, {paper.title}"),
        gr.update(visible=bool(kept)),
    )


def _kept(library: Library, paper: Paper) -> list[Removed]:
    """Return the texts of a paper that can be put back: those whose original is there."""
    kept: list[Removed] = []
    for text in library.catalog.texts_of(paper.paper_id):
        document = library.document(text.paper_id, text.origin)
        original = library.original(text.paper_id, text.origin)
        if document is not None and original is not None:
            passages = tuple(library.words.passages_of(text.paper_id, text.origin))
            kept.append(Removed(document, passages, original.read_bytes(), text.source))
    return kept


def _restore(library: Library, texts: Sequence[Removed]) -> tuple[list[Removed], str, object]:
    """Put back what was removed last."""
    try:
        with library.writer():
            for text in texts:
                if library.catalog.text(text.document.paper.paper_id, text.document.origin):
                    continue  # It was added again meanwhile.
                library.add(text.document, text.passages, text.content, text.source)
    except EvidenceError as error:
        return list(texts), _note(str(error)), gr.update(visible=True)
    return [], _note("Put back."), gr.update(visible=False)


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
    return sorted(library.papers().values(), key=lambda paper: short_name(paper).lower())
