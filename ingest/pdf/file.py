"""Open PDF files with PDFium, and say why one cannot be opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_raw  # type: ignore[import-untyped]

from corpus.errors import RefusedFile
from corpus.settings import Bounds

PdfDocument: TypeAlias = Any
"""PDFium's own handle, which has no types."""
_HEADER = b"%PDF-"
_HEADER_WITHIN = 1024
"""Bytes in which readers look for the header, as in Adobe's implementation notes."""
_KNOWN = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"PK\x03\x04", "a ZIP archive (perhaps a Word, PowerPoint or EPUB file)"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%!PS", "a PostScript file"),
    (b"{\\rtf", "an RTF file"),
    (b"AT&TFORM", "a DjVu file"),
)


def checked_bytes(path: Path) -> bytes:
    """Return the bytes of a file that starts like a PDF; refuse others by what they are."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RefusedFile(
            str(path), f"cannot be read ({error.strerror}); check the file and its permissions"
        ) from error
    if not content:
        raise RefusedFile(str(path), "empty file (0 bytes); fetch it again")
    if _HEADER not in content[: _HEADER_WITHIN + len(_HEADER)]:
        raise RefusedFile(str(path), f"not a PDF but {_what(content)}; save the paper as PDF")
    return content


def _what(content: bytes) -> str:
    """Return what a file is by its first bytes."""
    for start, name in _KNOWN:
        if content.startswith(start):
            return name
    head = content[:_HEADER_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "an HTML page, perhaps a log-in page saved in place of the paper"
    if head.startswith(b"<?xml"):
        return "an XML file"
    if b"\x00" not in head:
        return "plain text"
    return "a file of an unknown kind"


@contextmanager
def open_pages(
    path: Path, content: bytes, password: str | None, bounds: Bounds
) -> Iterator[PdfDocument]:
    """Open a PDF with PDFium and close it again; refuse what cannot be opened or has no end."""
    try:
        document = pdfium.PdfDocument(content, password=password)
    except pdfium.PdfiumError as error:
        raise RefusedFile(str(path), _why_closed(error, content, password)) from error
    try:
        count = len(document)
        if count == 0:
            raise RefusedFile(str(path), "has no pages; fetch it again")
        if count > bounds.pages:
            raise RefusedFile(
                str(path), f"has {count} pages, the limit is {bounds.pages}; split it into parts"
            )
        yield document
    finally:
        document.close()


def _why_closed(error: pdfium.PdfiumError, content: bytes, password: str | None) -> str:
    """Return the reason why PDFium opens no document, with the remedy."""
    code = getattr(error, "err_code", None)
    if code == pdfium_raw.FPDF_ERR_PASSWORD:
        if password:
            return "encrypted, and the password given does not open it; give the right password"
        return "encrypted and needs a password; give its password or save it without one"
    if code == pdfium_raw.FPDF_ERR_SECURITY:
        return "encrypted in a way that cannot be read; save it without encryption"
    if b"%%EOF" not in content[-2048:]:
        return "damaged: the end of the file is missing; fetch it again"
    return "damaged and cannot be opened; fetch it again"
