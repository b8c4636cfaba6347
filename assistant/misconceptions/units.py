"""The sentences and clauses of a message, each matched by itself, so that framing dilutes none."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SENTENCES = re.compile(r"(?<=[.?!;])[\"”']?\s+|\s[–—-]\s|:\s+(?=[A-Z\"'])")
_CLAUSES = re.compile(r"(?:,|\(|\))\s+|\s(?=because\b|which is why\b)")
_LEAST_WORDS = {"sentence": 2, "clause": 4}


@dataclass(frozen=True)
class Units:
    """A message in parts."""

    texts: tuple[str, ...]
    """Sentences, then clauses of those that have several, then the whole; none twice."""
    asking: int
    """The place of the sentence that asks: the last with a question mark, else the last."""


def units_of(question: str, whole: str | None = None) -> Units:
    """Return a question in units; `whole` is the question within its conversation."""
    sentences = _parts(_SENTENCES, question, "sentence") or [question]
    clauses: list[str] = []
    for sentence in sentences:
        found = _parts(_CLAUSES, sentence, "clause")
        clauses += found if found != [sentence] else []
    last = whole or question
    texts = [text for text in dict.fromkeys([*sentences, *clauses]) if text != last]
    texts.append(last)
    asks = [sentence for sentence in sentences if sentence.endswith("?")] or sentences
    return Units(tuple(texts), texts.index(asks[-1]) if asks[-1] in texts else len(texts) - 1)


def _parts(where: re.Pattern[str], text: str, kind: str) -> list[str]:
    parts = [part.strip() for part in where.split(text)]
    return [part for part in parts if len(re.findall(r"\w+", part)) >= _LEAST_WORDS[kind]]
