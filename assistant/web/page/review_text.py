"""The text of reviewed material around its remarks, their words marked in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from assistant.review.material import BODY, TITLE, Material, Statement
from assistant.web.page.review_remark import Numbered

_TOGETHER = 2
"""Paragraphs, lines or rows that stand so near are shown as one stretch."""


@dataclass(frozen=True)
class Stretch:
    """A slide or page, or some paragraphs, lines or rows, with the remarks on it."""

    first: int
    """Its number, or that of its first paragraph with a remark."""
    last: int
    remarks: tuple[Numbered, ...]


def stretches(remarks: Sequence[Numbered]) -> list[Stretch]:
    """Return the remarks by where they stand: a slide or page each, else what stands together."""
    found: list[Stretch] = []
    for one in sorted(remarks, key=lambda each: each.remark.statement.place.number):
        place = one.remark.statement.place
        near = 0 if place.unit in ("slide", "page") else _TOGETHER
        if found and place.number - found[-1].last <= near:
            held = found[-1]
            found[-1] = Stretch(held.first, place.number, (*held.remarks, one))
        else:
            found.append(Stretch(place.number, place.number, (one,)))
    return found


def stretch_name(stretch: Stretch) -> str:
    """Return how a stretch is called, such as "Slide 3" or "Paragraphs 4–6"."""
    unit = stretch.remarks[0].remark.statement.place.unit
    if stretch.first == stretch.last:
        return f"{unit.capitalize()} {stretch.first}"
    return f"{unit.capitalize()}s {stretch.first}–{stretch.last}"


def text_view(material: Material, stretch: Stretch) -> str:
    """Return the text of a stretch, with one paragraph before and after where it is no slide."""
    unit = stretch.remarks[0].remark.statement.place.unit
    beside = 0 if unit in ("slide", "page") else 1
    first, last = stretch.first - beside, stretch.last + beside
    shown = [one for one in material.statements if first <= one.place.number <= last]
    heading = stretch.remarks[0].remark.statement.heading
    titled = any(one.place.part == TITLE for one in shown)
    above = f"<p class='title'>{escape(heading)}</p>" if heading and not titled else ""
    return above + "".join(_line(one, stretch) for one in shown)


def _line(statement: Statement, stretch: Stretch) -> str:
    remarks = [one for one in stretch.remarks if one.remark.statement == statement]
    part = statement.place.part
    look = "title" if part == TITLE else "line" if remarks else "line quiet"
    label = "" if part in (BODY, TITLE) else f"<span class='part'>{escape(part)}</span> "
    return f"<p class='{look}'>{label}{''.join(_marked(statement.text, remarks))}</p>"


def _marked(text: str, remarks: Sequence[Numbered]) -> Iterator[str]:
    done = 0
    spans = sorted((span.start, span.end) for one in remarks for span in one.remark.spans)
    for start, end in spans:
        if end > done:
            start = max(start, done)
            yield f"{escape(text[done:start])}<mark>{escape(text[start:end])}</mark>"
            done = end
    yield escape(text[done:])
    for one in remarks:
        yield (
            f" <a class='to' href='#{one.name}' aria-label='Remark {one.number}'>{one.number}</a>"
        )
