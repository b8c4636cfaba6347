"""Count what an answer costs: the tokens that a language model reads and writes, and memory."""

from __future__ import annotations

import sys
from collections.abc import Generator

from assistant.generate.models import LanguageModel
from assistant.generate.prompt import Prompt
from corpus.tokens import Tokens


class Counted:
    """A language model whose tokens are counted by the embedding model's tokenizer.

    Each maker counts by a tokenizer of its own, so this is near what is billed and not equal; it
    is the same for every model, which is what a comparison needs.
    """

    def __init__(self, model: LanguageModel, tokens: Tokens) -> None:
        self._model = model
        self._tokens = tokens
        self.name = model.name
        self.sent_to = model.sent_to
        self.tokens = 0

    def stream(self, prompt: Prompt) -> Generator[str, None, None]:
        """Yield the pieces of the text as the model does."""
        self.tokens += self._count(prompt.rules) + self._count(prompt.task)
        written: list[str] = []
        try:
            for piece in self._model.stream(prompt):
                written.append(piece)
                yield piece
        finally:
            self.tokens += self._count("".join(written))

    def _count(self, text: str) -> int:
        return self._tokens.count_tokens([text])[0]


def peak_memory() -> float | None:
    """Return the most that this process has held in memory so far, in MiB; None on Windows."""
    if sys.platform == "win32":
        return None
    import resource  # Not there on Windows.

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
