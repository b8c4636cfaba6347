"""Open a saved web page in the encoding it declares."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from corpus.errors import RefusedFile

# UTF-32 first: its little-endian mark begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_DECLARED = re.compile(
    rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)"
    rb"|<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 8192
"""Bytes from the start in which a page declares its encoding; browsers look at fewer."""
# Browsers pass over them; the parser lets them in and takes none back.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
# Browsers read what is declared as one of these as the Windows code page, and so do authors.
_WINDOWS = frozenset({"iso8859-1", "ascii", "latin-1"})
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|div|article|main|section|p|h1)\b", re.I)
_XML_ROOT = re.compile(
    r"\s*<\?xml\b[^>]*>\s*(?:<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<([\w:.-]+)", re.S
)
_XHTML = re.compile(r"<\?xml\b|<!DOCTYPE[^>]*XHTML|xmlns=[\"']http://www\.w3\.org/1999/xhtml", re.I)
# In XHTML any element may close itself; a parser of HTML would take the rest of the page into it.
_SELF_CLOSED = re.compile(
    r"<(a|b|i|p|div|em|li|span|td|th|script|iframe|title|sup)(\s[^<>]*)?/>", re.I
)


def open_page(path: Path) -> _Element:
    """Return the root element of a page."""
    content = path.read_bytes()
    if not content.strip():
        raise RefusedFile(str(path), "the file is empty; save the page again")
    if content.lstrip()[:5] == b"%PDF-":
        reason = "is a PDF, not HTML as its name says; rename it to end in .pdf"
        raise RefusedFile(str(path), reason)
    text = _UNFIT.sub("", _decoded(content)).replace("\f", " ")
    _refuse_other_forms(path, text)
    if _XHTML.search(text[:1000]):
        text = _SELF_CLOSED.sub(r"<\1\2></\1>", text)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        reason = "its HTML cannot be parsed; save the page again, or fetch the article's PDF"
        raise RefusedFile(str(path), reason) from error


def _refuse_other_forms(path: Path, text: str) -> None:
    """Refuse what a browser would not show as a page."""
    root = _XML_ROOT.match(text)
    if root is not None and root[1].lower() not in ("html", "xhtml:html"):
        reason = f"is XML with the root element <{root[1]}>, not HTML; rename it to end in .xml"
        raise RefusedFile(str(path), reason)
    if _MARKUP.search(text) is None:
        reason = "not HTML, it has no element of a page; save the page again, as HTML"
        raise RefusedFile(str(path), reason)


def _decoded(content: bytes) -> str:
    """Return the text: by its first bytes, by what it declares, else UTF-8, else Windows."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    for encoding in filter(None, (marked, _declared(content), "utf-8", "cp1252")):
        try:
            return content.decode(encoding)
        # Some codecs, such as hex, are known and give no text.
        except (UnicodeError, LookupError):
            continue
    return content.decode("latin-1")


def _declared(content: bytes) -> str | None:
    """Return the encoding that a page declares, where Python knows it."""
    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    if found is None:
        return None
    try:
        name = codecs.lookup((found[1] or found[2]).decode("ascii")).name
    except LookupError:
        return None
    # Markup that can be read as ASCII is not in the two-byte encoding it names.
    return "cp1252" if name in _WINDOWS else None if name.startswith(("utf-16", "utf-32")) else name
