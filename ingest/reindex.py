"""Rebuild passages and vectors from the texts in the catalog, with the present model."""

from __future__ import annotations

from collections.abc import Callable

from corpus.library import Library
from ingest.split import split


def reindex(library: Library, progress: Callable[[int, int], None]) -> int:
    """Split and embed every text anew, and return how many passages there are now.

    A text is out of search until all of it is embedded again. When this is cut off, running it
    again, or `evidence check`, goes on with what is left.
    """
    with library.writer(settle=False):
        texts = [text for text in library.catalog.texts() if text.state != "removing"]
        library.adopt_model()
        for text in texts:
            document = library.document(text.paper_id, text.origin)
            paper = library.catalog.paper(text.paper_id)
            if document and paper:
                passages = split(document, library.embedder)
                library.catalog.replace_passages(paper, text.origin, passages)
        for done, text in enumerate(texts, start=1):
            library.finish(text)
            progress(done, len(texts))
    return library.passage_count
