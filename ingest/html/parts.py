"""Take an article apart into headings, paragraphs, tables and figures, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml.etree import _Element

from corpus.paper import SectionKind
from ingest.captions import captioned
from ingest.html.text import BLOCKS, LINE_END, tag_of, text_of, tidy, tokens

RUN_IN = 7
"""The level of a heading that is only a paragraph in bold, below all true headings."""
_LONGEST_RUN_IN = 90
_SITE_LINE = re.compile(
    r"(?:back to |return to )?top(?: of page)?|print(?: this page)?|share(?: this page)?|e-?mail"
    r"|on this page|in this (?:article|page)|(?:table of )?contents|jump to:?|skip to .*"
    r"|download (?:pdf|citation)|view (?:large|full size|larger version).*|open in new tab"
    r"|the opinions expressed by authors contributing to this journal do not .*"
    r"|error processing ssi file|\[an error occurred while processing .*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"((?:(?:supplementa\w+|appendix|online|extended data) )?e?(?:table|figure|fig\.|exhibit)"
    r"(?:\s[A-Z]?\d+[A-Za-z]?\b|\s[IVX]+\b|(?=[.:])))[.:|]?\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_CAPTION_CLASS = re.compile(r"(?:^|[\s_-])fig(?:ure)?(?:[\s_-]?(?:caption|legend))?(?=$|\s)", re.I)
_NOTE_CLASS = re.compile(r"caption|foot|note|legend", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A heading, a paragraph, or a line of a table or figure."""

    text: str
    level: int = 0
    """Of a heading, from 1 for the highest; 0 for what is no heading."""
    stands_in: SectionKind | None = None
    """"table" or "figure" for what is in one."""
    item: bool = False
    """True for an item of a list."""
    note: bool = False
    """True for a paragraph that is marked as a note or caption."""


def parts(element: _Element) -> Iterator[Part]:
    """Yield the parts of an element, none of them blank."""
    yield from _flow(element, Part(""))


def labelled(caption: str, usual: str, kind: SectionKind) -> Iterator[Part]:
    """Yield the heading of a table or figure and, below it, what else the caption says."""
    found = _LABEL.match(caption)
    heading, rest = captioned(found[1] if found else usual, found[2] if found else caption)
    yield Part(heading, level=RUN_IN, stands_in=kind)
    if rest:
        yield Part(rest, stands_in=kind)


def is_label(text: str) -> bool:
    """Say whether text begins as the caption of a table or figure does."""
    return _LABEL.match(text) is not None


def _flow(element: _Element, like: Part) -> Iterator[Part]:
    text = ""
    for token in tokens(element, whole=like.item):
        if isinstance(token, str):
            text += token
            continue
        yield from _paragraphs(text, like)
        text = ""
        yield from _block(token, like)
    yield from _paragraphs(text, like)


def _paragraphs(text: str, like: Part) -> Iterator[Part]:
    """Yield the paragraphs in running text; two line ends in a row part them."""
    for paragraph in re.split(rf"(?:\s*{LINE_END}){{2,}}", text):
        plain = tidy(paragraph)
        if plain and not _SITE_LINE.fullmatch(plain):
            yield replace(like, text=plain)


def _block(element: _Element, like: Part) -> Iterator[Part]:
    tag = tag_of(element)
    level = _level(element)
    if level:
        text = text_of(element)
        if text and not _SITE_LINE.fullmatch(text):
            yield Part(text, level=level, stands_in=like.stands_in)
    elif tag == "table" and not _is_layout(element):
        yield from _table(element)
    elif tag == "figure":
        yield from _figure(element)
    elif tag in ("p", "div") and _is_figure_caption(element):
        yield from labelled(text_of(element), "Figure", "figure")
    else:
        note = _NOTE_CLASS.search(element.get("class", "")) is not None
        item = tag in ("li", "dt", "dd") or (like.item and tag not in ("table", "figure"))
        yield from _flow(element, replace(like, item=item, note=like.note or note))


def _level(element: _Element) -> int:
    """Return the level of a heading; 0 where an element is none."""
    tag = tag_of(element)
    if re.fullmatch(r"h[1-6]", tag):
        return int(tag[1])
    if tag not in ("p", "div"):
        return 0
    if element.get("role") == "heading":
        return (
            int(element.get("aria-level", "2")) if element.get("aria-level", "2").isdigit() else 2
        )
    if any(tag_of(inner) in BLOCKS for inner in element.iter("*") if inner is not element):
        return 0
    styled = re.search(r"(?:^|\s)h([1-6])(?:$|\s)", element.get("class", ""))
    return int(styled[1]) if styled else RUN_IN * _is_run_in(element)


def _is_run_in(element: _Element) -> bool:
    """Say whether a paragraph is all in bold and reads as a heading."""
    text = text_of(element)
    bold = " ".join(text_of(inner) for inner in element if tag_of(inner) in ("b", "strong"))
    short = 0 < len(text) <= _LONGEST_RUN_IN and text[-1] not in ".,;"
    return tag_of(element) == "p" and short and " ".join(bold.split()) == text


def _is_figure_caption(element: _Element) -> bool:
    """Say whether a paragraph is a figure's caption, by its class or by its label in bold."""
    found = _LABEL.match(text_of(element))
    if found is None or not re.search(r"fig", found[1], re.IGNORECASE):
        return False
    if element.find(".//p") is not None or element.find(".//table") is not None:
        return False
    first = element[0] if len(element) and not (element.text or "").strip() else None
    bold = first is not None and tag_of(first) in ("b", "strong")
    return bold or _CAPTION_CLASS.search(element.get("class", "")) is not None


def _is_layout(table: _Element) -> bool:
    """Say whether a table only arranges the page, as old pages do."""
    if table.find(".//table") is not None or table.find(".//h2") is not None:
        return True
    paragraphs = [cell.findall(".//p") for cell in table.iter("td")]
    return any(
        len(cell) > 2 and sum(len(text_of(p).split()) for p in cell) > 200 for cell in paragraphs
    )


def _table(table: _Element) -> Iterator[Part]:
    caption = table.find("caption")
    yield from labelled(text_of(caption) if caption is not None else "", "Table", "table")
    for row in table.iter("tr"):
        cells = [text_of(cell) for cell in row if tag_of(cell) in ("td", "th")]
        if any(cells):
            yield Part(" ".join(" | ".join(cells).split()), stands_in="table")


def _figure(figure: _Element) -> Iterator[Part]:
    """Yield a figure's caption and what else is written in it; it may hold a table."""
    kind: SectionKind = "table" if figure.find(".//table") is not None else "figure"
    caption = figure.find(".//figcaption")
    if caption is not None:
        yield from labelled(text_of(caption), kind.capitalize(), kind)
        after = caption.tail
        caption.clear()
        caption.tail = after
    for part in _flow(figure, Part("", stands_in=kind)):
        if caption is None or part.level != RUN_IN or part.text != kind.capitalize():
            yield replace(part, stands_in=kind)
