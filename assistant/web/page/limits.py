"""The controls that limit a search, and how many papers remain within them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from html import escape
from typing import Any

import gradio as gr

from assistant.web.page.events import QUIET
from corpus.errors import QuestionError
from corpus.filters import FILTER_FIELDS, NO_FILTERS, FilterField, Filters, filters_of
from corpus.library import Library
from corpus.paper import ORIGINS, FactKind
from corpus.status import Standing

_GROUPS = (
    "African",
    "African American",
    "Alaska Native",
    "American Indian",
    "Arab",
    "Asian",
    "Asian American",
    "Black",
    "Caribbean",
    "Chinese",
    "Hispanic",
    "Indigenous",
    "Latina",
    "Latino",
    "Latinx",
    "Native American",
    "Native Hawaiian",
    "Pacific Islander",
    "South Asian",
    "White",
)
"""The words by which papers name the groups they studied; others can be typed."""
_FILTERS = {one.name: one for one in FILTER_FIELDS}
_NAMES = list(_FILTERS)
_TYPED = ("population",)
"""Lists to which words that are not offered can be added."""


@dataclass(frozen=True)
class Limits:
    """The controls, in the order of the fields of `Filters`."""

    controls: list[gr.components.Component]
    fold: gr.Accordion
    remaining: gr.HTML


def limit_controls(library: Library) -> Limits:
    """Lay out the controls and bind them: what they leave is told as they change."""
    offered = choices(library)
    held: dict[str, gr.components.Component] = {}
    with gr.Accordion(_title(library, NO_FILTERS), open=False, elem_id="filters") as fold:
        for first in range(0, len(_NAMES), 2):
            with gr.Row():
                held |= {name: _control(name, offered) for name in _NAMES[first : first + 2]}
        with gr.Row(elem_id="limited"):
            remaining = gr.HTML(
                _remaining(library, NO_FILTERS), elem_id="remaining", apply_default_css=False
            )
            lift = gr.Button("Lift all limits", size="sm", elem_id="lift")
    limits = Limits([held[name] for name in _NAMES], fold, remaining)
    lift.click(lambda: settings(NO_FILTERS), outputs=limits.controls, **QUIET)
    gr.on(
        [control.change for control in limits.controls],  # type: ignore[attr-defined]
        lambda *values: _told(library, values),
        limits.controls,
        [remaining, fold],
        **{**QUIET, "trigger_mode": "always_last"},
        queue=False,
    )
    return limits


def _control(name: str, offered: dict[str, list[str]]) -> gr.components.Component:
    if _FILTERS[name].is_number:
        return gr.Textbox(
            label=_FILTERS[name].title,
            max_lines=1,
            max_length=7,
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
    return gr.Dropdown(
        offered[name],
        label=_FILTERS[name].title,
        multiselect=True,
        allow_custom_value=name in _TYPED,
        visible=bool(offered[name]),
    )


def choices(library: Library) -> dict[str, list[str]]:
    """Return what each list offers, of what the papers of the library have."""
    papers = library.papers().values()
    # A digest tells it in words of its own, which nobody would look for unless papers share them.
    measures = Counter(paper.race_measure for paper in papers if paper.race_measure)
    return {
        "design": sorted({paper.design.split(" (")[0] for paper in papers if paper.design}),
        "status": [standing.value for standing in Standing],
        "topic": sorted({topic for paper in papers for topic in paper.topics}, key=str.lower),
        "origin": list(ORIGINS[:-1]),
        "country": _told_of(library, "country"),
        "population": [
            group
            for group in _GROUPS
            if any(Filters(population=(group,)).admit(paper) for paper in papers)
        ],
        "race_measure": sorted(
            {*_told_of(library, "race measure"), *(m for m, count in measures.items() if count > 1)}
        ),
    }


def _told_of(library: Library, kind: FactKind) -> list[str]:
    """Return what the papers tell of one kind of study fact."""
    return sorted({value for paper in library.papers().values() for value in paper.told(kind)})


def offers(library: Library) -> list[object]:
    """Return the controls with what the lists offer now."""
    offered = choices(library)
    return [
        gr.update(choices=offered[name], visible=bool(offered[name]))
        if name in offered
        else gr.skip()
        for name in _NAMES
    ]


def filters_from(values: Sequence[object]) -> Filters:
    """Return the limits that the controls show; raise QuestionError where a number is none."""
    told = dict(zip(_NAMES, values, strict=True))
    return filters_of({one.name: _value(one, told[one.name]) for one in FILTER_FIELDS})


def _value(one: FilterField, shown: object) -> object:
    if one.is_number:
        return _number(one, shown)
    return one.chosen(map(str, shown)) if isinstance(shown, list) else ()


def _number(one: FilterField, told: object) -> int | None:
    text = str(told or "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise QuestionError(f"“{one.title}” is {text!r}; give a whole number, or leave it empty")
    return int(text)


def settings(filters: Filters) -> list[object]:
    """Return what the controls show for these limits."""
    told = [getattr(filters, name) for name in _NAMES]
    return [list(map(str, v)) if isinstance(v, tuple) else str(v or "") for v in told]


def known_here(library: Library, filters: Filters) -> Filters:
    """Return the limits without those words that this library does not offer."""
    known: dict[str, Any] = {
        name: tuple(value for value in getattr(filters, name) if value in offered)
        for name, offered in choices(library).items()
        if name not in _TYPED
    }
    return replace(filters, **known)


def in_words(filters: Filters) -> str:
    """Return the limits as a line, such as "From year 2015 · Design cohort or RCT"."""
    told = {field.name: getattr(filters, field.name) for field in fields(filters)}
    return " · ".join(
        f"{_FILTERS[name].title} {' or '.join(map(str, v)) if isinstance(v, tuple) else v}"
        for name, v in told.items()
        if v
    )


def _told(library: Library, values: Sequence[object]) -> tuple[object, object]:
    """Say how many papers remain within what the controls show."""
    try:
        filters = filters_from(values)
    except QuestionError as error:
        return f"<p class='note wrong' role='alert'>{escape(str(error))}</p>", gr.skip()
    return _remaining(library, filters), gr.update(label=_title(library, filters))


def _remaining(library: Library, filters: Filters) -> str:
    left, all_held = _counts(library, filters)
    if left == all_held:
        told = f"All {all_held:,} papers are searched."
    elif left:
        told = f"<b>{left:,} of {all_held:,}</b> papers remain and are searched."
    else:
        told = f"<b>None of {all_held:,}</b> papers remain; lift a limit to search."
    return f"<p role='status'>{told}</p>"


def _title(library: Library, filters: Filters) -> str:
    left, all_held = _counts(library, filters)
    return "Limit the search" + (f": {left:,} of {all_held:,} papers" if left < all_held else "")


def _counts(library: Library, filters: Filters) -> tuple[int, int]:
    papers = library.papers()
    among = filters.among(papers)
    return len(papers if among is None else among), len(papers)
