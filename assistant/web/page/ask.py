"""The Ask tab: a conversation beside its evidence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from html import escape

import gradio as gr

from assistant.answer import LONGEST_QUESTION, answering, check_question
from assistant.generate.models import where_words
from assistant.generate.write import MOST_PASSAGES, Writing
from assistant.retrieve.evidence import Evidence
from assistant.understand.contextualize import in_conversation, leans_back
from assistant.web.auth.visit import visit_of
from assistant.web.page.cards import cards
from assistant.web.page.events import QUIET
from assistant.web.page.limits import filters_from, known_here, limit_controls, offers, settings
from assistant.web.page.link import Asked, asked_by
from assistant.web.page.turns import Turn, conversation
from corpus.errors import EvidenceError
from corpus.filters import Filters
from corpus.library import Library

_NO_EVIDENCE = "<p class='empty'>The passages behind each sentence appear here.</p>"
_STEP = 0.1
"""Seconds between two showings of an answer that grows; a person sees no more."""
_PAST = (
    "<details class='past'><summary>Earlier questions</summary><div class='questions'></div>"
    "</details>"
)
"""Filled by the browser, which alone knows them."""

Event = Callable[..., object]
"""Binds a function to something that happens on the page."""
Shown = tuple[object, ...]
"""What the parts of the tab show next: the turns, conversation, evidence, box, whether a question
follows up, the button for a new conversation, and what went wrong."""
_UNCHANGED: Shown = (gr.skip(),) * 7
_SAME_LIMITS: Shown = (gr.skip(),) * len(fields(Filters))


def ask_tab(library: Library, writing: Writing | None, opened: Event, changed: Event) -> None:
    """Lay the tab out and bind its controls.

    `writing` is given where a language model is to write; `opened` is the event of the page being
    opened, `changed` that after which papers differ.
    """
    turns = gr.State(list[Turn]())
    with gr.Row(elem_id="ask", equal_height=False):
        with gr.Column(scale=6, min_width=320, elem_id="left"):
            talk = gr.HTML(
                _talk([], library, writing),
                elem_id="conversation",
                apply_default_css=False,
                padding=False,
            )
            with gr.Column(elem_id="box"):
                trouble = gr.HTML("", elem_id="trouble", apply_default_css=False)
                with gr.Row(elem_id="line"):
                    box = gr.Textbox(
                        label="Your question",
                        placeholder="Ask, or check a claim …",
                        lines=1,
                        max_lines=6,
                        max_length=LONGEST_QUESTION,
                        container=False,
                        scale=8,
                        elem_id="question",
                        html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
                    )
                    button = gr.Button("Ask", variant="primary", scale=1, elem_id="send")
                    stop = gr.Button("Stop", scale=1, elem_id="stop")
                with gr.Row(elem_id="options"):
                    follow = gr.Checkbox(
                        label="Follows up my last question", visible=False, elem_id="follow"
                    )
                    clear = gr.Button("New conversation", size="sm", visible=False, elem_id="clear")
            agreed = _writer_control(writing)
            limits = limit_controls(library)
            gr.HTML(_PAST, elem_id="past", apply_default_css=False)
        with gr.Column(scale=5, min_width=320, elem_id="right"):
            shown = gr.HTML(
                _evidence([], library), elem_id="evidence", apply_default_css=False, padding=False
            )
    showing = [turns, talk, shown, box, follow, clear, trouble]
    asks = _Asking(library, writing)
    asked = gr.on(
        [box.submit, button.click],
        asks.question,
        [box, follow, turns, agreed, *limits.controls],
        showing,
        # A second question while one is being answered is held back in the browser, which knows
        # better than Gradio when a stopped one is out of the way.
        **{**QUIET, "trigger_mode": "multiple"},
    )
    stop.click(asks.stopped, turns, showing, cancels=[asked], **QUIET)
    clear.click(asks.cleared, outputs=showing, **QUIET)
    # The address of the page, which the browser alone knows, goes in instead of what is shown.
    address = gr.Textbox(visible=False)
    opened(
        asks.linked,
        address,
        [*limits.controls, *showing],
        js="() => [window.location.search]",
        **QUIET,
    )
    changed(lambda: offers(library), outputs=limits.controls, **QUIET)


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


@dataclass(frozen=True)
class _Asking:
    """The handlers of the tab; each returns or yields what its parts show next."""

    library: Library
    writing: Writing | None

    def question(
        self,
        request: gr.Request,
        question: str,
        follow: bool,
        turns: list[Turn],
        agreed: bool,
        *limits: object,
    ) -> Iterator[Shown]:
        """Answer a question step by step; where it cannot be asked, it stays in the box."""
        before = _understood(turns[-1]) if follow and turns else None
        try:
            asked = check_question(question)
            follows = before if before and leans_back(asked) else None
            turn = Turn(asked, together_with=follows, filters=filters_from(limits))
            with visit_of(request).acting("page: ask", question=asked):
                yield from self._steps(turns, turn, self.writing if agreed else None)
        except EvidenceError as error:
            yield self._shown(turns, box=question, trouble=_trouble(error))

    def linked(self, address: str, request: gr.Request) -> Iterator[Shown]:
        """Ask what a link asks, quoted: a link alone sends nothing to a language model."""
        asked = asked_by(address)
        if asked is None:
            yield (*_SAME_LIMITS, *_UNCHANGED)
            return
        filters = known_here(self.library, asked.filters)
        controls = settings(filters)
        try:
            turn = Turn(
                check_question(asked.question),
                together_with=asked.follows,
                filters=filters,
                note=self._differs(asked, filters),
            )
            with visit_of(request).acting("page: ask by link", question=turn.question):
                for number, shown in enumerate(self._steps([], turn, None)):
                    yield (*(_SAME_LIMITS if number else controls), *shown)
        except EvidenceError as error:
            yield (*controls, *self._shown([], box=asked.question, trouble=_trouble(error)))

    def stopped(self, turns: list[Turn]) -> Shown:
        """Keep what has come of an answer."""
        if not turns or turns[-1].state != "going":
            return _UNCHANGED
        kept = [*turns[:-1], replace(turns[-1], state="stopped")]
        return self._shown(kept, box=turns[-1].question)

    def cleared(self) -> Shown:
        """Begin a conversation anew; what is already written in the box stays."""
        return self._shown([])

    def _steps(self, turns: Sequence[Turn], turn: Turn, writing: Writing | None) -> Iterator[Shown]:
        """Yield what is shown as an answer grows; its evidence only where that has changed."""
        yield self._shown([*turns, turn], box="")
        shown: tuple[Evidence, ...] | None = None
        shown_at = 0.0
        for answer in answering(
            self.library, turn.question, turn.filters, turn.together_with, writing
        ):
            turn = replace(turn, answer=answer)
            if time.monotonic() - shown_at >= _STEP:
                yield self._shown([*turns, turn], evidence=answer.evidence != shown)
                shown, shown_at = answer.evidence, time.monotonic()
        whole = replace(turn, state="whole")
        changed = turn.answer is not None and turn.answer.evidence != shown
        yield self._shown([*turns, whole], evidence=changed)

    def _differs(self, asked: Asked, kept: Filters) -> str:
        """Say what of a link is not as it was when the link was made."""
        now, parts = self.library.snapshot, list[str]()
        if asked.snapshot and not now.startswith(asked.snapshot):
            parts.append(
                f"This link was made with library {asked.snapshot[:6]}; this is library {now[:6]}, "
                "so papers may have come, gone or changed since, and the answer with them."
            )
        if kept != asked.filters:
            parts.append("Some limits of the link name what this library does not have; left out.")
        return " ".join(parts)

    def _shown(
        self,
        turns: Sequence[Turn],
        *,
        evidence: bool = True,
        box: str | None = None,
        trouble: str = "",
    ) -> Shown:
        """Return what every part of the tab shows after these turns; the box only if told."""
        return (
            list(turns),
            _talk(turns, self.library, self.writing),
            _evidence(turns, self.library) if evidence else gr.skip(),
            gr.skip() if box is None else gr.update(value=box),
            gr.update(visible=bool(turns), value=False),
            gr.update(visible=bool(turns)),
            trouble,
        )


def _understood(turn: Turn) -> str:
    """Return a question as it was understood from those before it."""
    return in_conversation(turn.question, turn.together_with)


def _trouble(error: EvidenceError) -> str:
    return f"<p class='note wrong' role='alert'><b>Not asked</b>{escape(str(error))}</p>"


def _talk(turns: Sequence[Turn], library: Library, writing: Writing | None) -> str:
    talk = conversation(turns, len(library.papers()), written=writing is not None)
    return f"<section aria-label='Conversation'>{talk}</section>"


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
