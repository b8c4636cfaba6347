"""Make the abstract in a reference a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.paper import Document
from corpus.references.markup import plain, without_tags
from corpus.section_kind import kind_of
from ingest.assemble import Block, assemble
from ingest.references.reference import Reference

_HEADING = r"(?:jats:)?(?:title|label|strong|bold|b|h[1-6])"
_TITLE = re.compile(rf"<{_HEADING}(?:\s[^<>]*)?>([^<>]{{1,80}})</{_HEADING}>:?", re.IGNORECASE)
_BREAK = re.compile(r"<(?:jats:)?/?(?:p|br|div|sec|title)\b[^<>]*>|\n[ \t]*\n", re.IGNORECASE)
# At the start of a paragraph, of a line or behind a sentence.
_LABEL = re.compile(
    r"(?:^|(?<=[.?!)\u201d\"])\s+|\n[ \t]*)"
    r"(?P<label>[A-Z][A-Za-z]+(?:[ /&,-]+[A-Za-z]+){0,6})\s*:(?:\s+|$)"
)


def reference_document(reference: Reference, file_name: str) -> Document | None:
    """Return the abstract of a reference as a document; None where it has none.

    The labels of a structured abstract are its headings.
    """
    blocks = list(_blocks(reference.abstract or ""))
    if not any(not block.heading for block in blocks):
        return None
    return assemble(replace(reference.paper, file_name=file_name), blocks)


def _blocks(abstract: str) -> Iterator[Block]:
    opened = False
    for paragraph in _BREAK.split(_TITLE.sub(_as_label, abstract)):
        for label, text in _parts(without_tags(paragraph)):
            if kind_of(label) == "abstract":
                label = ""
            if label or (text and not opened):
                yield Block(label or "Abstract", heading=True, kind="abstract")
                opened = True
            if text:
                yield Block(text, kind="abstract")


def _as_label(title: re.Match[str]) -> str:
    """Return a heading in markup as one in text, where it is a heading of the field's."""
    words = plain(title[1]).rstrip(":. ")
    return f"\n\n{words}: " if _is_label(words) else title[0]


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield each label of a paragraph with the text behind it; an empty one before the first."""
    found = [label for label in _LABEL.finditer(text) if _is_label(label["label"])]
    ends = [label.start() for label in found[1:]] + [len(text)]
    before = plain(text[: found[0].start()] if found else text)
    if before:
        yield "", before
    for label, end in zip(found, ends, strict=True) if found else ():
        yield label["label"].capitalize(), plain(text[label.end() : end])


def _is_label(words: str) -> bool:
    """Say whether words name a part of an abstract: in capitals, or by the field's terms."""
    return (words.isupper() and len(words) > 4) or kind_of(words) is not None
