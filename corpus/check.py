"""Check that catalog, words, vectors and originals agree, and repair what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.catalog import Text
from corpus.library import Library
from corpus.originals import content_hash
from corpus.starter.records import starter_records


@dataclass(frozen=True)
class Fault:
    """One disagreement in a library."""

    kind: str
    subject: str
    """What it is about: a paper, a passage or a file."""
    repair: Callable[[], bool]
    """Mends it; False where that takes a person."""
    remedy: str
    """What a person can do where it cannot be mended."""


def find_faults(library: Library) -> list[Fault]:
    """Return every disagreement between catalog, words, vectors and originals.

    Call it within `library.writer()`, so that nothing changes meanwhile, and before anything else
    there: a half-added text is one of the faults it finds.
    """
    texts = library.catalog.texts()
    # A list, for a repair in the midst of the search would make other faults of it.
    return [
        *_half_done(library, texts),
        *_vectors(library, [text for text in texts if text.state == "ready"]),
        *_words(library),
        *_originals(library, texts),
    ]


def _half_done(library: Library, texts: list[Text]) -> Iterator[Fault]:
    for text in texts:
        if text.state != "ready":
            yield Fault(
                f"half-{'added' if text.state == 'adding' else 'removed'} paper",
                f"{text.paper_id} ({text.origin})",
                partial(_done, library.settle, text),
                "",
            )


def _vectors(library: Library, ready: list[Text]) -> Iterator[Fault]:
    held = library.vectors.ids()
    expected: set[str] = set()
    for text in ready:
        passages = library.words.passages_of(text.paper_id, text.origin)
        ids = {passage.passage_id for passage in passages}
        expected |= ids
        missing = len(ids - held)
        if missing:
            yield Fault(
                "missing vector",
                f"{missing} of {text.paper_id} ({text.origin})",
                partial(_done, library.finish, text),
                "",
            )
    for passage_id in sorted(held - expected - _unready(library)):
        yield Fault(
            "stray vector",
            passage_id,
            partial(_done, library.vectors.delete, [passage_id]),
            "",
        )


def _unready(library: Library) -> set[str]:
    """Return the passages of half-done texts, whose vectors are another fault's affair."""
    return {
        passage.passage_id
        for text in library.catalog.texts()
        if text.state != "ready"
        for passage in library.words.passages_of(text.paper_id, text.origin)
    }


def _words(library: Library) -> Iterator[Fault]:
    for passage in library.words.unindexed():
        paper = library.catalog.paper(passage.paper_id)
        if paper is not None:
            yield Fault(
                "passage missing from the word index",
                passage.passage_id,
                partial(_done, library.words.index, paper, passage),
                "",
            )


def _originals(library: Library, texts: list[Text]) -> Iterator[Fault]:
    for text in texts:
        if not library.originals.intact(text.content):
            yield Fault(
                "missing original",
                f"{text.paper_id} ({text.source})",
                partial(_restore, library, text),
                f"add {Path(text.source).name} again",
            )
    for stray in sorted(library.originals.all() - {text.content for text in texts}):
        yield Fault(
            "original without a paper",
            stray,
            partial(_done, library.originals.forget, stray),
            "",
        )


def _restore(library: Library, text: Text) -> bool:
    """Take the original from where it came, if it is still there and the same."""
    if text.source.startswith("starter:"):
        content = starter_records().get(text.source.removeprefix("starter:"), b"")
    else:
        path = Path(text.source)
        content = path.read_bytes() if path.is_file() else b""
    if content_hash(content) != text.content:
        return False
    library.originals.forget(text.content)
    library.originals.keep(content)
    return True


def _done(act: Callable[..., object], *arguments: object) -> bool:
    act(*arguments)
    return True
