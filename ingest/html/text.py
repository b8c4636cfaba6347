"""Turn the inline elements of a page into text: callouts, raised marks and powers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul",
})
# fmt: on
_NEAR = 40
"""Characters before a raised mark that tell what it is."""
_LISTS = frozenset({"ul", "ol", "dl", "table", "figure"})
"""They part paragraphs even inside of a list item."""
_REFERENCE = re.compile(r"[\d\s,;\u2010-\u2015\u2212-]+")
_NOTE_MARK = re.compile(r"[a-z](?:\s*,\s*[a-z])*|[*\u2020\u2021\u00a7\u00b6#]+")
_UNITS = frozenset({"mile", "miles", "inch", "feet", "foot", "meter", "meters", "metre", "metres"})

# Markup cannot contain these characters, so they can stand for what is not yet decided.
LINE_END = "\x02"
_RAISED = "\x01"
_LOWERED = "\x03"


def text_of(element: _Element) -> str:
    """Return all text of an element in one line."""
    return tidy("".join(token for token in tokens(element, flat=True) if isinstance(token, str)))


def tokens(
    element: _Element, *, whole: bool = False, flat: bool = False
) -> Iterator[str | _Element]:
    """Yield the text of an element, and the elements in it that part paragraphs.

    Of a `whole` element only lists, tables and figures do; of a `flat` one none does.
    """
    yield element.text or ""
    for child in element:
        tag = tag_of(child)
        if tag == "br":
            yield " " if flat or whole else f" {LINE_END}"
        elif tag == "sup":
            yield _raised(child)
        elif tag in BLOCKS and (not flat and (not whole or tag in _LISTS)):
            yield child
        elif tag not in ("", "annotation", "annotation-xml"):
            space = " " if tag in BLOCKS else ""
            yield space
            if not _is_raised_link(child):
                yield from tokens(child, whole=whole, flat=flat)
            yield space
        yield child.tail or ""


def tidy(text: str) -> str:
    """Return text with single spaces and with the raised marks decided by what they follow."""
    text = " ".join(text.replace(LINE_END, " ").split())
    text = re.sub(rf"{_LOWERED}{_RAISED}", "", text)
    text = re.sub(rf"\s*{_RAISED}([^{_LOWERED}]*){_LOWERED}", _decided, text)
    return " ".join(text.split())


def tag_of(element: _Element) -> str:
    """Return the name of an element; empty for a comment or processing instruction."""
    return element.tag if isinstance(element.tag, str) else ""


def _is_raised_link(element: _Element) -> bool:
    """Say whether a link within the page is nothing but a raised reference number."""
    if tag_of(element) != "a" or element.find(".//sup") is None:
        return False
    return _points_within(element) and bool(
        _REFERENCE.fullmatch("".join(map(str, element.itertext())))
    )


def _raised(element: _Element) -> str:
    """Return what a raised element says, between marks where its neighbour decides."""
    text = "".join(token for token in tokens(element, flat=True) if isinstance(token, str))
    links = list(element.iter("a"))
    if links and all(map(_points_within, links)) and _REFERENCE.fullmatch(text):
        return ""
    return raised(text)


def raised(text: str) -> str:
    """Return raised text between marks, for `tidy` to decide what it is."""
    return f"{_RAISED}{text}{_LOWERED}" if text.strip() else text


def _points_within(link: _Element) -> bool:
    """Say whether a link leads to a place in its own page, as saved pages may spell in full."""
    return "#" in link.get("href", "")


def _decided(raised: re.Match[str]) -> str:
    """Return a raised mark: dropped as a reference number, as a power, or apart from the word."""
    mark = " ".join(raised[1].split())
    before = raised.string[max(0, raised.start() - _NEAR) : raised.start()]
    word = re.search(r"[^\W\d_]*$", before)
    letters = word[0] if word else ""
    if re.search(r"(?<![\d.,])10$", before) and re.fullmatch(r"[\u2212\u2013-]?\d+", mark):
        return f"^{mark}"
    if raised.string[raised.end() : raised.end() + 1].isalpha() and len(letters) != 1:
        return f" {mark} "  # the number of an affiliation or note, in front of it
    if not _REFERENCE.fullmatch(mark):
        apart = _NOTE_MARK.fullmatch(mark) or mark.startswith(("[", "("))
        return f" {mark} " if apart else mark
    after_word = len(letters) > 2 and letters.lower() not in _UNITS
    if after_word or re.search(r"[.,;:)\]\"'\u201d\u2019%]$", before):
        return ""
    return f" {mark}" if before[-1:].isdigit() else mark
