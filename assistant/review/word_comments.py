"""A copy of a Word document with the remarks as its own comments."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from assistant.review.comment import AUTHOR, INITIALS, comment_text
from assistant.review.remark import Remark


def commented_word(path: Path, remarks: Sequence[Remark]) -> bytes:
    """Return the document with a comment at each remark; comments that it had stay."""
    word = docx.Document(str(path))
    places = [(paragraph, _plain(paragraph.text)) for paragraph in _paragraphs(word)]
    begun = 0
    for remark in remarks:
        found = _find(places, _plain(remark.statement.text), begun)
        paragraph = places[found][0] if found is not None else places[0][0]
        begun = found or begun
        runs = paragraph.runs or [paragraph.add_run()]
        told = comment_text(remark)
        if found is None:
            told = f"{remark.statement.place.words}: “{remark.statement.text}”\n{told}"
        word.add_comment(runs, text=told, author=AUTHOR, initials=INITIALS)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _paragraphs(word: Word) -> Iterator[Paragraph]:
    """Yield the paragraphs in their order, those in tables and controls as well."""
    for element in word.element.body.iter(qn("w:p")):
        yield Paragraph(element, word._body)


def _find(places: Sequence[tuple[Paragraph, str]], text: str, begun: int) -> int | None:
    """Return the place of a statement, at or after that of the one before it, else anywhere.

    A row of a table is found by its first cell that says anything.
    """
    first = next((cell for cell in text.split("|") if cell), text)
    order: list[int] = [*range(begun, len(places)), *range(begun)]
    for wanted in (text, first):
        for place in order:
            if wanted and wanted in places[place][1]:
                return place
    return None


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
