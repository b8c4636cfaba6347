"""A paper on its way into the library: what was read of it, before it is known whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.originals import content_hash
from corpus.paper import Document, Paper, Passage
from corpus.record import Record, SourceKind


@dataclass(frozen=True)
class Draft:
    """What one source brings: a record of a paper, and a text of it where it has one."""

    shown: str
    """How an outcome names it: a path, or a file and the place in it."""
    record: Record
    content: bytes
    """The original: the file, or the entry in it."""
    source: str
    """Where the original came from, by which a check can fetch it again."""
    document: Document | None = None
    passages: tuple[Passage, ...] = ()
    with_contents: tuple[str, ...] = ()
    """Content hashes of files that the source itself says are of the same paper."""
    updates: bool = False
    """True where the paper has changed already by what comes with it: an older text of the same
    kind was removed, or a service told more of it."""
    asked: bool = False
    """True where it was asked for by its identifier, and is the answer."""
    remark: str = ""
    """What else there is to tell in its outcome."""


def draft_of(
    shown: str,
    kind: SourceKind,
    name: str,
    told: Paper | Document,
    content: bytes,
    source: str,
    passages: tuple[Passage, ...] = (),
    with_contents: tuple[str, ...] = (),
) -> Draft:
    """Return the draft of a document or of a paper that no text is at hand of."""
    paper = told.paper if isinstance(told, Document) else told
    return Draft(
        shown,
        Record(kind, name, content_hash(content), paper),
        content,
        source,
        told if isinstance(told, Document) else None,
        passages,
        with_contents,
    )
