"""The evidence cards: a passage, where it is from, how it stands, what to read it with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant.brief import Answer
from assistant.retrieve.evidence import Evidence
from assistant.web.page.study import study
from corpus.paper import Paper, Passage
from corpus.references.cite import (
    byline,
    doi_address,
    pages,
    short_name,
    standing_words,
    status_source,
)
from corpus.status import Standing
from corpus.text.sentences import Span, paragraph_spans

_TONES = {
    Standing.CURRENT: "good",
    Standing.HISTORICAL: "old",
}
"""The look of a standing's chip; every other one warns. The word is always there too."""


def cards(turn: int, answer: Answer, papers: Mapping[str, Paper]) -> str:
    """Return the cards of one answer; ids are those that its markers point to."""
    first = {item.paper.paper_id: item.rank for item in reversed(answer.evidence)}
    beside = _Beside(turn, answer.question, papers, first)
    return "".join(_card(item, beside) for item in answer.evidence)


@dataclass(frozen=True)
class _Beside:
    """What a card needs to know of the answer it belongs to."""

    turn: int
    question: str
    papers: Mapping[str, Paper]
    ranks: Mapping[str, int]
    """The first card of each cited paper, by its id."""


def card_id(turn: int, rank: int) -> str:
    """Return the id of a card, such as "t1-e2" for evidence 2 of the first answer."""
    return f"t{turn}-e{rank}"


def _card(item: Evidence, beside: _Beside) -> str:
    paper, passage = item.paper, item.passage
    name = card_id(beside.turn, item.rank)
    return (
        f"<article class='card' id='{name}' tabindex='-1' aria-labelledby='{name}-title' "
        f"data-cite='{escape(_short_citation(item), quote=True)}' data-origin='{passage.origin}'>"
        f"<h3 id='{name}-title'><span class='rank'>{item.rank}</span> {escape(paper.title)}</h3>"
        f"<p class='by'>{_by(paper)}</p>"
        f"<p class='chips'>{''.join(_chips(item))}</p>"
        f"{_digest_note(item)}{_status_note(paper)}"
        f"<blockquote>{_section(passage)}{_marked(passage, item.quotes)}</blockquote>"
        f"{_pictures(item)}{study(paper)}{_read_with(paper, beside)}{_acts(name, item, beside)}"
        "</article>"
    )


def _short_citation(item: Evidence) -> str:
    """Return what a preview names: the paper, the place and how it stands if that matters."""
    place = f"page {pages(item.passage)}" if pages(item.passage) else item.passage.section
    status = item.paper.status
    standing = status.standing.value if status.needs_care else ""
    return " · ".join(part for part in (byline(item.paper), place, standing) if part)


def _by(paper: Paper) -> str:
    address = doi_address(paper)
    if address is None:
        return escape(byline(paper))
    shown = escape(address.removeprefix("https://"))
    return (
        f"{escape(byline(paper))} · <a href='{escape(address, quote=True)}' target='_blank' "
        f"rel='noopener noreferrer'>{shown}</a>"
    )


def _chips(item: Evidence) -> Iterator[str]:
    paper, passage = item.paper, item.passage
    standing = paper.status.standing
    tone = _TONES.get(standing, "warn") if paper.status.known else ""
    yield _chip(standing_words(paper).capitalize(), tone)
    if paper.design:
        yield _chip(paper.design[0].upper() + paper.design[1:])
    place = f", page {pages(passage)}" if pages(passage) else ""
    origin = "Digest by this project" if passage.origin == "digest" else passage.origin.capitalize()
    yield _chip(origin + place, "old" if passage.origin == "digest" else "")


def _chip(text: str, tone: str = "") -> str:
    return f"<span class='chip {tone}'>{escape(text)}</span>"


def _digest_note(item: Evidence) -> str:
    if item.passage.origin != "digest":
        return ""
    return (
        "<p class='aside'>Our own digest of the paper, not the paper's words: "
        "open the paper before you quote it.</p>"
    )


def _status_note(paper: Paper) -> str:
    if not paper.status.needs_care:
        return ""
    standing = escape(paper.status.standing.value.capitalize())
    told = escape(status_source(paper.status))
    note = f" {escape(paper.status.note)}" if paper.status.note else ""
    return f"<p class='care'><b>{standing}.</b>{note} <small>{told}</small></p>"


def _section(passage: Passage) -> str:
    """Return the heading the passage stands under, unless it opens with it."""
    if not passage.section or passage.text.startswith(passage.section):
        return ""
    return f"<h4>{escape(passage.section)}</h4>"


def _marked(passage: Passage, quotes: Sequence[Span]) -> str:
    """Return the passage's paragraphs with the quoted sentences marked."""
    return "".join(
        _paragraph(passage, stretch, quotes) for stretch in paragraph_spans(passage.text)
    )


def _paragraph(passage: Passage, stretch: Span, quotes: Sequence[Span]) -> str:
    """Return one paragraph; a short one without a full stop is a heading."""
    words = passage.text[stretch.start : stretch.end]
    short = len(words) <= 80 and not words.endswith((".", "!", "?", ".”", ":"))
    tag = "h4" if short or words == passage.section else "p"
    return f"<{tag}>{_marked_stretch(passage.text, stretch, quotes)}</{tag}>"


def _marked_stretch(text: str, stretch: Span, quotes: Sequence[Span]) -> str:
    parts: list[str] = []
    position = stretch.start
    for number, quote in sorted(enumerate(quotes), key=lambda one: one[1].start):
        start, end = max(quote.start, position), min(quote.end, stretch.end)
        if start < end:
            parts.append(escape(text[position:start]))
            parts.append(f"<mark data-quote='{number}'>{escape(text[start:end])}</mark>")
            position = end
    return "".join(parts) + escape(text[position : stretch.end])


def _pictures(item: Evidence) -> str:
    """Return the page the words are printed on, boxed, to be opened and turned."""
    passage = item.passage
    if passage.first_page is None or _is_slides(item.paper):
        return ""
    marks = ",".join(f"{passage.start + q.start}-{passage.start + q.end}" for q in item.quotes)
    page = passage.first_page
    boxed = ", the words boxed" if marks else ""
    return (
        f"<details class='picture' data-passage='{passage.passage_id}' data-marks='{marks}' "
        f"data-page='{page}'><summary>Page as printed{boxed}</summary>"
        "<div class='turning'><button type='button' class='act' data-turn='-1' "
        "aria-label='Previous page'>Previous</button>"
        f"<span class='where' role='status'>Page {page}</span>"
        "<button type='button' class='act' data-turn='1' "
        "aria-label='Next page'>Next</button></div>"
        "<p class='told' role='alert'></p>"
        f"<img loading='lazy' alt='Page {page} of the paper{boxed}'></details>"
    )


def _is_slides(paper: Paper) -> bool:
    """Say whether the pages are slides, which nothing here can draw."""
    return (paper.file_name or "").lower().endswith((".pptx", ".pptm"))


def _read_with(paper: Paper, beside: _Beside) -> str:
    lines = [
        f"<li>{_counterpart(beside.papers[relation.paper_id], beside)} "
        f"({escape(relation.kind)}): {escape(relation.why)}</li>"
        for relation in paper.read_with
        if relation.paper_id in beside.papers
    ]
    return f"<div class='with'>Read with<ul>{''.join(lines)}</ul></div>" if lines else ""


def _counterpart(paper: Paper, beside: _Beside) -> str:
    """Return a paper to read with this one, leading to its card or to its own page."""
    name = escape(short_name(paper))
    rank = beside.ranks.get(paper.paper_id)
    if rank is None:
        address = escape(paper.paper_id, quote=True)
        return f"<a href='#papers' data-paper='{address}'><b>{name}</b></a>"
    card = card_id(beside.turn, rank)
    return f"<b>{name}</b>, <a class='opens' href='#{card}' data-card='{card}'>evidence {rank}</a>"


def _acts(name: str, item: Evidence, beside: _Beside) -> str:
    """Return what can be done with a card."""
    paper_id = escape(item.paper.paper_id, quote=True)
    forms = "".join(
        f"<button type='button' class='act' data-cite-as='{form}' data-cited='{paper_id}' "
        f"aria-label='Copy citation, {label}'>{label}</button>"
        for form, label in (("ama", "AMA"), ("apa", "APA"), ("bibtex", "BibTeX"))
    )
    return (
        f"<div class='acts'><span class='group' role='group' aria-label='Copy citation'>"
        f"<span aria-hidden='true'>Copy citation</span>{forms}</span>"
        f"{_hand_out(item, beside.question)}</div>"
        "<p class='copied' role='status'></p>"
        f"<p class='ways'><a href='#papers' data-paper='{paper_id}'>Open the paper</a>"
        f"<a class='back' href='#{name}-from' data-card='{name}'>Back to the answer</a></p>"
    )


def _hand_out(item: Evidence, question: str) -> str:
    """Return a button for each quoted sentence that puts it into the hand-out."""
    text = item.passage.text
    quotes = [text[quote.start : quote.end] for quote in sorted(item.quotes, key=_start)]
    buttons = [
        f"<button type='button' class='act' data-handout='{_kept(item, question, quote)}' "
        f"aria-label='{label}: {escape(quote, quote=True)}'>{label}</button>"
        for quote, label in zip(quotes, _labels(len(quotes)), strict=True)
    ]
    if len(buttons) < 2:
        return "".join(buttons)
    return (
        "<span class='group' role='group' aria-label='Add to hand-out'>"
        f"<span aria-hidden='true'>Add to hand-out</span>{''.join(buttons)}</span>"
    )


def _start(span: Span) -> int:
    return span.start


def _labels(count: int) -> list[str]:
    if count == 1:
        return ["Add to hand-out"]
    return [f"Sentence {number}" for number in range(1, count + 1)]


def _kept(item: Evidence, question: str, quote: str) -> str:
    """Return what the hand-out keeps of a sentence, as an attribute."""
    passage_id = item.passage.passage_id
    kept = {"question": question, "passage_id": passage_id, "quote": quote, "note": ""}
    return escape(json.dumps(kept, ensure_ascii=False), quote=True)
