"""Embed what is stored of texts: their passages, their sentences and the words that are new."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from corpus.embed import Embedder, contextual_text
from corpus.paper import Paper, Passage
from corpus.paper_sentences import sentences_of
from corpus.sentence_table import EmbeddedPassage
from corpus.stored_vectors import Vector
from corpus.vocabulary import vocabulary_of


@dataclass(frozen=True)
class EmbeddedTexts:
    """The vectors of some texts, in the order of their passages."""

    passages: Vector
    """*Shape:* (passages, dimension)."""
    sentences: Sequence[EmbeddedPassage]
    vocabulary: Mapping[str, Vector]
    """The words that the library did not know yet."""


def embedded(
    passages: Sequence[tuple[Paper, Passage]],
    embedder: Embedder,
    lacking: Callable[[Collection[str]], list[str]],
) -> EmbeddedTexts:
    """Return the vectors of passages with their sentences; `lacking` tells which words are new.

    A passage is embedded behind its title and heading. A sentence is embedded by itself, and
    where it says something by itself also behind its title, which tells what it is about.
    """
    found = [list(sentences_of(passage)) for _, passage in passages]
    alone: list[str] = []
    titled: list[str] = []
    for (paper, passage), sentences in zip(passages, found, strict=True):
        for one in sentences:
            text = passage.text[one.span.start : one.span.end]
            alone.append(text)
            if one.role != "fragment":
                titled.append(contextual_text(paper.title, "", text))
    whole = [contextual_text(paper.title, one.section, one.text) for paper, one in passages]
    words = lacking(vocabulary_of(passage.text for _, passage in passages))
    # All at once: texts of like length are embedded together, whatever they are.
    rows = embedder.embed([*whole, *alone, *titled, *words])
    ends = (len(whole), len(whole) + len(alone), len(rows) - len(words))
    of_alone, of_titled = iter(rows[ends[0] : ends[1]]), iter(rows[ends[1] : ends[2]])
    return EmbeddedTexts(
        rows[: ends[0]],
        [
            EmbeddedPassage(
                passage.passage_id,
                sentences,
                [next(of_alone) for _ in sentences],
                [None if one.role == "fragment" else next(of_titled) for one in sentences],
            )
            for (_, passage), sentences in zip(passages, found, strict=True)
        ],
        dict(zip(words, rows[ends[2] :], strict=True)),
    )
