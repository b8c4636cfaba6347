"""Open PDF files, say why one cannot be opened, and read what they tell about themselves."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pypdf
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_raw  # type: ignore[import-untyped]

from corpus.errors import RefusedFile

PdfDocument: TypeAlias = Any
"""PDFium's own handle, which has no types."""
Foreign: TypeAlias = Any
"""What pypdf hands out for a field, which broken files make anything."""
MOST_PAGES = 3000
_HEADER = b"%PDF-"
_HEADER_WITHIN = 1024
"""Bytes in which readers look for the header, as in Adobe's implementation notes."""
_LONGEST_FIELD = 2000
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


@dataclass(frozen=True)
class FileFacts:
    """What the file says about itself, apart from its pages."""

    title: str | None = None
    author: str | None = None
    subject: str | None = None
    doi: str | None = None
    journal: str | None = None
    labels: dict[int, str] = field(default_factory=dict)
    """The printed label of each page, by its number counted from 1."""
    readable: bool = False
    """False where pypdf could not make sense of the file."""


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
def open_pages(path: Path, content: bytes, password: str | None) -> Iterator[PdfDocument]:
    """Open a PDF with PDFium and close it again; refuse what cannot be opened."""
    try:
        document = pdfium.PdfDocument(content, password=password)
    except pdfium.PdfiumError as error:
        raise RefusedFile(str(path), _why_closed(error, content, password)) from error
    try:
        count = len(document)
        if count == 0:
            raise RefusedFile(str(path), "has no pages; fetch it again")
        if count > MOST_PAGES:
            raise RefusedFile(
                str(path), f"has {count} pages, the limit is {MOST_PAGES}; split it into parts"
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


def read_facts(content: bytes, password: str | None) -> FileFacts:
    """Return what pypdf reads of a file's own description; nothing where it is broken."""
    with _silence():
        try:
            reader = pypdf.PdfReader(io.BytesIO(content))
            if reader.is_encrypted:
                reader.decrypt(password or "")
            return _facts(reader)
        # pypdf answers broken files with a dozen unrelated exceptions, RecursionError among them.
        except Exception:
            return FileFacts()


def _facts(reader: pypdf.PdfReader) -> FileFacts:
    """Return the description of an open file, each part on its own."""
    information: dict[str, Foreign] = _attempt(lambda: dict(reader.metadata or {})) or {}
    xmp = _attempt(lambda: reader.xmp_metadata)
    labels = _attempt(lambda: reader.page_labels) or []
    # Pages are counted outside any attempt: a file without a readable page tree is broken.
    count = len(reader.pages)
    subject = _text(information.get("/Subject"))
    return FileFacts(
        title=_text(information.get("/Title")) or _xmp_title(xmp),
        author=_text(information.get("/Author")) or _xmp_authors(xmp),
        subject=subject,
        doi=_xmp_field(xmp, "doi", information),
        journal=_xmp_field(xmp, "publicationName", information),
        labels={n: label for n, label in enumerate(labels[:count], 1) if label.strip()},
        readable=True,
    )


def _attempt(read: Callable[[], Foreign]) -> Foreign | None:
    """Return what a part of the description says; None where it is broken."""
    try:
        return read()
    except Exception:
        return None


def _text(value: Foreign) -> str | None:
    """Return a field as one line of text; None where it is empty."""
    if value is None:
        return None
    readable = "".join(c for c in str(value) if c.isprintable() or c.isspace())
    return " ".join(readable.split())[:_LONGEST_FIELD] or None


def _xmp_title(xmp: Foreign) -> str | None:
    """Return the title in the file's XMP packet."""
    titles = _attempt(lambda: dict(xmp.dc_title)) or {}
    return _text(titles.get("x-default") or next(iter(titles.values()), None))


def _xmp_authors(xmp: Foreign) -> str | None:
    """Return the authors in the file's XMP packet, parted by semicolons."""
    creators = _attempt(lambda: list(xmp.dc_creator)) or []
    return _text("; ".join(str(creator) for creator in creators))


def _xmp_field(xmp: Foreign, name: str, information: dict[str, Foreign]) -> str | None:
    """Return a publishing field of the XMP packet, or of the document information."""
    for key, value in information.items():
        if name.lower() in key.lower():
            return _text(value)
    elements = _attempt(
        lambda: list(xmp.get_element("", "http://prismstandard.org/namespaces/basic/2.0/", name))
    )
    for element in elements or []:
        text = _text(getattr(element, "value", None) or _first_child(element))
        if text:
            return text
    return None


def _first_child(element: Foreign) -> Foreign:
    """Return the text inside an XML element; None where it has none."""
    return _attempt(lambda: element.firstChild.data)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep pypdf's warnings about broken files out of the log."""
    log = logging.getLogger("pypdf")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)
