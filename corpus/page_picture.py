"""Draw a page of a PDF as a picture, with the cited words marked.

The marks are placed by PDFium's own page-to-device conversion, so that they sit on their words on
rotated and cropped pages too.
"""

from __future__ import annotations

import ctypes
import io
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_raw  # type: ignore[import-untyped]
from PIL import Image, ImageChops, ImageDraw

from corpus.errors import LibraryError
from corpus.paper import WordBox

PDFIUM_LOCK = threading.Lock()
"""Held for every call into PDFium, which must not be entered by two threads at once."""

PdfPage: TypeAlias = Any
"""PDFium's own handle, which has no types."""
_MARKER = (255, 240, 140)
_BORDER = (214, 158, 0)
_PADDING = 1.5
_MOST_PIXELS = 24_000_000
"""A page the size of a wall is drawn smaller rather than filling the memory."""


@dataclass(frozen=True)
class _Mark:
    """A rectangle on the picture, in pixels from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


def page_picture(
    path: Path,
    page: int,
    boxes: Sequence[WordBox],
    password: str | None = None,
    scale: float = 1.6,
) -> bytes:
    """Return a PNG picture of a page, counted from 1, with the boxes of that page marked.

    `scale` is in pixels a point; a page too large for it is drawn smaller.
    """
    with PDFIUM_LOCK:
        try:
            picture, marks = _draw(path, page, boxes, password, scale)
        except (OSError, pdfium.PdfiumError) as error:
            raise LibraryError(
                f"{path} page {page}: the page cannot be drawn ({error}); add the file again"
            ) from error
    return _png(_marked(picture, _lines(marks)))


def _draw(
    path: Path, number: int, boxes: Sequence[WordBox], password: str | None, scale: float
) -> tuple[Image.Image, list[_Mark]]:
    """Return the bare picture of a page and one mark for each box on it."""
    # Read by Python, because PDFium opens no path with characters foreign to the locale.
    document = pdfium.PdfDocument(path.read_bytes(), password=password)
    try:
        if not 1 <= number <= len(document):
            raise LibraryError(
                f"{path}: page {number} was asked for, the file has {len(document)} pages; "
                "add the file again"
            )
        page = document[number - 1]
        width, height = page.get_size()
        fitting = min(scale, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
        picture = page.render(scale=fitting).to_pil().convert("RGB")
        return picture, [_mark(page, picture.size, box) for box in boxes if box.page == number]
    finally:
        document.close()


def _mark(page: PdfPage, size: tuple[int, int], box: WordBox) -> _Mark:
    """Return where a box stands on the picture."""
    corners = [_pixel(page, size, box.left, box.bottom), _pixel(page, size, box.right, box.top)]
    across, down = zip(*corners, strict=True)
    return _Mark(min(across), min(down), max(across), max(down))


def _pixel(page: PdfPage, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    """Return the pixel at which a point of the page is drawn."""
    across, down = ctypes.c_int(), ctypes.c_int()
    placed = pdfium_raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    if not placed:
        raise pdfium.PdfiumError("page-to-device conversion failed")
    return across.value, down.value


def _lines(marks: list[_Mark]) -> list[_Mark]:
    """Return the marks with neighbours on one line merged into one."""
    merged: list[_Mark] = []
    for mark in marks:
        if merged and _touches(merged[-1], mark):
            last = merged[-1]
            merged[-1] = _Mark(
                min(last.left, mark.left),
                min(last.top, mark.top),
                max(last.right, mark.right),
                max(last.bottom, mark.bottom),
            )
        else:
            merged.append(mark)
    return merged


def _touches(before: _Mark, after: _Mark) -> bool:
    """Say whether two marks are neighbours on one line."""
    height = min(before.bottom - before.top, after.bottom - after.top)
    shared = min(before.bottom, after.bottom) - max(before.top, after.top)
    gap = max(after.left - before.right, before.left - after.right)
    return shared > 0.5 * height and gap < 1.5 * height


def _marked(picture: Image.Image, marks: list[_Mark]) -> Image.Image:
    """Return the picture as a text marker leaves it: white turns yellow and black stays black."""
    marker = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(marker)
    for mark in marks:
        frame = (
            mark.left - _PADDING,
            mark.top - _PADDING,
            mark.right + _PADDING,
            mark.bottom + _PADDING,
        )
        pen.rectangle(frame, fill=_MARKER, outline=_BORDER, width=1)
    return ImageChops.multiply(picture, marker)


def _png(picture: Image.Image) -> bytes:
    """Return a picture as the bytes of a PNG file."""
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG")
    return buffer.getvalue()
