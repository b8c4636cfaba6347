"""Turn elements of TEI into text, without the raised numbers that point to references."""

from __future__ import annotations

import re

from lxml.etree import _Element

_SPACED = frozenset({"s", "p", "cell", "head", "label", "item", "lb", "div", "formula", "figDesc"})
_LEFT_OUT = frozenset({"listBibl", "listOrg", "figure", "graphic"})
_NUMBERS = re.compile(r"[\d\s,;\u2010-\u2015\u2212-]*\d[\d\s,;\u2010-\u2015\u2212-]*")
# XML cannot contain these two characters, so they can stand for what is not yet decided.
_CALLOUT, _END = "\x00", "\x01"
_OPEN = re.compile(r"[\[(][^\])]*$|\b(?:refs?\.?|references?|citations?)\s*$", re.IGNORECASE)


def text_of(element: _Element) -> str:
    """Return all text of an element in one line; sentences are parted by a space."""
    text = " ".join(_flat(element).split())
    text = re.sub(rf"\s*{_CALLOUT}([^{_END}]*){_END}(?:[\s,]*(?={_CALLOUT}))?", _decided, text)
    return re.sub(r" (?=[.,;:)\]](?:\s|$))", "", " ".join(text.split()))


def tag_of(element: _Element) -> str:
    """Return the name of an element; empty for a comment or processing instruction."""
    return element.tag if isinstance(element.tag, str) else ""


def _flat(element: _Element) -> str:
    parts = [element.text or ""]
    for child in element:
        tag = tag_of(child)
        if tag and tag not in _LEFT_OUT:
            text = _flat(child)
            if tag == "ref" and child.get("type") == "bibr" and _NUMBERS.fullmatch(text):
                text = f"{_CALLOUT}{text}{_END}"
            parts.append(f" {text} " if tag in _SPACED else text)
        parts.append(child.tail or "")
    return "".join(parts)


def _decided(callout: re.Match[str]) -> str:
    """Return a reference number that the sentence brackets or names, and none that was raised."""
    before = re.sub(
        f"[{_CALLOUT}{_END}]", "", callout.string[max(0, callout.start() - 80) : callout.start()]
    )
    return callout[0].replace(_CALLOUT, "").replace(_END, "") if _OPEN.search(before) else ""
