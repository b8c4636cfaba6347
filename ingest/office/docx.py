"""Read a Word document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as LINK
from docx.opc.part import Part as PackagePart
from docx.oxml.parser import parse_xml
from docx.package import Package
from docx.parts.document import DocumentPart
from lxml.etree import LxmlError, _Element

from corpus.errors import RefusedFile
from corpus.paper import Document, SectionKind
from corpus.section_kind import kind_of
from ingest.assemble import Block, assemble
from ingest.html.blocks import arranged
from ingest.office.facts import Stated, paper_of, stated_title
from ingest.office.flow import Item, Table, flow, read_notes
from ingest.office.headings import heading_levels
from ingest.office.package import WORD, open_package
from ingest.office.paragraph import Fields, Paragraph
from ingest.office.parts import parts_of
from ingest.office.references import is_citation
from ingest.office.styles import Style, paragraph_styles

_TITLE_WITHIN = 8
"""Paragraphs from the start among which the title is."""


def read_docx(path: Path) -> Document:
    """Return the document in a Word file: the text as it reads with all tracked changes accepted.

    Comments, page headers and page footers are left out. Footnotes and endnotes stand at the
    end; where most of them name published works they are a reference list.
    """
    word = read_word(path)
    items, stated, notes = word.items, word.stated, word.notes
    title = _title(items, stated)
    blocks = [*arranged(parts_of(items, title), title), *notes]
    if not blocks:
        reason = "holds no text (are its pages pictures?); give a file with the paper's text"
        raise RefusedFile(str(path), reason)
    paper = paper_of(path, stated, title, blocks)
    kinds = {block.kind for block in blocks}
    only_abstract = "abstract" in kinds <= {"front", "abstract", "back", "references"}
    return assemble(replace(paper, origin="abstract" if only_abstract else "full text"), blocks)


@dataclass(frozen=True)
class Word:
    """What is printed in a Word file, in its order."""

    items: list[Item]
    stated: Stated
    notes: list[Block]
    """The footnotes and endnotes, under a heading; empty where there are none."""


def read_word(path: Path) -> Word:
    """Return the paragraphs, tables and notes of a Word file; RefusedFile where it is none."""
    try:
        word, stated = _open(path)
        styles = paragraph_styles(word.styles.element)
        items = list(flow(word.element.body, styles, Fields()))
        return Word(items, stated, _notes(word, styles, items))
    except RecursionError as error:
        reason = "its parts are nested hundreds deep, as no article is; save it again as .docx"
        raise RefusedFile(str(path), reason) from error


def _open(path: Path) -> tuple[WordDocument, Stated]:
    package = open_package(path, WORD)
    try:
        part = cast("DocumentPart", Package.open(package).main_document_part)
        word: WordDocument = part.document
        if word.element.body is None or word.styles.element is None:
            raise ValueError("no body")
        told = word.core_properties
        stated = Stated(told.title, told.author, told.language)
    except (LxmlError, AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
        # What python-docx raises, where a part is not what its name says.
        reason = "damaged inside, a part is not what it should be; open it in Word and save it"
        raise RefusedFile(str(path), reason) from error
    return word, stated


def _notes(word: WordDocument, styles: dict[str, Style], items: Sequence[Item]) -> list[Block]:
    """Return the notes that are called in the text, in the order of their calls."""
    texts: dict[str, str] = {}
    for note, link in (("footnote", LINK.FOOTNOTES), ("endnote", LINK.ENDNOTES)):
        for part in _linked(word, link):
            texts |= read_notes(part, note, styles)
    called = dict.fromkeys(note for item in items for note in item.notes)
    notes = [texts[note] for note in called if texts.get(note)]
    if not notes:
        return []
    cited = sum(map(is_citation, notes)) * 2 > len(notes)
    kind: SectionKind = "references" if cited else "back"
    return [Block("Notes", heading=True, kind=kind), *(Block(note, kind=kind) for note in notes)]


def _linked(word: WordDocument, link: str) -> Iterator[_Element]:
    for relation in word.part.rels.values():
        if relation.reltype == link and not relation.is_external:
            yield parse_xml(cast("PackagePart", relation.target_part).blob)


def _title(items: Sequence[Item], stated: Stated) -> str:
    """Return the title: by its style, by the properties, or by its look and place."""
    paragraphs = [item for item in items if isinstance(item, Paragraph) and item.text]
    titled = next((one.text for one in paragraphs if one.style.is_title), None)
    if titled or not paragraphs:
        return titled or ""
    printed = stated_title(stated, [one.text for one in paragraphs])
    return printed or _first_line(items)


def _first_line(items: Sequence[Item]) -> str:
    """Return the first heading or line in bold that names no section; else the first line."""
    opening: list[Paragraph] = []
    levels = heading_levels(items)
    for item, level in zip(items, levels, strict=True):
        if isinstance(item, Table) or len(opening) == _TITLE_WITHIN:
            break
        if item.text and level and kind_of(item.text):
            break
        if item.text:
            opening.append(item)
    marked = [one for one in opening if (one.level or one.bold) and len(one.text.split()) > 2]
    return (marked or opening)[0].text if opening else ""
