"""Read the TEI that GROBID makes of a paper into a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from lxml.etree import _Element

from corpus.errors import RefusedFile
from corpus.paper import Document, SectionKind
from corpus.section_kind import kind_of
from ingest.assemble import Block, assemble
from ingest.captions import captioned
from ingest.tei.front import read_header
from ingest.tei.text import tag_of, text_of

_BACK_TITLES = {
    "acknowledgement": "Acknowledgements",
    "funding": "Funding",
    "availability": "Data availability",
    "contribution": "Author contributions",
    "conflict": "Competing interests",
}
_MAIN_NAMES = re.compile(r"introduction|background|method|result|discussion|conclusion|limitation")
# Headings of a journal's typesetter and of its running title, which no author wrote.
_TYPESETTER = re.compile(r"\W*|XSL\W*FO|RenderX|(?=.* \| ).*", re.IGNORECASE)
_NO_PAGE = "(page number not for citation purposes)"


def tei_document(path: Path, root: _Element) -> Document:
    """Return the document under the root of an opened file, its reference list left out."""
    try:
        return _document(path, root)
    except RecursionError as error:
        reason = "its elements are nested hundreds deep, as no article is; run GROBID again"
        raise RefusedFile(str(path), reason) from error


def _document(path: Path, root: _Element) -> Document:
    abstract = list(_abstract_blocks(root))
    body = list(_body_blocks(root.findall("text/body")))
    if not abstract and not body:
        reason = "the TEI has neither a body nor an abstract; run GROBID on the full text again"
        raise RefusedFile(str(path), reason)
    blocks = [*abstract, *body, *_back_blocks(root)]
    paper = read_header(root, "\n".join(block.text for block in blocks), path.name)
    return assemble(paper, blocks)


def _abstract_blocks(root: _Element) -> Iterator[Block]:
    for abstract in root.iterfind("teiHeader/profileDesc/abstract"):
        blocks = [one for part in abstract for one in _paragraphs(part, "abstract")]
        if blocks and not (blocks[0].heading and kind_of(blocks[0].text) == "abstract"):
            yield Block("Abstract", heading=True, kind="abstract")
        yield from blocks


def _body_blocks(bodies: Sequence[_Element]) -> Iterator[Block]:
    """Yield the sections, each with the figures and tables that it is the first to name."""
    parts = [part for body in bodies for part in body]
    sections = [part for part in parts if tag_of(part) not in ("figure", "note")]
    figures = [part for part in parts if tag_of(part) == "figure"]
    kinds = _kinds(sections)
    waiting = {_name(figure): figure for figure in figures if _name(figure)}
    here: list[_Element] = []
    for place, (section, kind) in enumerate(zip(sections, kinds, strict=True)):
        here.extend(waiting.pop(name) for name in _named(section) if name in waiting)
        yield from _paragraphs(section, kind)
        # A section that has no heading of its own goes on with the one before it.
        if place + 1 == len(sections) or _heading(sections[place + 1]):
            yield from chain.from_iterable(map(_figure_blocks, here))
            here.clear()
    rest = [figure for figure in figures if not _name(figure) or _name(figure) in waiting]
    yield from chain.from_iterable(map(_figure_blocks, rest))


def _name(figure: _Element) -> str:
    return figure.get("{http://www.w3.org/XML/1998/namespace}id", "")


def _named(section: _Element) -> Iterator[str]:
    """Yield the names of the figures and tables that a section points to, each one once."""
    refs = [ref for ref in section.iter("ref") if ref.get("type") in ("figure", "table")]
    yield from dict.fromkeys(ref.get("target", "").removeprefix("#") for ref in refs)


def _heading(section: _Element) -> str:
    head = section.find("head")
    text = text_of(head) if head is not None else ""
    return "" if _TYPESETTER.fullmatch(text) else text


def _kinds(sections: Sequence[_Element]) -> list[SectionKind]:
    """Return the kind of each section; they follow each other without telling their rank.

    "Participants" and "Outcomes" open a part of the paper only where it has no "Methods" or
    "Results". What stands before the first heading of a paper with methods is introduction.
    """
    headings = [_heading(section) for section in sections]
    main = {kind_of(heading) for heading in headings if _MAIN_NAMES.search(heading.lower())}
    kind: SectionKind = "introduction" if {"methods", "results"} & main else "body"
    leaves: tuple[SectionKind, ...] = ("table", "figure", "back", "abstract")
    if kind == "body":
        leaves = (*leaves, "introduction")
    kinds: list[SectionKind] = []
    for section, heading in zip(sections, headings, strict=True):
        named = kind_of(heading)
        own = _MAIN_NAMES.search(heading.lower()) is not None or named not in main
        nested = _is_nested(section) and kind not in ("body", "introduction")
        inner = nested and named not in ("discussion", "limitations", "conclusion", "back")
        if heading and named and own and not inner and not (named == "back" and kind == "methods"):
            kind = named
        elif heading and named is None and kind in leaves:
            kind = "body"
        kinds.append(kind)
    return kinds


def _is_nested(section: _Element) -> bool:
    """Say whether a section is numbered as part of another one, as in "2.1"."""
    head = section.find("head")
    return head is not None and re.search(r"\d\.\d", head.get("n", "")) is not None


def _paragraphs(element: _Element, kind: SectionKind) -> Iterator[Block]:
    """Yield the blocks of a division; text beside its paragraphs is paragraphs too."""
    tag = tag_of(element)
    if tag in ("div", "list", "figDesc"):
        heading = _heading(element)
        if heading:
            yield Block(heading, heading=True, kind=kind)
        yield from _unless_blank(" ".join((element.text or "").split()), kind)
        for child in element:
            if tag_of(child) != "head":
                yield from _paragraphs(child, kind)
            yield from _unless_blank(" ".join((child.tail or "").split()), kind)
    elif tag == "figure":
        yield from _figure_blocks(element)
    elif tag not in ("", "listBibl", "listOrg"):
        yield from _unless_blank(text_of(element), kind)


def _unless_blank(text: str, kind: SectionKind) -> Iterator[Block]:
    if text:
        yield Block(text, kind=kind)


def _figure_blocks(figure: _Element) -> Iterator[Block]:
    """Yield the heading of a figure or table, its description, its rows and its notes."""
    kind: SectionKind = "table" if figure.get("type") == "table" else "figure"
    head, label = (figure.find(name) for name in ("head", "label"))
    printed = text_of(head).rstrip(" .:") if head is not None else ""
    number = text_of(label) if label is not None else ""
    name = printed or " ".join(filter(None, (kind.capitalize(), number)))
    described = [one for part in figure.findall("figDesc") for one in _paragraphs(part, kind)]
    said = described.pop(0).text if described and not described[0].heading else ""
    heading, rest = captioned(name, said)
    yield Block(heading, heading=True, kind=kind)
    yield from _unless_blank(rest, kind)
    yield from described
    for part in figure:
        if tag_of(part) == "table":
            for row in part.iter("row"):
                cells = [text_of(cell) for cell in row.iterfind("cell")]
                yield from _unless_blank(
                    " ".join(" | ".join(cells).split()) if any(cells) else "", kind
                )
        elif tag_of(part) not in ("head", "label", "graphic", "figDesc"):
            yield from _paragraphs(part, kind)


def _back_blocks(root: _Element) -> Iterator[Block]:
    """Yield acknowledgements, statements and appendices, and then the footnotes."""
    for part in root.iterfind("text/back/div"):
        if part.get("type") == "references":
            continue
        usual = _BACK_TITLES.get(part.get("type", ""), "Appendix")
        blocks = list(_paragraphs(part, "back"))
        if blocks and not blocks[0].heading:
            yield Block(usual, heading=True, kind="back")
        yield from blocks
    notes = list(_footnotes(root))
    if notes:
        yield Block("Notes", heading=True, kind="back")
    yield from notes


def _footnotes(root: _Element) -> Iterator[Block]:
    """Yield the footnotes; what repeats with another page number is the foot of the pages."""
    notes = [text_of(note) for note in root.iterfind("text//note") if _is_foot(note)]
    alike = Counter(re.sub(r"\d+", "", note) for note in notes)
    for note in notes:
        if note and note != _NO_PAGE and alike[re.sub(r"\d+", "", note)] == 1:
            yield Block(note, kind="back")


def _is_foot(note: _Element) -> bool:
    parent = note.getparent()
    return parent is not None and tag_of(parent) in ("body", "text", "back")
