"""Read a presentation as teaching material."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.review.material import (
    BODY,
    NOTES,
    PICTURE,
    TABLE,
    TITLE,
    Place,
    Statement,
    Unseen,
)
from assistant.review.parting import statements_in
from corpus.errors import RefusedFile
from ingest.office.pptx import read_slides
from ingest.office.slide import Slide

Read = tuple[list[Statement], list[Unseen], int]
"""Statements, pictures, and how many slides, pages, paragraphs, lines or rows there are."""


def read_deck(path: Path) -> Read:
    """Return what is on the slides of a presentation and in the notes below them."""
    slides = read_slides(path)
    statements: list[Statement] = []
    pictures: list[Unseen] = []
    for number, slide in enumerate(slides, start=1):
        statements.extend(_statements(slide, number))
        pictures.extend(Unseen(Place("slide", number, PICTURE), told) for told in slide.pictures)
    if not statements:
        raise RefusedFile(str(path), _nothing(slides, pictures))
    return statements, pictures, len(slides)


def _statements(slide: Slide, number: int) -> Iterator[Statement]:
    parts = (
        (TITLE, (slide.title,)),
        (BODY, slide.texts),
        (TABLE, tuple(row for one in slide.floats for row in (one.title, *one.rows))),
        (NOTES, slide.notes),
        (PICTURE, slide.pictures),
    )
    for part, paragraphs in parts:
        heading = "" if part == TITLE else slide.title
        for paragraph in paragraphs:
            for text in statements_in(paragraph):
                yield Statement(text, heading, Place("slide", number, part))


def _nothing(slides: list[Slide], pictures: list[Unseen]) -> str:
    if not slides:
        return "has no slides; give the deck itself"
    shown = ", ".join(dict.fromkeys(str(one.place.number) for one in pictures))
    if not shown:
        return f"its {len(slides)} slides hold no text; give the deck itself"
    return (
        f"holds pictures only, on slides {shown}; look at them yourself, or give the deck with "
        "its text or with alternative text"
    )
