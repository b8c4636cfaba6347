"""Rebuild passages and vectors from the texts in the catalog, with the present model."""

from __future__ import annotations

from collections.abc import Callable

from corpus.library import Library
from ingest.split import split


def reindex(library: Library, progress: Callable[[int, int], None]) -> int:
    """Split and embed every text anew, and return how many passages there are now.

    A text is out of search until all of it is embedded again. When this is cut off, the library
    opens for nothing else until it is run again, for its passages may be those of another model.
    """
    with library.writer(settle=False) as writer:
        texts = writer.begin_rebuilding()
        # Where versions before this one kept what they had embedded.
        for old in library.folder.glob("embedded.sqlite*"):
            old.unlink()
        for done, text in enumerate(texts, start=1):
            document = library.document(text.paper_id, text.origin)
            paper = library.catalog.paper(text.paper_id)
            if document and paper:
                passages = split(document, library.embedder)
                library.catalog.replace_passages(paper, text.origin, passages)
                writer.settle_text(text)
            progress(done, len(texts))
        writer.end_rebuilding()
    return library.passage_count
