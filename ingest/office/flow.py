"""Go through a Word document in its order: paragraphs, tables, text boxes, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml.etree import _Element

from ingest.office.equation import equation
from ingest.office.names import below, full, name_of, shown_children, value, whole
from ingest.office.paragraph import Fields, Paragraph, read_paragraph
from ingest.office.styles import Style

_LEFT_OUT = frozenset({"w:del", "w:moveFrom", "w:sectPr", "w:sdtPr", "w:tblPr", "w:tblGrid"})
_REFERENCE_TAG = re.compile(r"mendeley_bibliography|citavibibliography|zotero_bibl", re.IGNORECASE)
_LONGEST_REPEATED = 80
"""Characters of a cell over several rows that each of them repeats: a name, but no prose."""
_LAYOUT_WORDS = 200
_MOST_COLUMNS = 1000


@dataclass(frozen=True)
class Table:
    """A table of Word, one line of text for each row."""

    rows: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """The footnotes called in it, as "footnote 2"."""


Item = Paragraph | Table


def flow(element: _Element, styles: dict[str, Style], fields: Fields) -> Iterator[Item]:
    """Yield what is printed below an element; of tracked changes, what they lead to."""
    begun: Paragraph | None = None
    for item in _items(element, styles, fields):
        if begun is not None and isinstance(item, Paragraph):
            text = " ".join(filter(None, (begun.text, item.text)))
            item = replace(item, text=text, notes=(*begun.notes, *item.notes))
        elif begun is not None:
            yield begun
        begun = item if isinstance(item, Paragraph) and item.goes_on else None
        if begun is None and not (isinstance(item, Paragraph) and not (item.text or item.notes)):
            yield item
    if begun is not None:
        yield begun


def _items(element: _Element, styles: dict[str, Style], fields: Fields) -> Iterator[Item]:
    for child in shown_children(element):
        name = name_of(child)
        if name == "w:p":
            paragraph = read_paragraph(child, styles, fields)
            yield paragraph
            for box in paragraph.boxes:
                yield from flow(box, styles, Fields())
        elif name == "w:tbl":
            yield from _table(child, styles, fields)
        elif name == "w:sdt":
            yield from _control(child, styles, fields)
        elif name == "m:oMathPara":
            yield Paragraph(" ".join(equation(child).split()))
        elif name and name not in _LEFT_OUT:
            yield from _items(child, styles, fields)


def _control(element: _Element, styles: dict[str, Style], fields: Fields) -> Iterator[Item]:
    """Yield what a content control holds; some hold the contents or the reference list."""
    settings = below(element, "w:sdtPr")
    gallery = value(settings, "w:docPartObj", "w:docPartGallery")
    listed = (
        gallery == "Bibliographies"
        or below(settings, "w:bibliography") is not None
        or _REFERENCE_TAG.search(value(settings, "w:tag") or "")
    )
    content = below(element, "w:sdtContent")
    if content is None or gallery == "Table of Contents":
        return
    for item in _items(content, styles, fields):
        marked = listed and isinstance(item, Paragraph) and not item.level
        yield replace(item, reference=True) if marked and isinstance(item, Paragraph) else item


def _table(element: _Element, styles: dict[str, Style], fields: Fields) -> Iterator[Item]:
    """Yield a table; one that only arranges the page is read as what is in its cells."""
    rows: list[list[tuple[_Element, list[Item]]]] = []
    for row in _within(element, "w:tr"):
        if below(row, "w:trPr", "w:del") is None:
            cells = [cell for cell in _within(row, "w:tc") if not _is_deleted(cell)]
            rows.append([(cell, list(flow(cell, styles, fields))) for cell in cells])
    contents = [items for row in rows for _, items in row]
    if len(contents) == 1 or any(map(_is_layout, contents)):
        for items in contents:
            yield from items
        return
    lines = [line for line in _lines(rows) if line.strip(" |")]
    if lines:
        yield Table(
            tuple(lines), tuple(n for items in contents for one in items for n in one.notes)
        )


def _within(element: _Element, name: str) -> Iterator[_Element]:
    """Yield the rows of a table or the cells of a row, wherever an edit or control holds them."""
    for child in shown_children(element):
        if name_of(child) == name:
            yield child
        elif name_of(child) in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml"):
            yield from _within(child, name)


def _is_deleted(cell: _Element) -> bool:
    return below(cell, "w:tcPr", "w:cellDel") is not None


def _is_layout(items: Sequence[Item]) -> bool:
    paragraphs = [item for item in items if isinstance(item, Paragraph)]
    words = sum(len(paragraph.text.split()) for paragraph in paragraphs)
    headed = any(paragraph.level for paragraph in paragraphs) and len(paragraphs) > 1
    return headed or (len(paragraphs) > 2 and words > _LAYOUT_WORDS)


def _lines(rows: Sequence[Sequence[tuple[_Element, list[Item]]]]) -> Iterator[str]:
    """Yield the cells of each row in one line; a name beside several rows stands in each."""
    above: dict[int, str] = {}
    for row in rows:
        texts: list[str] = []
        column = 0
        for cell, items in row:
            text = " ".join(_words(items).split())
            settings = below(cell, "w:tcPr")
            merged = below(settings, "w:vMerge") is not None
            if merged and value(settings, "w:vMerge") != "restart":
                text = text or above.get(column, "")
            above[column] = text if merged and len(text) <= _LONGEST_REPEATED else ""
            texts.append(text)
            column += min(whole(value(settings, "w:gridSpan"), 1), _MOST_COLUMNS)
        yield " ".join(" | ".join(texts).split())


def _words(items: Sequence[Item]) -> str:
    return " ".join(
        item.text if isinstance(item, Paragraph) else "; ".join(item.rows) for item in items
    )


def read_notes(root: _Element, kind: str, styles: dict[str, Style]) -> dict[str, str]:
    """Return the footnotes or endnotes in a part, by their kind and id, as "footnote 2"."""
    notes: dict[str, str] = {}
    for note in root.iterfind(full(f"w:{kind}")):
        if note.get(full("w:type")) in (None, "normal"):
            text = " ".join(_words(list(flow(note, styles, Fields()))).split())
            notes[f"{kind} {note.get(full('w:id'), '')}"] = text
    return notes
