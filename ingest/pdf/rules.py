"""Read the straight rules that a PDF page draws, which part the cells of its tables."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from ingest.pdf.lines import Box

PdfPage: TypeAlias = Any
PageObject: TypeAlias = Any
"""PDFium's own handles, which have no types."""
_THIN = 2.6
"""Points; what is drawn no wider is a rule."""
_SHORTEST = 3.0
_MOST_OBJECTS = 20_000
"""A page with more is a drawing, not a table; looking through them would take seconds."""
_RECTANGLE = (4, 5)
"""Segments of a path that draws a rectangle."""


def read_rules(page: PdfPage) -> list[Box]:
    """Return the rules of an open page, those around drawn rectangles included."""
    count = pdfium.FPDFPage_CountObjects(page.raw)
    if count > _MOST_OBJECTS:
        return []
    edges = [ctypes.c_float() for _ in range(4)]
    found: list[Box] = []
    for place in range(count):
        drawn = pdfium.FPDFPage_GetObject(page.raw, place)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if pdfium.FPDFPageObj_GetBounds(drawn, *edges):
            found.extend(_rules(drawn, Box(*(edge.value for edge in edges))))
    return found


def _rules(drawn: PageObject, box: Box) -> Iterator[Box]:
    """Yield the rule that a path is, or the four around the rectangle that it is."""
    width, height = box.right - box.left, box.top - box.bottom
    if min(width, height) <= _THIN:
        if max(width, height) >= _SHORTEST:
            yield box
    elif pdfium.FPDFPath_CountSegments(drawn) in _RECTANGLE:
        yield Box(box.left, box.bottom, box.right, box.bottom)
        yield Box(box.left, box.top, box.right, box.top)
        yield Box(box.left, box.bottom, box.left, box.top)
        yield Box(box.right, box.bottom, box.right, box.top)
