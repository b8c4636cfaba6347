"""Read what a PDF file tells about itself: document information, XMP packet, page labels."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

import pypdf

Foreign: TypeAlias = Any
"""What pypdf hands out for a field, which broken files make anything."""
_LONGEST_FIELD = 2000
_PRISM = "http://prismstandard.org/namespaces/basic/2.0/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_NO_LANGUAGE = frozenset({"und", "zxx", "mul", "x"})
_LONG_CONTENT = 200_000
"""Bytes; a page written in fewer cannot have operators in excess."""
_OPERATOR = re.compile(rb"(?<![^\s\])>])[A-Za-z'\"]{1,3}\*?(?=[\s\[(</]|$)")


@dataclass(frozen=True)
class FileFacts:
    """What the file says about itself, apart from its pages."""

    title: str | None = None
    author: str | None = None
    subject: str | None = None
    doi: str | None = None
    journal: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    rights: str | None = None
    """What the file says of its licence, in words or by address."""
    language: str | None = None
    """Two or three letters."""
    busiest: int = 0
    """The page with the most drawing operators, counted from 1."""
    operators: int = 0
    """How many that page has, where it is long enough to be counted."""
    labels: dict[int, str] = field(default_factory=dict)
    """The printed label of each page, by its number counted from 1."""
    readable: bool = False
    """False where pypdf could not make sense of the file."""


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
    busiest, operators = _busiest(reader)
    return FileFacts(
        title=_text(information.get("/Title")) or _xmp_title(xmp),
        author=_text(information.get("/Author")) or _xmp_authors(xmp),
        subject=subject,
        doi=_xmp_field(xmp, "doi", information),
        journal=_xmp_field(xmp, "publicationName", information),
        volume=_xmp_field(xmp, "volume", information),
        issue=_xmp_field(xmp, "number", {}),
        pages=_page_range(xmp),
        rights=_rights(xmp, information),
        language=_language(reader, xmp),
        busiest=busiest,
        operators=operators,
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
    return _xmp_text(xmp, _PRISM, name)


def _xmp_text(xmp: Foreign, space: str, name: str) -> str | None:
    """Return the first text under a name in the XMP packet; None where there is none."""
    for element in _attempt(lambda: list(xmp.get_element("", space, name))) or []:
        text = _text(getattr(element, "value", None) or _all_text(element))
        if text:
            return text
    return None


def _page_range(xmp: Foreign) -> str | None:
    """Return the pages in the journal as the XMP packet has them."""
    whole = _xmp_text(xmp, _PRISM, "pageRange")
    first, last = (_xmp_text(xmp, _PRISM, name) for name in ("startingPage", "endingPage"))
    if whole or not first:
        return whole
    return f"{first}-{last}" if last and last != first else first


def _rights(xmp: Foreign, information: dict[str, Foreign]) -> str | None:
    """Return what the packet or the document information says of the licence."""
    named = (("http://creativecommons.org/ns#", "license"), (_RIGHTS, "WebStatement"),
             (_RIGHTS, "UsageTerms"), (_DUBLIN_CORE, "rights"))  # fmt: skip
    said = [_xmp_text(xmp, space, name) for space, name in named]
    said += [_text(value) for key, value in information.items() if "licen" in key.lower()]
    return " ".join(filter(None, said)) or None


def _language(reader: pypdf.PdfReader, xmp: Foreign) -> str | None:
    """Return the language the file declares, as two or three letters."""
    stated = _attempt(lambda: _text(reader.root_object.get("/Lang")))
    stated = stated or _xmp_text(xmp, _DUBLIN_CORE, "language") or ""
    found = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", stated)
    return found[0].lower() if found and found[0].lower() not in _NO_LANGUAGE else None


def _busiest(reader: pypdf.PdfReader) -> tuple[int, int]:
    """Return the page with the most operators and how many, among those long enough to count."""
    most = (0, 0)
    for number, page in enumerate(reader.pages, 1):
        drawn = _attempt(partial(_content, page)) or b""
        if len(drawn) >= _LONG_CONTENT:
            most = max(most, (number, len(_OPERATOR.findall(drawn))), key=lambda one: one[1])
    return most


def _content(page: pypdf.PageObject) -> bytes:
    """Return the operators of a page as they are written, its fonts and pictures left out."""
    drawn: Foreign = page["/Contents"].get_object()
    parts = drawn if isinstance(drawn, list) else [drawn]
    return b"\n".join(part.get_object().get_data() for part in parts)


def _all_text(element: Foreign) -> Foreign:
    """Return the first text inside an XML element, at any depth; None where it has none."""
    for child in _attempt(lambda: list(element.childNodes)) or []:
        text = getattr(child, "data", None) or _all_text(child)
        if text and text.strip():
            return text
    return None


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
