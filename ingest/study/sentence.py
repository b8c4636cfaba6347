"""A sentence of a paper with the place it stands in, ready to be read for facts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.paper import Document, FactKind, Origin, Page, Section, SectionKind, StudyFact
from corpus.text.sentences import Span, sentence_spans

Place = Literal[
    "title", "front", "abstract", "methods", "results", "table", "back", "body", "aside"
]
"""Where a study tells of itself; `aside` is where it tells of others, or repeats itself."""

LONGEST = 4_000
"""Characters; no sentence is longer, so what is longer is a list or a broken text layer."""
MOST = 300_000
"""Characters read in one place; no study takes as many, so a book costs no more than a paper."""

_PLACES: dict[SectionKind, Place] = {
    "front": "front",
    "abstract": "abstract",
    "methods": "methods",
    "results": "results",
    "table": "table",
    "back": "back",
    "body": "body",
}
_BACKGROUND = (
    r"background|introduction|importance|context|conclusions?|interpretation|discussion"
    r"|implications?|significance|relevance|additional information|what is\b.*"
    r"|what this\b.*|what are\b.*|why was\b.*"
)
_ASIDE_HEADING = re.compile(rf"\W*(?:{_BACKGROUND})\W*", re.IGNORECASE)
_ASIDE_LABEL = re.compile(rf"(?:{_BACKGROUND.split('|what', 1)[0]})\b\s?[.:]", re.IGNORECASE)
_LABEL = re.compile(r"[A-Z][A-Za-z]+(?: (?:and|of|[A-Z])[A-Za-z, ]{0,40})?\s?:")
_OWN = re.compile(r"\b(?:we|our|this (?:study|analysis|trial|survey|review|article))\b", re.I)


@dataclass(frozen=True)
class Sentence:
    """A sentence as it stands in the document."""

    text: str
    start: int
    end: int
    place: Place
    heading: str
    """Of its section, as printed."""
    page: int | None
    origin: Origin

    def fact(self, kind: FactKind, value: str) -> StudyFact:
        """Return the fact that this sentence tells."""
        return StudyFact(kind, value, self.text, self.origin, self.start, self.end, self.page)


def tells_of_itself(sentence: Sentence) -> bool:
    """Say whether a sentence speaks of this study; outside the usual sections it must say so."""
    return sentence.place != "body" or _OWN.search(sentence.text) is not None


def sentences_of(document: Document) -> tuple[Sentence, ...]:
    """Return the sentences in which a study may tell of itself, in their order."""
    read: Counter[Place] = Counter()
    sentences: list[Sentence] = []
    for sentence in _placed(document):
        read[sentence.place] += len(sentence.text)
        if sentence.place != "aside" and read[sentence.place] <= MOST:
            sentences.append(sentence)
    return tuple(sentences)


def _placed(document: Document) -> Iterator[Sentence]:
    sections = iter(document.sections)
    section = next(sections, None)
    title = _title(document)
    starts = [page.start for page in document.pages]
    label_aside = False
    for span in sentence_spans(document.text):
        while section is not None and section.end <= span.start:
            section, label_aside = next(sections, None), False
        if section is None:
            return
        if span.end - span.start > LONGEST:
            continue
        text = document.text[span.start : span.end]
        if section.kind == "abstract" and _LABEL.match(text):
            label_aside = _ASIDE_LABEL.match(text) is not None
        place = _place(section, text, label_aside)
        if title.start <= span.start and span.end <= title.end:
            place = "title"
        page = _page(document.pages, starts, span.start)
        yield Sentence(text, span.start, span.end, place, section.title, page, document.origin)


def _title(document: Document) -> Span:
    """Return where the title stands in the front of the text; an empty stretch if nowhere."""
    front = document.sections[0] if document.sections else None
    title = document.paper.title
    found = document.text.find(title, 0, front.end) if front and title else -1
    return Span(found, found + len(title)) if found >= 0 else Span(0, 0)


def _place(section: Section, text: str, label_aside: bool) -> Place:
    if section.kind != "abstract":
        return _PLACES.get(section.kind, "aside")
    if section.title.lower().startswith("what "):
        return "aside"
    aside = label_aside or _ASIDE_HEADING.fullmatch(section.title) is not None
    concluding = section.title.lower().startswith(("concl", "interpret", "implic"))
    return "aside" if aside and (concluding or not _OWN.search(text)) else "abstract"


def _page(pages: tuple[Page, ...], starts: list[int], start: int) -> int | None:
    """Return the number of the page that a character stands on."""
    at = bisect_right(starts, start) - 1
    return pages[at].number if at >= 0 and start < pages[at].end else None
