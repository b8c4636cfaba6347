"""The texts that are held of a paper: sections, passages, and the pages as they were printed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from urllib.parse import quote

from corpus.library import Library
from corpus.paper import Document, Origin, Passage
from corpus.references.cite import pages
from corpus.text.sentences import paragraph_spans
from corpus.texts import Text

_WORDS: dict[Origin, str] = {
    "full text": "Full text",
    "abstract": "Abstract",
    "digest": "Digest by this project",
    "record": "Record",
}
PARTS = 40
"""Passages that are fetched at once."""


def texts_view(library: Library, texts: Sequence[Text]) -> str:
    """Return each text that is held: its sections to be opened, and its pages."""
    parts = [_text(library, text) for text in texts if text.state == "ready"]
    inside = "".join(parts) or (
        "<p class='empty'>No text of it is held: no answer can quote it. Add its file, or fetch "
        "it by its DOI.</p>"
    )
    return f"<h3>What is held of it</h3>{inside}"


def _text(library: Library, text: Text) -> str:
    passages = library.words.passages_of(text.paper_id, text.origin)
    document = library.document(text.paper_id, text.origin)
    original = library.original(text.paper_id, text.origin)
    sections = groupby(enumerate(passages), key=lambda placed: placed[1].section)
    folds = "".join(_section(text, name, [place for place, _ in held]) for name, held in sections)
    leaf = (
        _leaf(passages[0], document)
        if passages and document and document.pages and original and _is_pdf(text)
        else ""
    )
    count = f"{len(passages):,} passage{'' if len(passages) == 1 else 's'}"
    source = text.source.replace("\\", "/").rsplit("/", 1)[-1]
    return (
        f"<div class='text'><p><b>{_WORDS[text.origin]}</b> "
        f"<small>{count} · {escape(source)}</small></p>{leaf}{folds}</div>"
    )


def _is_pdf(text: Text) -> bool:
    return text.source.lower().endswith(".pdf")


def _section(text: Text, name: str, places: Sequence[int]) -> str:
    address = (
        f"papers/passages?paper={quote(text.paper_id, safe='')}&origin={quote(text.origin)}"
        f"&first={places[0]}&count={len(places)}"
    )
    return (
        f"<details class='section' data-fetch='{escape(address, quote=True)}'>"
        f"<summary>{escape(name or 'Text')} <small>{len(places)}</small></summary>"
        "<div class='fetched'></div></details>"
    )


def _leaf(passage: Passage, document: Document) -> str:
    """Return the pages to be turned; the pictures are fetched once that is opened."""
    last = max(page.number for page in document.pages)
    key = escape(passage.passage_id, quote=True)
    return (
        f"<details class='leaf' data-passage='{key}' data-last='{last}'>"
        f"<summary>The {last:,} pages as printed</summary><div class='turn-leaf'>"
        "<button type='button' class='act' data-turn='-1'>Page before</button>"
        f"<label>Page <input type='number' min='1' max='{last}' value='1'> of {last:,}</label>"
        "<button type='button' class='act' data-turn='1'>Next page</button></div>"
        "<p class='told' role='status'></p><img alt=''></details>"
    )


def passages_view(passages: Sequence[Passage], first: int, count: int) -> str:
    """Return some passages of a text, from the place `first`, counted from 0."""
    end = min(first + count, len(passages))
    shown = passages[first : min(first + PARTS, end)]
    parts = "".join(map(_passage, shown))
    left = end - first - len(shown)
    if left <= 0 or not shown:
        return parts
    one = shown[0]
    address = (
        f"papers/passages?paper={quote(one.paper_id, safe='')}&origin={quote(one.origin)}"
        f"&first={first + len(shown)}&count={left}"
    )
    more = escape(address, quote=True)
    return f"{parts}<button type='button' class='act' data-more='{more}'>Show {left} more</button>"


def _passage(passage: Passage) -> str:
    paragraphs = "".join(
        _paragraph(passage, passage.text[span.start : span.end])
        for span in paragraph_spans(passage.text)
    )
    place = pages(passage)
    turn = (
        f"<button type='button' class='act quiet' data-page-of='{passage.first_page}' "
        f"data-passage='{escape(passage.passage_id, quote=True)}' "
        f"data-marks='{passage.start}-{passage.end}'>Page {escape(place)}</button>"
        if place
        else ""
    )
    return f"<blockquote class='passage'>{paragraphs}{turn}</blockquote>"


def _paragraph(passage: Passage, words: str) -> str:
    """Return one paragraph; a short one without a full stop is a heading."""
    heading = words == passage.section or (len(words) <= 80 and words[-1:] not in ".!?:”")
    return f"<p><b>{escape(words)}</b></p>" if heading else f"<p>{escape(words)}</p>"
