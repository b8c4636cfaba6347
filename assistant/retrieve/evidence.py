"""Evidence: a passage found for a question, its paper, and the sentences that answer."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.paper import Paper, Passage
from corpus.text.sentences import Span


@dataclass(frozen=True)
class Evidence:
    """A passage that bears on a question."""

    rank: int
    """Counts from 1; in an answer it is the number shown."""
    passage: Passage
    paper: Paper
    score: float
    """Fused from both searches; comparable only within one search."""
    similarity: float
    """Cosine of question and passage."""
    prior: float = 0.0
    """How probable it is, apart from its text, that the paper is asked for; 0 to 1."""
    quotes: tuple[Span, ...] = ()
    """The sentences that answer, as places in the passage's text."""

    @property
    def quote(self) -> str | None:
        """The first sentence that answers; None where none was chosen."""
        if not self.quotes:
            return None
        return self.passage.text[self.quotes[0].start : self.quotes[0].end]
