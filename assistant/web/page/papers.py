"""The Papers tab: what is held, one paper, adding, and a picture of it all; filled by papers.js."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import gradio as gr

from assistant.web.page.adding import adding_form
from assistant.web.page.events import QUIET
from assistant.web.page.papers_table import table_frame
from corpus.settings import Settings

Event = Callable[..., object]
"""Binds a function to something that happens on the page."""
_TELL = "() => { document.dispatchEvent(new CustomEvent('library-changed')); }"


def papers_tab(settings: Settings, changed: Event) -> None:
    """Lay the tab out; `changed` is the event after which papers differ."""
    with gr.Column(elem_id="papers"):
        gr.HTML(_frame(settings), elem_id="papers-frame", apply_default_css=False, padding=False)
    changed(None, js=_TELL, **QUIET)


def _frame(settings: Settings) -> str:
    return (
        "<div id='shelf'>"
        "<p class='lost' id='lost' role='alert' hidden></p>"
        "<div id='errands' class='errands' aria-label='What is under way' role='region'></div>"
        f"<section class='one' id='one' tabindex='-1' aria-label='One paper' hidden></section>"
        "<div id='all'>"
        f"{_fold('adding', 'Add papers', adding_form(settings))}"
        f"{_fold('holdings', 'What this library holds, and what it lacks', '')}"
        f"{table_frame()}"
        "</div></div>"
    )


def _fold(name: str, title: str, inside: str) -> str:
    return (
        f"<details class='fold' id='{name}'><summary>{escape(title)}</summary>"
        f"<div class='inside' id='{name}-inside'>{inside}</div></details>"
    )
