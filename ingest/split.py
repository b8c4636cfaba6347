"""Split a document into passages: whole sentences of one section, in the model's own tokens."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from corpus.embed import contextual_text
from corpus.paper import Document, Passage, Section, identify_passage
from corpus.text.sentences import Span, sentence_spans
from corpus.tokens import Tokens

PASSAGE_TOKENS = 200
"""The most a passage may have; enough to make sense alone, little enough to mean one thing."""
_LEAST_TOKENS = 32


def split(document: Document, tokens: Tokens) -> list[Passage]:
    """Return the passages of a document, in order of place.

    Together they hold every non-blank character outside the reference list, and with its title
    and heading in front none is longer than the embedding model reads.
    """
    starts = [word.start for word in document.words]
    passages: list[Passage] = []
    for section in _with_headings(document):
        for span in _packed(document.text, section, _limit(document, section, tokens), tokens):
            passages.append(_passage(document, section, span, starts))
    return passages


def _with_headings(document: Document) -> Iterator[Section]:
    """Yield the sections to be split, each one that is only a heading joined to the next."""
    start: int | None = None
    sections = [section for section in document.sections if section.kind != "references"]
    for section, following in zip_longest(sections, sections[1:]):
        if start is None:
            start = section.start
        bare = document.text[section.start : section.end].strip() == section.title
        adjacent = following and not document.text[section.end : following.start].strip()
        if not (bare and adjacent):
            yield Section(section.kind, section.title, start, section.end)
            start = None


def _limit(document: Document, section: Section, tokens: Tokens) -> int:
    """Return how many tokens a passage of the section may have."""
    context = contextual_text(document.paper.title, section.title, "")
    room = tokens.max_tokens - tokens.count_tokens([context])[0]
    return max(_LEAST_TOKENS, min(PASSAGE_TOKENS, room))


def _packed(text: str, section: Section, limit: int, tokens: Tokens) -> Iterator[Span]:
    """Yield runs of sentences of at most `limit` tokens, as places in the document."""
    body = text[section.start : section.end]
    sentences = sentence_spans(body)
    lengths = tokens.count_tokens([body[s.start : s.end] for s in sentences])
    run: list[Span] = []
    total = 0
    for sentence, length in zip(sentences, lengths, strict=True):
        if run and total + length > limit:
            yield _joined(run, section.start)
            run, total = [], 0
        if length > limit:
            pieces = _pieces(body, sentence, limit, tokens)
            yield from (_joined([piece], section.start) for piece in pieces)
        else:
            run.append(sentence)
            total += length
    if run:
        yield _joined(run, section.start)


def _joined(run: Sequence[Span], offset: int) -> Span:
    return Span(offset + run[0].start, offset + run[-1].end)


def _pieces(body: str, sentence: Span, limit: int, tokens: Tokens) -> Iterator[Span]:
    """Yield the parts of a sentence that is longer than a passage, cut between words."""
    found = re.finditer(r"\S+", body[sentence.start : sentence.end])
    words = [Span(sentence.start + m.start(), sentence.start + m.end()) for m in found]
    # A word of many tokens (an address, a sequence of bases) is cut where it must be.
    words = [Span(i, min(i + limit, w.end)) for w in words for i in range(w.start, w.end, limit)]
    lengths = tokens.count_tokens([body[w.start : w.end] for w in words])
    run: list[Span] = []
    total = 0
    for word, length in zip(words, lengths, strict=True):
        if run and total + length > limit:
            yield Span(run[0].start, run[-1].end)
            run, total = [], 0
        run.append(word)
        total += length
    if run:
        yield Span(run[0].start, run[-1].end)


def _passage(document: Document, section: Section, span: Span, starts: list[int]) -> Passage:
    pages = _pages(document, span, starts)
    text = document.text[span.start : span.end]
    paper_id = document.paper.paper_id
    return Passage(
        passage_id=identify_passage(paper_id, document.origin, span.start, text),
        paper_id=paper_id,
        origin=document.origin,
        kind=section.kind,
        section=section.title,
        first_page=min(pages, default=None),
        last_page=max(pages, default=None),
        start=span.start,
        end=span.end,
        text=text,
    )


def _pages(document: Document, span: Span, starts: list[int]) -> list[int]:
    """Return the pages on which a stretch of text is printed; slides have no boxes of words."""
    if not document.words:
        return [p.number for p in document.pages if p.start < span.end and p.end > span.start]
    first = max(0, bisect_right(starts, span.start) - 1)
    words = document.words[first : bisect_right(starts, span.end - 1)]
    return [word.page for word in words if word.end > span.start]
