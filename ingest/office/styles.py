"""Know the paragraph styles of a Word document: headings, captions, lists, bold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element

from ingest.office.names import below, full, switched, value, whole

_BODY_LEVEL = 9
"""The outline level that says: no heading."""
_HEADING = re.compile(r"(?:^|[\W_])heading[ _-]?([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"(?:^|[\W_])title$", re.IGNORECASE)
_NO_TITLE = re.compile(r"table|figure|toc|sub|bibliography|book|chapter|section", re.IGNORECASE)
_CAPTION = re.compile(
    r"caption|legend|(?:table|figure)[ _-]*(?:title|heading|head|name)", re.IGNORECASE
)
_REFERENCES = re.compile(r"bibliography$|(?:^|[\W_])references?(?:[ _-]?list)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """What the name and settings of a paragraph style, and of those it is based on, tell."""

    name: str = ""
    level: int = 0
    """Of a heading, from 1 for the highest; 0 for what is no heading."""
    bold: bool = False
    item: bool = False
    """True where its paragraphs are numbered or have bullets."""

    @property
    def is_title(self) -> bool:
        """Say whether the style is for the title of the paper."""
        return bool(_TITLE.search(self.name)) and not _NO_TITLE.search(self.name)

    @property
    def is_caption(self) -> bool:
        """Say whether the style is for what is printed above a table or below a figure."""
        return bool(_CAPTION.search(self.name))

    @property
    def is_contents(self) -> bool:
        """Say whether the style is for a table of contents or a list of figures."""
        return self.name.lower().startswith(("toc", "table of figures", "contents"))

    @property
    def is_reference(self) -> bool:
        """Say whether the style is for the entries of a reference list."""
        return bool(_REFERENCES.search(self.name))


PLAIN = Style()
"""The style of a paragraph that names none, in a document without styles."""


def paragraph_styles(root: _Element) -> dict[str, Style]:
    """Return the paragraph styles under the root of the styles part, by their ids.

    The one that paragraphs have where they name none is under the empty id as well.
    """
    elements = {
        style.get(full("w:styleId"), ""): style
        for style in root.iterfind(full("w:style"))
        if style.get(full("w:type")) == "paragraph"
    }
    styles = {name: _style(_chain(element, elements)) for name, element in elements.items()}
    for name, element in elements.items():
        if element.get(full("w:default")) in ("1", "true", "on"):
            styles[""] = styles[name]
    return styles


def _chain(element: _Element | None, elements: dict[str, _Element]) -> list[_Element]:
    """Return a style and those that it is based on, nearest first."""
    chain: list[_Element] = []
    while element is not None and element not in chain:
        chain.append(element)
        element = elements.get(value(element, "w:basedOn") or "")
    return chain


def _style(chain: list[_Element]) -> Style:
    name = value(chain[0], "w:name") or ""
    bold = (switched(style, "w:rPr", "w:b") for style in chain)
    style = Style(
        name=name,
        bold=next((one for one in bold if one is not None), False),
        item=any(below(style, "w:pPr", "w:numPr") is not None for style in chain)
        or name.lower().startswith("list"),
    )
    plain = style.is_title or style.is_caption or style.is_contents
    return style if plain else Style(name, _level(chain), style.bold, style.item)


def _level(chain: list[_Element]) -> int:
    """Return the level that the nearest style which tells one gives to a heading."""
    for style in chain:
        outline = value(style, "w:pPr", "w:outlineLvl")
        if outline is not None:
            level = whole(outline, _BODY_LEVEL)
            return level + 1 if level < _BODY_LEVEL else 0
        named = _HEADING.search(value(style, "w:name") or "")
        if named:
            return int(named[1])
    return 0
