"""Read a PDF or a web page as teaching material, by the reader of papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.review.material import BODY, TITLE, Place, Statement
from assistant.review.parting import statements_in
from assistant.review.slides import Read
from corpus.paper import Document, Section
from corpus.text.sentences import paragraph_spans
from ingest.read import read


def read_paged(path: Path) -> Read:
    """Return what is in the paragraphs of a PDF or web page; reference lists are left out."""
    document = read(path)
    statements = list(_statements(document))
    return statements, [], len(document.pages) or len(document.sections)


def _statements(document: Document) -> Iterator[Statement]:
    number = 0
    for section in document.sections:
        text = document.text[section.start : section.end]
        for span in paragraph_spans(text):
            number += 1
            paragraph = text[span.start : span.end]
            place = _place(document, section.start + span.start, number, _part(section, paragraph))
            if section.kind != "references":
                heading = "" if place.part == TITLE else section.title
                for told in statements_in(paragraph):
                    yield Statement(told, heading, place)


def _part(section: Section, paragraph: str) -> str:
    return TITLE if section.title and paragraph == section.title else BODY


def _place(document: Document, start: int, number: int, part: str) -> Place:
    pages = [page.number for page in document.pages if page.start <= start < page.end]
    return Place("page", pages[0], part) if pages else Place("paragraph", number, part)
