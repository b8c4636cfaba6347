"""Part a message into what may be its question: the whole, and what is left without its frame."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.text.sentences import sentence_spans

_CLAUSE = re.compile(r"(?<=[?!:;])\s+|\s+[–—-]\s+")
_ENDED = re.compile(r"[.?!:;][\"'”’)\]]*$")
_MOST_PARTS = 8
"""Of a longer message only its sentences and the whole are tried."""


def readings(message: str) -> tuple[str, ...]:
    """Return the whole message, then its sentences and clauses and what begins or ends with them.

    People greet, thank, introduce themselves and tell the occasion before, behind or between what
    they ask. Which reading is meant is for the judge: the one that the library answers best.
    Each ends like a question, so that one typed without a question mark is read as one with it.
    """
    parts = list(_parts(message))
    count = len(parts)
    longer = range(2, count) if count <= _MOST_PARTS else ()
    runs = [
        *parts,
        *(" ".join(parts[:size]) for size in longer),
        *(" ".join(parts[-size:]) for size in longer),
    ]
    return tuple(dict.fromkeys(map(_asked, [message, *runs])))


def _parts(message: str) -> Iterator[str]:
    for span in sentence_spans(message):
        for part in _CLAUSE.split(message[span.start : span.end]):
            if re.search(r"\w", part):
                yield part.strip()


def _asked(text: str) -> str:
    return text if _ENDED.search(text) else f"{text}?"
