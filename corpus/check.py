"""Check that catalog, words, vectors and originals agree, and repair what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.originals import content_hash
from corpus.starter.records import FIRST_EDITION, LATEST_EDITION, starter_records
from corpus.texts import Text
from corpus.vocabulary import vocabulary_of
from corpus.writer import Writer


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


def find_faults(writer: Writer) -> list[Fault]:
    """Return every disagreement between catalog, words, vectors and originals.

    Give it the writer of `library.writer(settle=False)`, before anything else is done with that:
    a half-added text is one of the faults it finds.
    """
    texts = writer.texts.all()
    # A list, for a repair in the midst of the search would make other faults of it.
    return [
        *_half_done(writer, texts),
        *_vectors(writer, [text for text in texts if text.state == "ready"]),
        *_words(writer),
        *_sentences(writer, [text for text in texts if text.state == "ready"]),
        *_originals(writer, texts),
    ]


def _half_done(writer: Writer, texts: list[Text]) -> Iterator[Fault]:
    for text in texts:
        if text.state != "ready":
            yield Fault(
                f"half-{'added' if text.state == 'adding' else 'removed'} paper",
                f"{text.paper_id} ({text.origin})",
                partial(_done, writer.settle_text, text),
                "",
            )


def _vectors(writer: Writer, ready: list[Text]) -> Iterator[Fault]:
    held = writer.vectors.ids()
    expected: set[str] = set()
    for text in ready:
        passages = writer.words.passages_of(text.paper_id, text.origin)
        ids = {passage.passage_id for passage in passages}
        expected |= ids
        missing = len(ids - held)
        if missing:
            yield Fault(
                "missing vector",
                f"{missing} of {text.paper_id} ({text.origin})",
                partial(_done, writer.settle_text, text),
                "",
            )
    for passage_id in sorted(held - expected - _unready(writer)):
        yield Fault(
            "stray vector",
            passage_id,
            partial(_done, writer.vectors.delete, [passage_id]),
            "",
        )


def _unready(writer: Writer) -> set[str]:
    """Return the passages of half-done texts, whose vectors are another fault's affair."""
    return {
        passage.passage_id
        for text in writer.texts.under_way()
        for passage in writer.words.passages_of(text.paper_id, text.origin)
    }


def _words(writer: Writer) -> Iterator[Fault]:
    for passage in writer.words.unindexed():
        paper = writer.catalog.paper(passage.paper_id)
        if paper is not None:
            yield Fault(
                "passage missing from the word index",
                passage.passage_id,
                partial(_done, writer.words.index, paper, passage),
                "",
            )


def _sentences(writer: Writer, ready: list[Text]) -> Iterator[Fault]:
    lacking = writer.sentences.lacking()
    for text in ready:
        passages = writer.words.passages_of(text.paper_id, text.origin)
        missing = sum(passage.passage_id in lacking for passage in passages)
        words = writer.vocabulary.lacking(vocabulary_of(passage.text for passage in passages))
        if missing or words:
            told = f"sentences of {missing} passages" if missing else f"{len(words)} words"
            yield Fault(
                "missing vector",
                f"{told} of {text.paper_id} ({text.origin})",
                partial(_done, writer.settle_text, text),
                "",
            )


def _originals(writer: Writer, texts: list[Text]) -> Iterator[Fault]:
    for text in texts:
        # A text that is being removed may have lost its original already.
        if text.state != "removing" and not writer.originals.intact(text.content):
            yield Fault(
                "missing original",
                f"{text.paper_id} ({text.source})",
                partial(_restore, writer, text),
                f"add {Path(text.source).name} again",
            )
    for stray in sorted(writer.originals.all() - {text.content for text in texts}):
        yield Fault(
            "original without a paper",
            stray,
            partial(_done, writer.originals.forget, stray),
            "",
        )


def _restore(writer: Writer, text: Text) -> bool:
    """Take the original from where it came, if it is still there and the same."""
    if text.source.startswith("starter:"):
        key = text.source.removeprefix("starter:")
        told = (starter_records(one).get(key, b"") for one in (FIRST_EDITION, LATEST_EDITION))
        content = next((one for one in told if content_hash(one) == text.content), b"")
    else:
        path = Path(text.source)
        content = path.read_bytes() if path.is_file() else b""
    if content_hash(content) != text.content:
        return False
    writer.originals.forget(text.content)
    writer.originals.keep(content)
    return True


def _done(act: Callable[..., object], *arguments: object) -> bool:
    act(*arguments)
    return True
