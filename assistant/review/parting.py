"""Part a paragraph into statements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.text.sentences import sentence_spans

_WHOLE = 45
"""Words up to which a paragraph is one statement: its sentences explain each other."""
_LONGEST = 90
_CASE = re.compile(
    r"\b\d{1,3}[- ](?:year|month|week|day)s?[- ]old\b|\baged? \d{1,3}\b", re.IGNORECASE
)


def statements_in(paragraph: str) -> Iterator[str]:
    """Yield the statements of a paragraph in order, none of them blank.

    A case with its question is one, and so is a short paragraph; a longer one is parted into its
    sentences.
    """
    text = " ".join(paragraph.split())
    words = len(text.split())
    if words <= _WHOLE or (words <= _LONGEST and _CASE.search(text)):
        if re.search(r"[^\W\d_]", text):
            yield text
        return
    for span in sentence_spans(text):
        sentence = text[span.start : span.end]
        if re.search(r"[^\W\d_]", sentence):
            yield sentence
