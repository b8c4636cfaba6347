"""The About tab: how answers are made, what leaves this machine, limits, how to cite."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from html import escape
from importlib.metadata import version

import gradio as gr

from assistant.generate.models import where_words
from assistant.generate.write import MOST_PASSAGES, Writing
from assistant.web.page.events import QUIET
from corpus.library import Library

FIGURES = (
    ("Sentences that an expert would quote first, quoted", "67%"),
    ("Quoted sentences that an expert would quote at all", "53%"),
    ("Questions out of the field that are declined", "32 of 32"),
    ("Questions with an answer that are declined by mistake", "2.7%"),
    ("False premises for which the right correction is shown", "86%"),
)
"""What was measured, as the README tells it with the command that measures it."""
_HOW = (
    "Your question is compared with every passage in the library, by meaning and by words.",
    "The sentences that answer best are quoted letter for letter, each with its passage and page. "
    "Sentences in quotation marks are a paper's own.",
    "Sentences marked digest are this project's words about a landmark paper whose text is not in "
    "the library. Open the paper before you quote it.",
    "A question that takes a false or outdated claim for granted gets the correction first.",
    "A retracted, contested or superseded paper is marked and shown with its counterpart.",
    "Where the library does not answer, the page says so. “No evidence here” does not mean that "
    "there is none: look under Papers at what is held.",
)
_STAYS = (
    "Questions, papers and answers are worked on by the machine that serves this page. Nobody is "
    "tracked, and the page loads nothing from elsewhere.",
    "Your conversation and your hand-out are kept in this browser, not on the server.",
    "Adding a paper by its DOI or PubMed number, or looking up how papers stand online, sends that "
    "identifier to Europe PMC, Crossref and OpenAlex, and nothing else.",
)
_LIMITS = (
    "The starter library is a selection and not a systematic review.",
    "It chooses sentences and can miss the best one. Design, people studied and how race was "
    "determined are read by rule, and can be missed or wrong.",
    "A status is as good as the last look-up; “status not checked” means that nobody looked.",
    "It is a help for teaching and research, not medical advice.",
)
_VERSIONS = (
    ("Equity Evidence", "equity-evidence"),
    ("Gradio", "gradio"),
    ("Chroma", "chromadb"),
    ("LlamaIndex", "llama-index-core"),
)

Event = Callable[..., object]
"""Binds a function to something that happens on the page."""


def about_tab(library: Library, changed: Event, writing: Writing | None = None) -> None:
    """Lay the tab out; `changed` is the event after which the library holds something else."""
    shown = gr.HTML(about(library, writing), elem_id="about", apply_default_css=False)
    changed(lambda: about(library, writing), outputs=shown, **QUIET)


def about(library: Library, writing: Writing | None = None) -> str:
    """Return the tab as HTML."""
    stays = _STAYS if writing is None else (*_STAYS, where_words(writing.model, MOST_PASSAGES))
    return (
        "<section class='about' aria-labelledby='about-title'>"
        "<h2 id='about-title'>About Equity Evidence</h2>"
        "<p class='lead'>You ask about race and illness; you get sentences of real papers, each "
        "with the passage it stands in, or an honest no.</p>"
        f"<h3>How answers are made</h3>{_list(_HOW)}"
        f"<h3>What stays here, and what does not</h3>{_list(stays)}"
        f"<h3>Limits</h3>{_list(_LIMITS)}{_figures()}"
        f"<h3>How to cite</h3>{_cite(library)}"
        f"<h3>Versions and licence</h3>{_versions(library)}</section>"
    )


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _figures() -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(what)}</th><td>{escape(figure)}</td></tr>"
        for what, figure in FIGURES
    )
    return (
        "<table><caption>Measured on this project's own development questions, over the starter "
        "library; expect somewhat less on yours. The README says how, with the commands."
        f"</caption><tbody>{rows}</tbody></table>"
    )


def _cite(library: Library) -> str:
    """Return how to cite tool and library: the same snapshot gives the same answers again."""
    today = date.today()
    words = (
        f"Equity Evidence, version {version('equity-evidence')} [computer software]. Library "
        f"{library.snapshot}, {len(library.papers()):,} papers. Used {today.day} {today:%B %Y}."
    )
    return (
        "<p>Cite the papers for what they found: each hand-out lists them, in AMA or APA style. "
        "To say how you found them:</p>"
        f"<p class='cite'>{escape(words)}</p>"
        "<p>With the same library, settings and version, a question gets the same answer again.</p>"
    )


def _versions(library: Library) -> str:
    told = [(name, version(package)) for name, package in _VERSIONS]
    told += [
        ("Embedding model", library.embedder.fingerprint.name),
        ("Library snapshot", library.snapshot),
        ("Licence", "Apache-2.0; each paper keeps its own"),
    ]
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in told)
    return f"<dl>{rows}</dl>"
