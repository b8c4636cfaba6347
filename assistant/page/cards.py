"""The evidence cards: a passage, where it is from, how it stands, what to read it with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from assistant.answer import Answer
from assistant.cite import byline, doi_address, pages, short_name, standing_words, status_source
from assistant.search import Evidence
from corpus.paper import Paper, Passage
from corpus.sentences import Span, paragraph_spans
from corpus.status import Standing

_TONES = {
    Standing.CURRENT: "good",
    Standing.HISTORICAL: "old",
}
"""The look of a standing's chip; every other one warns. The word is always there too."""


def cards(turn: int, answer: Answer, papers: Mapping[str, Paper]) -> str:
    """Return the cards of one answer; ids are those that its markers point to."""
    return "".join(_card(card_id(turn, item.rank), item, papers) for item in answer.evidence)


def card_id(turn: int, rank: int) -> str:
    """Return the id of a card, such as "t1-e2" for evidence 2 of the first answer."""
    return f"t{turn}-e{rank}"


def _card(name: str, item: Evidence, papers: Mapping[str, Paper]) -> str:
    paper, passage = item.paper, item.passage
    return (
        f"<article class='card' id='{name}' tabindex='-1' aria-labelledby='{name}-title'>"
        f"<h3 id='{name}-title'><span class='rank'>{item.rank}</span> {escape(paper.title)}</h3>"
        f"<p class='by'>{_by(paper)}</p>"
        f"<p class='chips'>{''.join(_chips(item))}</p>"
        f"{_digest_note(item)}{_status_note(paper)}"
        f"<blockquote>{_marked(passage, item.quotes)}</blockquote>"
        f"{_pictures(passage, item.quotes, is_slides=_is_slides(paper))}{_read_with(paper, papers)}"
        f"<p class='acts'><a class='back' href='#{name}-from' data-card='{name}'>"
        "Back to the answer</a></p></article>"
    )


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
    if passage.section:
        yield _chip(passage.section)
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
    for quote in sorted(quotes, key=lambda span: span.start):
        start, end = max(quote.start, position), min(quote.end, stretch.end)
        if start < end:
            parts.append(escape(text[position:start]))
            parts.append(f"<mark>{escape(text[start:end])}</mark>")
            position = end
    return "".join(parts) + escape(text[position : stretch.end])


def _pictures(passage: Passage, quotes: Sequence[Span], *, is_slides: bool) -> str:
    """Return the pages the passage stands on, to be opened, with the quoted words boxed."""
    if passage.first_page is None or passage.last_page is None or is_slides:
        return ""
    marks = ",".join(f"{passage.start + q.start}-{passage.start + q.end}" for q in quotes)
    return "".join(
        f"<details class='picture'><summary>Page {number} as printed</summary>"
        f"<img loading='lazy' src='page/{passage.passage_id}/{number}.png?marks={marks}' "
        f"alt='Page {number} of the paper, the quoted words boxed'></details>"
        for number in range(passage.first_page, passage.last_page + 1)
    )


def _is_slides(paper: Paper) -> bool:
    """Say whether the pages are slides, which nothing here can draw."""
    return (paper.file_name or "").lower().endswith((".pptx", ".pptm"))


def _read_with(paper: Paper, papers: Mapping[str, Paper]) -> str:
    lines = [
        f"<li><b>{escape(short_name(papers[relation.paper_id]))}</b> ({escape(relation.kind)}): "
        f"{escape(relation.why)}</li>"
        for relation in paper.read_with
        if relation.paper_id in papers
    ]
    return f"<div class='with'>Read with<ul>{''.join(lines)}</ul></div>" if lines else ""
