"""Read a PowerPoint presentation: each slide is a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lxml.etree import LxmlError
from pptx import Presentation
from pptx.exc import PythonPptxError

from corpus.errors import RefusedFile
from corpus.paper import Document, SectionKind
from corpus.section_kind import kind_of
from ingest.assemble import Block, assemble
from ingest.office.facts import Stated, paper_of, stated_title
from ingest.office.package import POWERPOINT, open_package
from ingest.office.slide import Float, Slide, read_slide

# What python-pptx raises where a part is not what its name says.
_NOT_AS_NAMED = (
    LxmlError, PythonPptxError, AttributeError, KeyError, TypeError, ValueError, IndexError,
)  # fmt: skip
_CONTINUED = re.compile(
    r"\s*(?:\(?\bcont(?:inued|['’]?d|\.)?\.?\)?|\(?\d{1,2}(?:\s*(?:/|of)\s*\d{1,2})?\)?)$", re.I
)
# A slide without one of the field's terms goes on with what was before it, but not with these.
_CLOSED = frozenset({"front", "abstract", "references"})
_FRONT_WORDS = 60


def read_pptx(path: Path) -> Document:
    """Return the document in a presentation, its slides being the pages.

    A slide's title is a heading. Below it come its paragraphs, tables and charts, and what the
    speaker noted, each paragraph marked as that.
    """
    slides, stated = _open(path)
    blocks = list(_blocks(slides))
    if not blocks:
        reason = "its slides hold no text (are they pictures?); give a file with the text itself"
        raise RefusedFile(str(path), reason)
    opening = slides[blocks[0].page - 1 if blocks[0].page else 0]
    printed = opening.title or next(iter(opening.texts), "")
    title = stated_title(stated, [block.text for block in blocks]) or printed
    paper = paper_of(path, stated, title, blocks)
    return assemble(replace(paper, page_count=len(slides)), blocks)


def read_slides(path: Path) -> list[Slide]:
    """Return the slides of a presentation, hidden ones included; RefusedFile where it is none."""
    return _open(path)[0]


def _open(path: Path) -> tuple[list[Slide], Stated]:
    package = open_package(path, POWERPOINT)
    try:
        deck = Presentation(package)
        slides = [read_slide(slide) for slide in deck.slides]
        told = deck.core_properties
        return slides, Stated(told.title, told.author, told.language)
    except RecursionError as error:
        reason = "its parts are nested hundreds deep, as on no slide; save it again as .pptx"
        raise RefusedFile(str(path), reason) from error
    except _NOT_AS_NAMED as error:
        reason = "damaged inside, a part is not what it should be; open and save it in PowerPoint"
        raise RefusedFile(str(path), reason) from error


def _blocks(slides: Sequence[Slide]) -> Iterator[Block]:
    flowing: SectionKind = "body"
    for number, slide in enumerate(slides, 1):
        named = kind_of(_CONTINUED.sub("", slide.title))
        if number == 1 and named is None and _words(slide) <= _FRONT_WORDS:
            named = "front"
        kind = named or ("body" if flowing in _CLOSED else flowing)
        if named not in ("table", "figure"):
            flowing = kind
        for block in _slide_blocks(slide, kind, "body" if flowing in _CLOSED else flowing):
            yield replace(block, page=number)


def _words(slide: Slide) -> int:
    return len(" ".join((slide.title, *slide.texts)).split())


def _slide_blocks(slide: Slide, kind: SectionKind, notes_kind: SectionKind) -> Iterator[Block]:
    if slide.title:
        yield Block(slide.title, heading=True, kind=kind)
    for text in slide.texts:
        yield Block(text, kind=kind)
    for place, one in enumerate(slide.floats):
        yield from _float_blocks(one, headed=not (slide.texts or place) and bool(slide.title))
    for note in slide.notes:
        yield Block(f"Speaker notes: {note}", kind=notes_kind)


def _float_blocks(one: Float, *, headed: bool) -> Iterator[Block]:
    """Yield a table or chart; one that stands alone below the slide's title needs no other."""
    kind: SectionKind = "figure" if one.chart else "table"
    if one.title or not headed:
        yield Block(one.title or kind.capitalize(), heading=True, kind=kind)
    for row in one.rows:
        yield Block(row, kind=kind)
