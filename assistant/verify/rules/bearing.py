"""Find the sentences of the passages that bear on a sentence, the nearest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.verify.rules.agreement import same
from assistant.verify.rules.figures import figures
from assistant.verify.rules.tokens import Token, stems, tokens
from corpus.embedding_cache import Embedding
from corpus.text.sentences import Span, sentence_spans

_MOST = 3
"""Sentences of the passages that one written sentence may draw together."""
_ADDS = 0.15
"""Share of the sentence's wording that a further one must add."""
_HALF_AS_NEAR = 0.6


@dataclass(frozen=True)
class Held:
    """One sentence of the passages."""

    passage: int
    """Counts from 0."""
    span: Span
    text: str
    read: tuple[Token, ...]
    similarity: float
    """Cosine with the sentence that is checked."""
    covered: float
    """Share of that sentence's wording, from 0 to 1."""
    figures: float
    """Share of that sentence's figures, from 0 to 1; 0 where it has none."""

    @property
    def nearness(self) -> float:
        """From wording, meaning and figures together."""
        return 0.5 * self.covered + 0.5 * self.similarity + 0.1 * self.figures


@dataclass(frozen=True)
class Bearing:
    """What of the passages a sentence rests on."""

    sentences: tuple[Held, ...]
    """The nearest first; those after it add what it leaves out."""
    others: tuple[Held, ...]
    covered: float
    """Share of the sentence's wording and figures that the sentences have together."""

    @property
    def all(self) -> tuple[Held, ...]:
        """Every sentence of the passages, the nearest first."""
        return (*self.sentences, *self.others)


def bearing(sentence: str, passages: Sequence[str], embedder: Embedding) -> Bearing:
    """Return what bears on a sentence; nothing where the passages hold no sentence."""
    held = _held(sentence, passages, embedder)
    if not held:
        return Bearing((), (), 0.0)
    weights = _weights(sentence, held)
    whole = sum(weights.values())
    ranked = sorted(held, key=lambda one: (-round(one.nearness, 3), one.passage, one.span.start))
    chosen = [ranked[0]]
    covered = stems(ranked[0].read) & weights.keys()
    for _ in range(_MOST - 1):
        rest = [one for one in ranked if one not in chosen]
        new = [(stems(one.read) & weights.keys()) - covered for one in rest]
        gains = [sum(weights[name] for name in names) for names in new]
        best = max(range(len(rest)), key=lambda place: gains[place], default=None)
        if best is None or gains[best] < _ADDS * whole or not _is_near(rest[best], ranked[0]):
            break
        chosen.append(rest[best])
        covered |= stems(rest[best].read) & weights.keys()
    got = sum(weights[name] for name in covered)
    numbers = figures(sentence)
    there = [other for one in chosen for other in figures(one.text)]
    got += sum(any(same(one, other) for other in there) for one in numbers)
    whole += len(numbers)
    others = tuple(one for one in ranked if one not in chosen)
    return Bearing(tuple(chosen), others, got / whole if whole else 0.0)


def _is_near(one: Held, nearest: Held) -> bool:
    return one.nearness >= _HALF_AS_NEAR * nearest.nearness


def _held(sentence: str, passages: Sequence[str], embedder: Embedding) -> list[Held]:
    places = [
        (number, span, passage[span.start : span.end])
        for number, passage in enumerate(passages)
        for span in sentence_spans(passage)
    ]
    if not places:
        return []
    asked, *vectors = embedder.embed([sentence, *(text for _, _, text in places)])
    wanted = stems(tokens(sentence))
    return [
        # Rounded, because the last digits of a vector vary with the batch it is computed in.
        Held(
            number,
            span,
            text,
            tokens(text),
            round(float(vector @ asked), 3),
            len(wanted & stems(tokens(text))) / len(wanted) if wanted else 0.0,
            _share_of_figures(sentence, text),
        )
        for (number, span, text), vector in zip(places, vectors, strict=True)
    ]


def _share_of_figures(sentence: str, text: str) -> float:
    wanted, there = figures(sentence), figures(text)
    borne = [any(same(one, other) for other in there) for one in wanted]
    return sum(borne) / len(borne) if borne else 0.0


def _weights(sentence: str, held: Sequence[Held]) -> dict[str, float]:
    """Return how much each stem of the sentence counts: what all passages say counts less."""
    counts = Counter(name for one in held for name in stems(one.read))
    return {name: 1 / (1 + counts[name] / len(held)) for name in stems(tokens(sentence))}
