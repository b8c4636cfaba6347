"""One remark as it is shown: what, why, what instead, what to read, and what readers decided."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from assistant.retrieve.evidence import Evidence
from assistant.review.category import kinds
from assistant.review.decision import Decision
from assistant.review.find import Signal
from assistant.review.remark import Remark
from assistant.web.page.paper_link import paper_link
from corpus.references.cite import doi_address, pages, short_name, standing_words, status_source
from corpus.status import Standing

_NOTICED = {
    "pattern": "wording",
    "register": "the register of claims",
    "classifier": "a classifier",
}
_CARE = {"major": "warn", "moderate": "", "minor": ""}


@dataclass(frozen=True)
class Numbered:
    """A remark with what the page needs to point to it."""

    number: int
    """Within its file, from 1."""
    file: int
    """The number of its file."""
    remark: Remark
    is_new: bool
    """Whether the last review of this file did not make it."""
    may_keep: bool
    """Whether decisions on it can be kept."""

    @property
    def name(self) -> str:
        """The id of its element."""
        return f"remark-{self.file}-{self.number}"


def remark_view(one: Numbered, decisions: Sequence[Decision], reader: str) -> str:
    """Return a remark as an article."""
    remark, finding = one.remark, one.remark.finding
    kind = kinds()[finding.category]
    return (
        f"<article class='remark' id='{one.name}' tabindex='-1' data-remark='{remark.remark_id}' "
        f"data-category='{finding.category}' data-severity='{finding.severity}' "
        f"data-new='{'yes' if one.is_new else ''}' aria-labelledby='{one.name}-title'>"
        f"<h4 id='{one.name}-title'><span class='rank'>{one.number}</span> {escape(kind.name)}</h4>"
        f"<p class='chips'>{''.join(_chips(one))}</p>"
        f"<dl>{''.join(_told(remark))}</dl>"
        f"<h5>To read</h5><ul class='sources'>{''.join(map(_source, remark.evidence))}</ul>"
        f"<p class='noticed'>Noticed by {escape(_signals(finding.signals))}.</p>"
        f"{_leads(remark)}"
        f"{decided_view(one.name, remark, decisions, reader) if one.may_keep else _NOT_KEPT}"
        "</article>"
    )


_NOT_KEPT = (
    "<p class='noticed' data-verdict='open'>Decisions on this file are not kept, because it seems "
    "to name a patient.</p>"
)


def _chips(one: Numbered) -> Iterator[str]:
    finding = one.remark.finding
    yield f"<span class='chip {_CARE[finding.severity]}'>{finding.severity.capitalize()}</span>"
    yield f"<span class='chip'>Confidence {finding.confidence}</span>"
    if one.is_new:
        yield "<span class='chip old'>New since the last review</span>"


def _told(remark: Remark) -> Iterator[str]:
    told = (
        ("Why it matters", remark.why),
        ("Better", remark.better),
        ("What replaced it", remark.replaced),
        ("The other side", remark.other_side),
    )
    for label, words in told:
        if words:
            yield f"<dt>{label}</dt><dd>{escape(words)}</dd>"


def _signals(signals: Sequence[Signal]) -> str:
    """Return which signals fired, such as "wording (tool with race) and a classifier (0.88)"."""
    told = []
    for kind, words in _NOTICED.items():
        names = [one.name.replace("-", " ") for one in signals if one.kind == kind]
        if names:
            told.append(f"{words} ({', '.join(names)})")
    return " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))


def _source(item: Evidence) -> str:
    paper, passage = item.paper, item.passage
    tone = "warn" if paper.status.needs_care else "good"
    tone = "old" if paper.status.standing == Standing.HISTORICAL else tone
    place = f"page {pages(passage)}" if pages(passage) else passage.section
    care = (
        f"<p class='care'>{escape(paper.status.note or '')} "
        f"<small>{escape(status_source(paper.status))}</small></p>"
    )
    digest = "<span class='chip old'>Digest, not the paper's words</span>"
    return (
        f"<li>{paper_link(paper.paper_id, short_name(paper))} <span class='work'>"
        f"{escape(paper.title)}</span> <span class='chip {tone if paper.status.known else ''}'>"
        f"{escape(standing_words(paper).capitalize())}</span> "
        f"{digest if passage.origin == 'digest' else ''}"
        f"{care if paper.status.needs_care and paper.status.note else ''}"
        f"<details><summary>{_quote(item)}</summary>"
        f"<p class='where'>{escape(place or '')} {_address(item)}</p>"
        f"<blockquote>{_passage(item)}</blockquote>{_pictures(item)}</details></li>"
    )


def _quote(item: Evidence) -> str:
    return f"<q>{escape(item.quote)}</q>" if item.quote else "The passage"


def _address(item: Evidence) -> str:
    address = doi_address(item.paper)
    if address is None:
        return ""
    shown = escape(address.removeprefix("https://"))
    return (
        f"<a href='{escape(address, quote=True)}' target='_blank' rel='noopener noreferrer'>"
        f"{shown}</a>"
    )


def _passage(item: Evidence) -> str:
    text = item.passage.text
    parts: list[str] = []
    done = 0
    for span in item.quotes:
        marked = f"<mark>{escape(text[span.start : span.end])}</mark>"
        parts.extend((escape(text[done : span.start]), marked))
        done = span.end
    # Shown as lines; an empty one between two paragraphs would only take room.
    return re.sub(r"\n{2,}", "\n", "".join((*parts, escape(text[done:]))))


def _pictures(item: Evidence) -> str:
    """Return the first page of the passage as it is printed, the quoted words boxed."""
    passage = item.passage
    slides = (item.paper.file_name or "").lower().endswith((".pptx", ".pptm"))
    if passage.first_page is None or slides:
        return ""
    marks = ",".join(f"{passage.start + q.start}-{passage.start + q.end}" for q in item.quotes)
    page = passage.first_page
    return (
        f"<details class='picture'><summary>Page {page} as printed</summary>"
        f"<img loading='lazy' src='page/{passage.passage_id}/{page}.png?marks={marks}' "
        f"alt='Page {page} of the paper, the quoted words boxed'></details>"
    )


def _leads(remark: Remark) -> str:
    """Return the ways from a remark to the other tabs."""
    quoted = [
        {"passage_id": item.passage.passage_id, "quote": item.quote}
        for item in remark.evidence
        if item.quote
    ]
    claim = remark.finding.claim.claim_id if remark.finding.claim else None
    given = {"question": remark.question, "passages": quoted, "premise": claim}
    collect = (
        f"<button type='button' class='act' data-handout-answer='{_attribute(json.dumps(given))}'>"
        "Add to hand-out</button>"
    )
    return (
        "<p class='leads'><button type='button' class='act' "
        f"data-ask='{_attribute(remark.question)}'>Find evidence</button>"
        f"{collect if quoted or claim else ''}</p>"
    )


def decided_view(name: str, remark: Remark, decisions: Sequence[Decision], reader: str) -> str:
    """Return what readers decided side by side, and what this reader can do."""
    mine = next((one for one in decisions if one.reader == reader), None)
    edited = next((one.wording for one in reversed(decisions) if one.wording), "")
    undo = "<button type='button' class='act quiet' data-unmake>Undo</button>" if mine else ""
    lines = "".join(map(_decision, decisions))
    listed = f"<ul class='verdicts' aria-label='Decisions'>{lines}</ul>" if lines else ""
    differ = "<p class='differ'>Readers differ; talk it over.</p>"
    return (
        f"<div class='decided' data-verdict='{verdict_of(decisions)}' data-mine="
        f"'{mine.verdict if mine else ''}'>{listed}"
        f"{differ if verdict_of(decisions) == 'differ' else ''}"
        "<p class='acts'>"
        f"{_button('accepted', 'Accept', mine)}"
        "<button type='button' class='act' data-open='wording' aria-expanded='false'>Edit wording"
        "</button><button type='button' class='act' data-open='reason' aria-expanded='false'>"
        f"Dismiss</button>{undo}</p>"
        f"<form data-form='wording' hidden><label for='{name}-wording'>Better wording, as you "
        f"would put it</label><textarea id='{name}-wording' rows='3' maxlength='2000' required>"
        f"{escape(edited or remark.better)}</textarea><button type='submit' class='act first'>"
        "Accept with this wording</button><button type='button' class='act quiet' data-cancel>"
        "Cancel</button></form>"
        f"<form data-form='reason' hidden><label for='{name}-reason'>Why it does not hold here"
        f"</label><textarea id='{name}-reason' rows='2' maxlength='1000' required></textarea>"
        "<button type='submit' class='act first'>Dismiss</button><button type='button' "
        "class='act quiet' data-cancel>Cancel</button></form>"
        "<p class='told' role='status'></p></div>"
    )


def verdict_of(decisions: Sequence[Decision]) -> str:
    """Return what all readers together decided: open, accepted, dismissed, or differ."""
    verdicts = {one.verdict for one in decisions}
    if len(verdicts) > 1:
        return "differ"
    return verdicts.pop() if verdicts else "open"


def _button(verdict: str, label: str, mine: Decision | None) -> str:
    pressed = "true" if mine and mine.verdict == verdict else "false"
    return (
        f"<button type='button' class='act' data-decide='{verdict}' aria-pressed='{pressed}'>"
        f"{label}</button>"
    )


def _decision(one: Decision) -> str:
    words = f": {escape(one.reason)}" if one.reason else ""
    wording = f"<br><q>{escape(one.wording)}</q>" if one.wording else ""
    reader = escape(one.reader) if one.reader else "Reader without a name"
    return (
        f"<li class='{one.verdict}'><b>{reader}</b> {one.verdict}{words} "
        f"<small>{one.when[:10]}</small>{wording}</li>"
    )


def _attribute(text: str) -> str:
    return escape(text, quote=True)
