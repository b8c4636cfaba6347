"""Turn the elements of a JATS article into paragraphs, without losing or doubling a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

# Not printed as text, or printed elsewhere; a reference list is no part of the text.
# fmt: off
_LEFT_OUT = frozenset({
    "tex-math", "annotation", "annotation-xml", "graphic", "inline-graphic", "ref-list",
    "object-id", "alt-text", "long-desc", "permissions", "related-article", "related-object",
    "sec-meta", "institution-id",
})
_FORMULAS = frozenset({"inline-formula", "disp-formula"})
_FLOATS = frozenset({"fig", "fig-group", "table-wrap", "table-wrap-group"})
_ROWS = frozenset({"tr", "row"})
_BREAKS = _ROWS | frozenset({
    "list", "list-item", "def-list", "def-item", "disp-quote", "boxed-text", "table", "array",
    "fn", "fn-group", "verse-group", "verse-line", "speech", "statement", "preformat",
    "supplementary-material", "table-wrap-foot",
})
# These part paragraphs as well, save inside of an element that is one paragraph as a whole.
_PARTS = frozenset({"p", "title", "label", "caption", "attrib", "sec"})
_WHOLE = frozenset({"list-item", "def-item", "fn", "supplementary-material", "disp-formula"})
_SPACED = _BREAKS | _PARTS | frozenset({
    "break", "hr", "disp-formula", "term", "def", "td", "th", "entry", "mtr", "mtd", "media",
})
# fmt: on
# Their children carry no punctuation or space between them.
_UNSPACED_PARENTS = frozenset({"element-citation", "nlm-citation", "person-group", "name"})

# XML cannot contain these two characters, so they can stand for what is not yet decided.
_CALLOUT = "\x00"
_RAISED = "\x01"


def tag_of(element: _Element) -> str:
    """Return the name of an element; empty for a comment or processing instruction."""
    return element.tag if isinstance(element.tag, str) else ""


def text_of(element: _Element) -> str:
    """Return all text of an element in one line."""
    return _tidy(_flat(element))


def is_float(element: _Element) -> bool:
    """Say whether an element stands apart from the flow of the text: figure, table, titled box."""
    if tag_of(element) == "boxed-text":
        return element.find(".//title") is not None
    return tag_of(element) in _FLOATS


def paragraphs(element: _Element) -> Iterator[str | _Element]:
    """Yield the paragraphs of a block element, and the floats in it for the caller to place.

    A list item, definition, footnote or table row is one paragraph; footnotes and floats come
    after the paragraph that they interrupt.
    """
    if is_float(element):
        yield element
    elif tag_of(element) in _ROWS:
        yield from _row(element)
    elif tag_of(element) and tag_of(element) not in _LEFT_OUT:
        yield from _flow(element)


def _flow(element: _Element) -> Iterator[str | _Element]:
    text = ""
    asides: list[_Element] = []
    for part in _parts(element, whole=tag_of(element) in _WHOLE):
        if isinstance(part, str):
            text += part
        elif is_float(part) or tag_of(part) == "fn":
            asides.append(part)
        else:
            yield from _unless_blank(_tidy(text))
            text = ""
            yield from paragraphs(part)
    yield from _unless_blank(_tidy(text))
    for aside in asides:
        yield from paragraphs(aside)


def _row(row: _Element) -> Iterator[str]:
    cells = [text_of(cell) for cell in row if tag_of(cell)]
    if any(cells):
        yield " ".join(" | ".join(cells).split())


def _unless_blank(text: str) -> Iterator[str]:
    if text:
        yield text


def _flat(element: _Element) -> str:
    return "".join(
        part if isinstance(part, str) else f" {_flat(part)} "
        for part in _parts(element, whole=True)
    )


def _parts(element: _Element, *, whole: bool) -> Iterator[str | _Element]:
    """Yield the text of an element, and the elements in it that part paragraphs."""
    yield element.text or ""
    if tag_of(element) in _FORMULAS and not _is_readable(element):
        yield "[formula]"
    for child in element:
        tag = tag_of(child)
        if tag in _BREAKS or (tag in _PARTS and not whole) or is_float(child):
            yield child
        elif tag and tag not in _LEFT_OUT:
            yield from _inline(child, whole=whole or tag in _WHOLE)
        yield child.tail or ""


def _inline(element: _Element, *, whole: bool) -> Iterator[str | _Element]:
    if _is_callout(element):
        yield _CALLOUT
        return
    parent = element.getparent()
    before, after = "", ""
    if tag_of(element) in _SPACED or (parent is not None and tag_of(parent) in _UNSPACED_PARENTS):
        before = after = " "
    elif _is_raised_note(element):
        before = " "
    elif tag_of(element) == "sup":
        before = _RAISED
    yield before
    yield from _parts(element, whole=whole)
    yield after


def _is_readable(formula: _Element) -> bool:
    """Say whether a formula has text; many are only a picture, or TeX, which nobody quotes."""
    shown = [part for part in formula if tag_of(part) not in _LEFT_OUT | {"", "label"}]
    told = (tag_of(part) in _FORMULAS or _letters(part).strip() for part in shown)
    return bool((formula.text or "").strip() or any(told))


def _letters(element: _Element) -> str:
    """Return the text of an element as it stands, without callouts.

    It asks of no element in it what that is: one that is nested thirty deep would ask each of
    them a thousand million times.
    """
    if tag_of(element) in _LEFT_OUT or element.get("ref-type") == "bibr":
        return ""
    within = "".join(_letters(child) + (child.tail or "") for child in element)
    return (element.text or "") + within if tag_of(element) else ""


def _is_callout(element: _Element) -> bool:
    """Say whether an element is a raised reference number, or the comma between two of them."""
    if tag_of(element) == "xref":
        raised = (
            element.find(".//sup") is not None
            or next(element.iterancestors("sup"), None) is not None
        )
        return raised and element.get("ref-type") == "bibr"
    if tag_of(element) != "sup":
        return False
    if element.find(".//xref[@ref-type='bibr']") is not None:
        return not re.search(r"\w", _letters(element))
    before = element.getprevious()
    lone_mark = re.fullmatch(r"[\s,;\u2013\u2014-]*", _letters(element))
    after_callout = before is not None and tag_of(before) == "xref" and _is_callout(before)
    return lone_mark is not None and after_callout


def _is_raised_note(element: _Element) -> bool:
    """Say whether an element is a raised footnote mark, which must not run into a number."""
    within = {"sup": "xref", "xref": "sup"}.get(tag_of(element))
    return within is not None and element.find(f".//{within}") is not None


def _tidy(text: str) -> str:
    """Return text with single spaces, without callouts, and with powers of ten kept powers."""
    text = " ".join(text.split())
    text = re.sub(rf"{_CALLOUT}(?:[\s,;\u2013\u2014-]*{_CALLOUT})+", _CALLOUT, text)
    text = re.sub(rf" {_CALLOUT}(?=[.,;:)\]])", "", text).replace(_CALLOUT, "")
    # Without a mark 10 to the power of 6 would read 106.
    text = re.sub(rf"(?<!\d)10{_RAISED}(?=[\u2212\u2013-]?\d)", "10^", text).replace(_RAISED, "")
    return " ".join(text.split())
