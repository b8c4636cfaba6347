"""The library that a set with a corpus brings: built once beside the runs, and used again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from corpus.embed import open_model
from corpus.library import Library
from corpus.settings import settings_from
from eval.beir import Entry, read_corpus
from ingest.collection import CollectionText, fill


def has_corpus(folder: Path) -> bool:
    """Say whether a set is a folder with a corpus of its own (BEIR)."""
    return (folder / "corpus.jsonl").is_file()


def collection_library(
    folder: Path, runs: Path, tell: Callable[[int, int], None]
) -> tuple[Library, Mapping[str, str]]:
    """Return the library of a folder's corpus, and the paper id of each of its documents.

    It is kept beside the runs under the corpus's name and digest, so that one which has changed
    gets a library of its own; what a library holds already is not embedded again.
    """
    digest = hashlib.sha256((folder / "corpus.jsonl").read_bytes()).hexdigest()[:8]
    beside = runs / f"{folder.resolve().name}-library-{digest}"
    texts = {entry.id: CollectionText(entry.title, entry.text) for entry in read_corpus(folder)}
    settings = settings_from()
    library = Library(replace(settings, library=beside), open_model(settings.model))
    fill(library, list(texts.values()), tell)
    return library, {name: text.paper_id for name, text in texts.items()}


def entries_of(library: Library) -> Iterator[Entry]:
    """Yield the papers of a library with the text closest to each of them."""
    for paper_id, paper in library.papers().items():
        document = library.document(paper_id, paper.origin)
        if document is not None:
            yield Entry(paper_id, paper.title, document.text)
