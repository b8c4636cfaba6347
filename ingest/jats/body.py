"""Turn the sections, figures and tables of a JATS article into blocks of known kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml.etree import _Element

from corpus.paper import SectionKind
from corpus.section_kind import kind_of
from ingest.assemble import Block
from ingest.captions import captioned
from ingest.jats.text import paragraphs, tag_of, text_of

_SECTIONS = frozenset({"sec", "app", "app-group", "ack", "notes", "fn-group", "glossary", "bio"})
# What journals print where the file leaves the heading to the stylesheet.
_USUAL_TITLES = {
    "abstract": "Abstract",
    "ack": "Acknowledgements",
    "app": "Appendix",
    "fig": "Figure",
    "fn-group": "Notes",
    "glossary": "Abbreviations",
    "table-wrap": "Table",
}
_SECTION_TYPES: dict[str, SectionKind] = {
    "intro": "introduction",
    "introduction": "introduction",
    "materials": "methods",
    "methods": "methods",
    "subjects": "methods",
    "results": "results",
    "discussion": "discussion",
    "limitations": "limitations",
    "conclusion": "conclusion",
    "conclusions": "conclusion",
    "supplementary-material": "back",
    "additional-information": "back",
    "data-availability": "back",
    "funding-information": "back",
    "coi-statement": "back",
    "ethics-statement": "back",
}
# "Participants" within results and "Outcomes" within methods do not leave them; these do.
_TURNS: frozenset[SectionKind] = frozenset({"discussion", "limitations", "conclusion", "back"})


def section_blocks(element: _Element, kind: SectionKind) -> Iterator[Block]:
    """Yield the blocks of a section, figure, table or box and of all that is nested in it.

    Every block carries its kind, so that the text after a subsection or table returns to the
    kind of its own section. Floats follow the paragraphs of the section they stand in.
    """
    printed = _heading_parts(element)
    heading = _heading(element)
    if heading:
        yield Block(heading, heading=True, kind=kind)
    floats: list[_Element] = []
    for child in element:
        if child in printed:
            continue
        if tag_of(child) in _SECTIONS:
            yield from _float_blocks(floats, kind)
            floats.clear()
            yield from section_blocks(child, section_kind(child, kind))
            continue
        for part in paragraphs(child):
            if isinstance(part, str):
                yield Block(part, kind=kind)
            else:
                floats.append(part)
    yield from _float_blocks(floats, kind)


def section_kind(element: _Element, parent: SectionKind) -> SectionKind:
    """Return the kind of a section nested in one of kind `parent`."""
    if parent == "abstract":
        return parent
    named = kind_of(_heading(element)) or _declared_kind(element)
    if tag_of(element) == "app":
        return named or "body"
    if named == "back" and parent == "methods":
        return parent  # an ethics statement, or where the data are to be had
    return named if named is not None and (parent == "body" or named in _TURNS) else parent


def _declared_kind(element: _Element) -> SectionKind | None:
    """Return the kind that `sec-type` declares; the first of "results|discussion" counts."""
    declared = re.split(r"[|\s]", element.get("sec-type", "").lower())
    return _SECTION_TYPES.get(declared[0])


def _float_blocks(floats: list[_Element], kind: SectionKind) -> Iterator[Block]:
    for element in floats:
        tag = tag_of(element)
        if tag == "boxed-text":
            yield from section_blocks(element, section_kind(element, kind))
        else:
            whole = section_blocks(element, "table" if tag.startswith("table") else "figure")
            yield from _with_caption(element, list(whole))


def _with_caption(element: _Element, blocks: list[Block]) -> Iterator[Block]:
    """Yield the blocks of a table or figure, its caption's first sentence in the heading."""
    captions = [part for one in element.findall("caption") for part in paragraphs(one)]
    said = blocks[1].text if len(blocks) > 1 else None
    if said is not None and blocks[0].heading and captions and captions[0] == said:
        heading, rest = captioned(blocks[0].text, said)
        yield replace(blocks[0], text=heading)
        blocks = [replace(blocks[1], text=rest), *blocks[2:]] if rest else blocks[2:]
    yield from blocks


def _heading(element: _Element) -> str:
    """Return the heading as printed, else the usual one for what has content but no heading."""
    printed = " ".join(filter(None, map(text_of, _heading_parts(element))))
    usual = _USUAL_TITLES.get(tag_of(element), "")
    # The text is asked for last: it is all that stands below.
    return usual if usual and not printed and text_of(element) else printed


def _heading_parts(element: _Element) -> list[_Element]:
    return [child for child in element if tag_of(child) in ("label", "title")]
