"""Read one slide of PowerPoint: its title, its text in reading order, tables, charts, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.slide import NotesSlide
from pptx.slide import Slide as Shown

from ingest.html.text import raised, tidy
from ingest.office.chart import chart_rows, chart_title
from ingest.office.equation import equation
from ingest.office.names import below, full, name_of, shown_children, shown_of, whole

_FURNITURE = frozenset(
    {
        PP_PLACEHOLDER.DATE,
        PP_PLACEHOLDER.FOOTER,
        PP_PLACEHOLDER.HEADER,
        PP_PLACEHOLDER.SLIDE_NUMBER,
    }
)
_LONGEST_TITLE = 90
_FILE_NAME = re.compile(r"[^\s/\\]+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)", re.IGNORECASE)


@dataclass(frozen=True)
class Float:
    """A table or chart on a slide."""

    title: str
    """Of a chart, as printed; empty where there is none."""
    rows: tuple[str, ...]
    chart: bool


@dataclass(frozen=True)
class Slide:
    """What is on one slide, hidden ones included."""

    title: str
    """Empty where it has none."""
    texts: tuple[str, ...]
    """The paragraphs, from top to bottom and from left to right."""
    floats: tuple[Float, ...]
    notes: tuple[str, ...]
    """The paragraphs of the speaker's notes."""
    pictures: tuple[str, ...] = ()
    """The alternative text of each picture, in groups as well; empty where it has none."""


def read_slide(slide: Shown) -> Slide:
    """Return what is on a slide; numbers, dates and footers of all slides are left out."""
    _settle(slide.shapes.element)
    titled = slide.shapes.title
    title = " ".join(_texts(titled.element)) if titled is not None else ""
    texts: list[str] = []
    floats: list[Float] = []
    for shape in _in_order(list(slide.shapes)):
        if titled is not None and shape.element is titled.element:
            continue
        for found in _contents(shape, slide):
            if isinstance(found, Float):
                floats.append(found)
            else:
                texts.append(found)
    if not title and len(texts) > 1 and _may_be_title(texts[0]):
        title = texts.pop(0)
    return Slide(title, tuple(texts), tuple(floats), tuple(_notes(slide)), _pictures(slide))


def _may_be_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and text[-1] not in ".,;:"


def _notes(slide: Shown) -> Iterator[str]:
    # Asking for notes where there are none would make some.
    notes: NotesSlide | None = slide.notes_slide if slide.has_notes_slide else None
    place = notes.notes_placeholder if notes is not None else None
    if place is not None:
        yield from _texts(place.element)


def _pictures(slide: Shown) -> tuple[str, ...]:
    named = (below(one, "p:nvPicPr", "p:cNvPr") for one in slide.shapes.element.iter(full("p:pic")))
    told = (" ".join((one.get("descr") or "").split()) for one in named if one is not None)
    # Programs put the file's name there by themselves.
    return tuple("" if _FILE_NAME.fullmatch(text) else text for text in told)


def _settle(tree: _Element) -> None:
    """Replace alternatives by the one that PowerPoint shows: python-pptx passes over them."""
    for alternatives in list(tree.iter(full("mc:AlternateContent"))):
        parent = alternatives.getparent()
        if parent is not None:
            place = parent.index(alternatives)
            parent[place : place + 1] = list(shown_of(alternatives))


def _in_order(shapes: Sequence[BaseShape]) -> list[BaseShape]:
    """Return shapes from top to bottom, those beside each other from left to right."""
    rows: list[list[BaseShape]] = []
    for shape in sorted(shapes, key=_top):
        first = rows[-1][0] if rows else None
        if first is not None and _top(shape) - _top(first) < min(map(_height, (shape, first))) / 4:
            rows[-1].append(shape)
        else:
            rows.append([shape])
    return [shape for row in rows for shape in sorted(row, key=_left)]


# A shape that inherits no place from its layout has none at all.
def _top(shape: BaseShape) -> int:
    return shape.top or 0


def _left(shape: BaseShape) -> int:
    return shape.left or 0


def _height(shape: BaseShape) -> int:
    return shape.height or 0


def _contents(shape: BaseShape, slide: Shown) -> Iterator[str | Float]:
    """Yield the paragraphs, tables and charts in a shape."""
    if isinstance(shape, GroupShape):
        for inner in _in_order(list(shape.shapes)):
            yield from _contents(inner, slide)
    elif isinstance(shape, GraphicFrame):
        yield from _graphic(shape, slide)
    elif not (shape.is_placeholder and shape.placeholder_format.type in _FURNITURE):
        yield from _texts(shape.element)


def _graphic(frame: GraphicFrame, slide: Shown) -> Iterator[str | Float]:
    if frame.has_table:
        rows = [
            " | ".join(" ".join(_texts(cell)) for cell in row.iterfind(full("a:tc")))
            for row in frame.element.iter(full("a:tr"))
        ]
        lines = [" ".join(row.split()) for row in rows if row.strip(" |")]
        if lines:
            yield Float("", tuple(lines), chart=False)
    elif frame.has_chart:
        root = parse_xml(frame.chart_part.blob)
        yield Float(chart_title(root), tuple(chart_rows(root)), chart=True)
    else:
        yield from _diagram(frame, slide)


def _diagram(frame: GraphicFrame, slide: Shown) -> Iterator[str]:
    """Yield the words in a diagram of boxes and arrows, which are in a part of their own."""
    ids = next(frame.element.iter(full("dgm:relIds")), None)
    link = ids.get(full("r:dm"), "") if ids is not None else ""
    if link in slide.part.rels:
        root = parse_xml(slide.part.related_part(link).blob)
        for point in root.iter(full("dgm:pt")):
            if point.get("type", "node") == "node":
                yield from _texts(point)


def _texts(element: _Element) -> Iterator[str]:
    """Yield the paragraphs below an element, none of them blank."""
    for paragraph in element.iter(full("a:p")):
        text = tidy("".join(_runs(paragraph)))
        if text:
            yield text


def _runs(paragraph: _Element) -> Iterator[str]:
    for child in shown_children(paragraph):
        name = name_of(child)
        if name in ("a:r", "a:fld"):
            text = below(child, "a:t")
            look = below(child, "a:rPr")
            said = text.text or "" if text is not None else ""
            above = look is not None and whole(look.get("baseline"), 0) > 0
            yield raised(said) if above else said
        elif name == "a:br":
            yield " "
        elif name not in ("a:pPr", "a:endParaRPr"):
            yield f" {equation(child)} "
