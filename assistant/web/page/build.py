"""Put the tabs of the page together, in our own look and without anything from elsewhere."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from pathlib import Path

import gradio as gr
from fastapi import FastAPI

from assistant.generate.write import Writing
from assistant.review.sitting import Sittings
from assistant.web.auth.roles import Person
from assistant.web.auth.visit import visit_of
from assistant.web.jobs.errand import Errands
from assistant.web.page.about import about_tab
from assistant.web.page.ask import ask_tab
from assistant.web.page.evaluate import add_reports, evaluate_tab
from assistant.web.page.events import QUIET
from assistant.web.page.feedback import DIALOG, add_feedback
from assistant.web.page.handout import handout_routes, handout_tab
from assistant.web.page.papers import papers_tab
from assistant.web.page.papers_routes import papers_routes
from assistant.web.page.review import review_tab
from assistant.web.page.review_routes import review_routes
from assistant.web.page.runs import Runs
from assistant.web.page.upload_routes import upload_routes
from corpus.library import Library
from corpus.settings import Settings

_LOOK_AGAIN = 4.0
"""Seconds after which a page looks whether the library has changed."""
_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "Menlo", "Consolas", "Noto Sans Mono", "monospace")


def mount(
    app: FastAPI, library: Library, settings: Settings, writing: Writing | None = None
) -> FastAPI:
    """Mount the page at / of a web application, with what it reads and sends beside it."""
    errands, runs = Errands(), Runs(library, Path("runs").absolute())
    app.include_router(papers_routes(library, settings, errands))
    app.include_router(upload_routes(library, settings, errands))
    app.include_router(review_routes(library, settings, Sittings(library)))
    handout_routes(app, library)
    add_feedback(app, library)
    add_reports(app, runs)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        _page(library, settings, runs, writing),
        path="/",
        theme=_theme(),
        css=_joined(".css"),
        head=f"<script>{_joined('.js')}</script>",
        footer_links=[],
        run_history=False,
        show_error=True,
        max_file_size=settings.bounds.upload_bytes,
        ssr_mode=False,
        mcp_server=False,
    )
    return mounted


def _joined(ending: str) -> str:
    """Return the files of that ending beside this one, in the order of their names, as one."""
    beside = sorted(files("assistant.web.page").iterdir(), key=lambda file: file.name)
    return "\n".join(f.read_text(encoding="utf-8") for f in beside if f.name.endswith(ending))


def _page(library: Library, settings: Settings, runs: Runs, writing: Writing | None) -> gr.Blocks:
    page: gr.Blocks
    with gr.Blocks(
        title="Equity Evidence", analytics_enabled=False, fill_width=True, elem_id="page"
    ) as page:
        header = gr.HTML(_header(library), elem_id="header", apply_default_css=False)
        with gr.Tabs(elem_id="tabs", overflow_behavior="wrap"):
            with gr.Tab("Ask", id="ask"):
                ask_tab(library, writing, page.load, header.change)
            with gr.Tab("Hand-out", id="handout"):
                handout_tab()
            with gr.Tab("Papers", id="papers"):
                papers_tab(settings, header.change)
            with gr.Tab("Review", id="reviewing"):
                review_tab(settings)
            with gr.Tab("Evaluate", id="evaluating") as evaluating:
                evaluate_tab(runs, evaluating.select)
            with gr.Tab("About", id="about"):
                about_tab(library, header.change, writing)
        gr.HTML(DIALOG, elem_id="feedback-holder", apply_default_css=False)

        # Shown anew when the page is opened, and soon after papers came or went, by whatever
        # hand: another page, or `evidence add` beside it.
        def now(request: gr.Request) -> str:
            return _header(library, visit_of(request).person)

        def if_changed(shown: str, request: gr.Request) -> object:
            return _unless_same(now(request), shown)

        page.load(now, outputs=header, **QUIET)
        gr.Timer(_LOOK_AGAIN).tick(if_changed, header, header, **QUIET)
    # Mounted, not launched, Gradio would let any file of this machine pass for an upload.
    page.has_launched = True
    return page


def _unless_same(header: str, shown: str) -> object:
    return gr.skip() if header == shown else header


def _header(library: Library, person: Person | None = None) -> str:
    """Return the head of the page, with who is signed in where people come in by name."""
    count = len(library.papers())
    held = f"{count:,} paper{'' if count == 1 else 's'} · library {library.snapshot[:6]}"
    return (
        "<a class='skip' href='#question'>Skip to the question</a>"
        "<header class='top'><div class='brand'><h1>Equity Evidence</h1>"
        "<p>Research on race and illness, cited to the sentence</p></div>"
        f"<p class='held'>{escape(held)}</p>{_signed_in(person)}</header>"
    )


def _signed_in(person: Person | None) -> str:
    if person is None or not person.named:
        return ""
    return (
        f"<form class='person' method='post' action='logout'><span>{escape(person.name)}, "
        f"{person.role}</span><button>Sign out</button></form>"
    )


def _theme() -> gr.themes.Base:
    """Return a theme whose fonts are those of the machine: nothing is fetched."""
    return gr.themes.Base(
        font=_SANS,
        font_mono=_MONO,
        text_size=gr.themes.sizes.text_md,
        radius_size=gr.themes.sizes.radius_md,
        primary_hue=gr.themes.colors.cyan,
        neutral_hue=gr.themes.colors.slate,
    )
