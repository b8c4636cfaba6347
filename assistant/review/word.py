"""Read a Word document as teaching material; its comments are left alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.review.material import BODY, NOTES, TABLE, TITLE, Place, Statement
from assistant.review.parting import statements_in
from assistant.review.slides import Read
from corpus.errors import RefusedFile
from ingest.office.docx import Word, read_word
from ingest.office.flow import Item, Table
from ingest.office.headings import heading_levels


def read_document(path: Path) -> Read:
    """Return what is in the paragraphs, tables and notes of a Word document."""
    word = read_word(path)
    statements = list(_statements(word))
    if not statements:
        reason = "holds no text (are its pages pictures?); give a file with the text itself"
        raise RefusedFile(str(path), reason)
    return statements, [], len(word.items)


def _statements(word: Word) -> Iterator[Statement]:
    heading = ""
    levels = heading_levels(word.items)
    for number, (item, level) in enumerate(zip(word.items, levels, strict=True), start=1):
        headed = level > 0 or (not isinstance(item, Table) and item.style.is_title)
        part = TABLE if isinstance(item, Table) else TITLE if headed else BODY
        above = "" if headed else heading
        for paragraph in _texts(item):
            for text in statements_in(paragraph):
                yield Statement(text, above, Place("paragraph", number, part))
        if headed and not isinstance(item, Table):
            heading = item.text
    for number, block in enumerate(word.notes, start=len(word.items)):
        for text in () if block.heading else statements_in(block.text):
            yield Statement(text, "", Place("paragraph", number, NOTES))


def _texts(item: Item) -> tuple[str, ...]:
    return item.rows if isinstance(item, Table) else (item.text,)
