"""Put the documents of a test collection into a library, each as a paper's abstract."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.library import Library
from corpus.originals import content_hash
from corpus.paper import Document, Paper, identify
from corpus.record import Record
from ingest.assemble import Block, assemble
from ingest.split import split

_BATCH = 200
"""Documents embedded at once."""


@dataclass(frozen=True)
class CollectionText:
    """One document of a collection."""

    title: str
    """May be empty."""
    text: str

    @property
    def paper_id(self) -> str:
        """The id by which a library knows it."""
        return identify(None, None, f"{self.title}\n{self.text}")


def fill(
    library: Library,
    texts: Sequence[CollectionText],
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Add to a library the texts that it does not hold yet; `tell` gets how many, of how many."""
    held = library.papers()
    new = [text for text in dict.fromkeys(texts) if text.paper_id not in held]
    with library.writer() as writer:
        for first in range(0, len(new), _BATCH):
            begun = []
            for text in new[first : first + _BATCH]:
                document, record, content = _recorded(text)
                passages = split(document, writer.embedder)
                begun.append(writer.begin(record, document, passages, content, "pool"))
            writer.finish(begun)
            tell(min(first + _BATCH, len(new)), len(new))


def _recorded(text: CollectionText) -> tuple[Document, Record, bytes]:
    """Return a text as a paper's abstract, the record that tells of it, and its content."""
    paper = Paper(text.paper_id, text.title, origin="abstract")
    document = assemble(paper, [Block(text.text, kind="abstract")])
    content = document.text.encode()
    return document, Record("file", "pool", content_hash(content), paper), content
