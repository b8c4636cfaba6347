"""Keep a paper at hand while it is removed, whole enough to be put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.library import Library
from corpus.paper import Document, Passage
from corpus.records import Held
from corpus.texts import Text
from corpus.writer import Writer


@dataclass(frozen=True)
class KeptText:
    """A text with its original."""

    text: Text
    document: Document
    passages: tuple[Passage, ...]
    content: bytes


@dataclass(frozen=True)
class Kept:
    """Everything that makes a paper."""

    paper_id: str
    records: tuple[Held, ...]
    texts: tuple[KeptText, ...]


def keep(library: Library, paper_id: str) -> Kept:
    """Return what is needed to put a paper back; texts whose original is lost are left out."""
    texts: list[KeptText] = []
    for text in library.texts.of(paper_id):
        document = library.document(text.paper_id, text.origin)
        original = library.original(text.paper_id, text.origin)
        if document is not None and original is not None:
            passages = tuple(library.words.passages_of(text.paper_id, text.origin))
            texts.append(KeptText(text, document, passages, original.read_bytes()))
    return Kept(paper_id, tuple(library.records.of(paper_id)), tuple(texts))


def put_back(writer: Writer, kept: Kept) -> None:
    """Put a paper back, unless it was added again meanwhile."""
    if writer.catalog.paper(kept.paper_id) is not None:
        return
    by_content = {held.record.content: held for held in kept.records}
    for one in kept.texts:
        record = by_content.pop(one.text.content).record
        writer.add(record, one.document, one.passages, one.content, one.text.source)
    _note(writer, list(by_content.values()))


def _note(writer: Writer, records: Sequence[Held]) -> None:
    writer.catalog.note([(held.record, held.paper_id, held.origin) for held in records])
