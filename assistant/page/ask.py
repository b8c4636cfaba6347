"""The Ask tab: a conversation beside its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import gradio as gr

from assistant.answer import LONGEST_QUESTION, answering, check_question
from assistant.conversation import in_conversation, leans_back
from assistant.models import where_words
from assistant.page.cards import cards
from assistant.page.events import QUIET
from assistant.page.turns import Turn, conversation
from assistant.search import Filters
from assistant.serving.visit import visit_of
from assistant.write import MOST_PASSAGES, Writing
from corpus.errors import EvidenceError
from corpus.library import Library
from corpus.paper import ORIGINS, FactKind
from corpus.status import Standing

EXAMPLES = (
    "What evidence can I cite for teaching students that race correction in kidney function is "
    "no longer recommended?",
    "Is it true that Black newborns survive more often when cared for by Black doctors?",
    "What can I cite to teach that pulse oximeters work less well on darker skin?",
    "What is weathering, and what criticisms has it had?",
)
"""Questions of four kinds that the starter corpus answers."""

_NO_EVIDENCE = "<p class='empty'>The passages behind each sentence appear here.</p>"


def ask_tab(library: Library, writing: Writing | None = None) -> None:
    """Lay the tab out and bind its controls; `writing` where a language model is to write."""
    turns = gr.State(list[Turn]())
    with gr.Row(elem_id="ask", equal_height=False):
        with gr.Column(scale=6, min_width=320, elem_id="left"):
            talk = gr.HTML(
                _talk([], library, writing),
                elem_id="conversation",
                apply_default_css=False,
                padding=False,
            )
            with gr.Column(elem_id="examples") as examples:
                chips = [gr.Button(text, elem_classes=["example"], size="sm") for text in EXAMPLES]
            with gr.Column(elem_id="box"):
                with gr.Row(elem_id="line"):
                    box = gr.Textbox(
                        label="Your question",
                        placeholder="Ask for evidence, check a claim, plan a session …",
                        lines=1,
                        max_lines=6,
                        max_length=LONGEST_QUESTION,
                        container=False,
                        scale=8,
                        elem_id="question",
                        html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
                    )
                    button = gr.Button("Ask", variant="primary", scale=1, elem_id="send")
                with gr.Row(elem_id="options"):
                    follow = gr.Checkbox(
                        label="Follows up my last question", visible=False, elem_id="follow"
                    )
                    clear = gr.Button("New conversation", size="sm", visible=False, elem_id="clear")
                agreed = _writer_control(writing)
                filters = _filter_controls(library)
        with gr.Column(scale=5, min_width=320, elem_id="right"):
            shown = gr.HTML(
                _evidence([], library), elem_id="evidence", apply_default_css=False, padding=False
            )
    showing = [turns, talk, shown, box, follow, clear, examples]
    run, limits = _asking(library, writing), [follow, turns, agreed, *filters]
    gr.on([box.submit, button.click], run, [box, *limits], showing, **QUIET)
    for chip in chips:
        chip.click(run, [chip, *limits], showing, **QUIET)
    clear.click(lambda: _shown([], library, writing, done=True), outputs=showing, **QUIET)


def _writer_control(writing: Writing | None) -> gr.Checkbox:
    """Say who writes and where text is sent; what leaves this machine needs a person's click."""
    if writing is None:
        return gr.Checkbox(value=False, visible=False)
    told = where_words(writing.model, MOST_PASSAGES)
    if writing.needs_consent:
        label = f"Let {writing.model.name} write. {told} Without this, sentences are quoted."
        return gr.Checkbox(value=False, label=label, elem_id="writer")
    return gr.Checkbox(
        value=True, label=f"Let {writing.model.name} write. {told}", elem_id="writer"
    )


def _asking(
    library: Library, writing: Writing | None
) -> Callable[..., Iterator[tuple[object, ...]]]:
    """Return the handler that answers a question step by step."""

    def run(
        question: str,
        follow: bool,
        turns: list[Turn],
        agreed: bool,
        year_from: float | None,
        year_to: float | None,
        designs: list[str],
        standings: list[str],
        topics: list[str],
        origins: list[str],
        countries: list[str],
        populations: list[str],
        measures: list[str],
        sample_from: float | None,
        request: gr.Request,
    ) -> Iterator[tuple[object, ...]]:
        filters = Filters(
            int(year_from) if year_from else None,
            int(year_to) if year_to else None,
            tuple(designs),
            tuple(Standing(standing) for standing in standings),
            tuple(topics),
            tuple(origin for origin in ORIGINS if origin in origins),
            tuple(countries),
            tuple(populations),
            tuple(measures),
            int(sample_from) if sample_from else None,
        )
        before = _understood(turns[-1]) if follow and turns else None
        by = writing if agreed else None
        try:
            asked = check_question(question)
            turn = Turn(asked, together_with=before if before and leans_back(asked) else None)
            yield _shown([*turns, turn], library, writing)
            with visit_of(request).acting("page: ask", question=asked):
                for answer in answering(library, turn.question, filters, before, by):
                    turn = replace(turn, answer=answer)
                    yield _shown([*turns, turn], library, writing)
            yield _shown([*turns, replace(turn, whole=True)], library, writing, done=True)
        except EvidenceError as error:
            asked = " ".join(question.split())[:200] or "No question"
            yield _shown([*turns, Turn(asked, error=str(error))], library, writing, done=True)

    return run


def _understood(turn: Turn) -> str:
    """Return a question as it was understood from those before it."""
    return in_conversation(turn.question, turn.together_with)


def _shown(
    turns: Sequence[Turn], library: Library, writing: Writing | None, *, done: bool = False
) -> tuple[object, ...]:
    """Return what every part of the tab shows after these turns."""
    return (
        list(turns),
        _talk(turns, library, writing),
        _evidence(turns, library),
        gr.update(value="") if done else gr.update(),
        gr.update(visible=bool(turns), value=False),
        gr.update(visible=bool(turns)),
        gr.update(visible=not turns),
    )


def _talk(turns: Sequence[Turn], library: Library, writing: Writing | None) -> str:
    talk = conversation(turns, len(library.papers()), written=writing is not None)
    return f"<section aria-label='Conversation' aria-live='polite'>{talk}</section>"


def _evidence(turns: Sequence[Turn], library: Library) -> str:
    """Return the cards of the last answer, and those of earlier ones folded below."""
    papers = library.papers()
    parts: list[str] = []
    for number, turn in reversed(list(enumerate(turns, start=1))):
        if turn.answer is None:
            continue
        heading = "Nearest papers, not an answer" if turn.answer.declined else "Evidence"
        held = cards(number, turn.answer, papers)
        if parts:
            parts.append(
                f"<details class='earlier'><summary>Evidence for question {number}</summary>"
                f"{held}</details>"
            )
        elif held:
            parts.append(f"<h2 class='label'>{heading}</h2>{held}")
    inside = "".join(parts) or f"<h2 class='label'>Evidence</h2>{_NO_EVIDENCE}"
    return f"<section aria-label='Evidence'>{inside}</section>"


def _filter_controls(library: Library) -> list[gr.components.Component]:
    """Lay out the controls that limit the search, in the order of the fields of `Filters`."""
    papers = library.papers().values()
    years = [paper.year for paper in papers if paper.year]
    designs = sorted({paper.design.split(" (")[0] for paper in papers if paper.design})
    topics = sorted({topic for paper in papers for topic in paper.topics}, key=str.lower)
    with gr.Accordion("Limit the search", open=False, elem_id="filters"):
        with gr.Row():
            first = gr.Number(
                None, label="From year", precision=0, placeholder=str(min(years, default=""))
            )
            last = gr.Number(
                None, label="To year", precision=0, placeholder=str(max(years, default=""))
            )
        with gr.Row():
            design = gr.Dropdown(designs, label="Design", multiselect=True)
            standing = gr.Dropdown([s.value for s in Standing], label="Status", multiselect=True)
        with gr.Row():
            topic = gr.Dropdown(topics, label="Topic", multiselect=True)
            origin = gr.Dropdown(list(ORIGINS[:-1]), label="Text", multiselect=True)
        with gr.Row():
            country = gr.Dropdown(_told(library, "country"), label="Country", multiselect=True)
            population = gr.Dropdown(
                [], label="Group studied", multiselect=True, allow_custom_value=True
            )
        with gr.Row():
            measure = gr.Dropdown(
                _told(library, "race measure"), label="How race was determined", multiselect=True
            )
            sample = gr.Number(None, label="People studied, at least", precision=0)
    return [first, last, design, standing, topic, origin, country, population, measure, sample]


def _told(library: Library, kind: FactKind) -> list[str]:
    """Return what the papers tell of one kind of study fact."""
    return sorted({value for paper in library.papers().values() for value in paper.told(kind)})
