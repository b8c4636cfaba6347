"""The sentences of a passage: where each stands, in which part of the paper, and its role there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.paper import Passage, SectionKind
from corpus.section_kind import kind_of, plain_heading
from corpus.text.sentences import Span, sentence_spans

Role = Literal[
    "finding",
    "recommendation",
    "definition",
    "limitation",
    "method",
    "sample",
    "aim",
    "cited work",
    "fragment",
]
"""What a sentence does in its paper: `sample` says who was studied, where and how many; `aim`
what was set out to do; `cited work` reports what others found; a `fragment` says nothing by itself
(a heading, a row of a table, half a sentence, thanks)."""

_LEAST_WORDS = 5
_ENDINGS = (".", "?", "!", ".”", '."', ".)")
_AIM = re.compile(
    r"(We|This (study|paper|article|report|analysis)|(The|Our) (aim|objective|purpose|goal)s?)\b"
    r".{0,30}\b(examin|investigat|aim|explor|sought|assess|evaluat|describ|stud|analyz|was to)"
    r"|(\w+ and colleagues|\w+ et al\.|\w+ and \w+|The authors) "
    r"(compared|examined|investigated|explored|assessed|evaluated|studied|analyzed|surveyed)\b",
    re.IGNORECASE,
)
_SAMPLE = re.compile(r"(Population|Setting|Sample|Race or ethnicity): ")
"""The labels of a digest's lines on who was studied, and of structured abstracts."""
_ROLES: dict[SectionKind, Role] = {
    "introduction": "cited work",
    "methods": "method",
    "limitations": "limitation",
    "front": "fragment",
    "references": "fragment",
    "back": "fragment",
}
"""By part of the paper; in every other part a sentence is a finding."""
_OF_DIGEST: dict[str, Role] = {"for teaching": "recommendation", "status": "limitation"}
"""By heading of a digest, whose lines are where its form says."""


@dataclass(frozen=True)
class PaperSentence:
    """A sentence of a passage."""

    span: Span
    """Place in the passage's text."""
    part: SectionKind
    """The part of the paper it stands in, by the nearest heading above it."""
    role: Role


@dataclass(frozen=True)
class StoredSentence:
    """A sentence of a passage with what was settled of it when its paper was added."""

    span: Span
    """Place in the passage's text."""
    part: SectionKind
    role: Role
    alone: NDArray[np.float32]
    """Vector of the sentence by itself. *Shape:* (dimension,)."""
    titled: NDArray[np.float32] | None
    """Vector behind its paper's title; None for a fragment. *Shape:* (dimension,)."""


def sentences_of(passage: Passage) -> Iterator[PaperSentence]:
    """Yield the sentences of a passage in order; together they hold every non-blank character."""
    part, heading = passage.kind, ""
    for span in sentence_spans(passage.text):
        sentence = passage.text[span.start : span.end]
        if not sentence.endswith(_ENDINGS):
            # A heading, or a line of a table, says what the next sentences are about.
            part, heading = kind_of(sentence) or passage.kind, plain_heading(sentence)
            yield PaperSentence(span, part, "fragment")
        elif not _is_whole(sentence):
            yield PaperSentence(span, part, "fragment")
        elif passage.origin == "digest" and heading in _OF_DIGEST:
            yield PaperSentence(span, part, _OF_DIGEST[heading])
        else:
            yield PaperSentence(span, part, _role_of(part, sentence))


def _is_whole(sentence: str) -> bool:
    return len(sentence.split()) >= _LEAST_WORDS and (
        sentence[0].isupper() or sentence[0].isdigit()
    )


def _role_of(part: SectionKind, sentence: str) -> Role:
    role = _ROLES.get(part, "finding")
    if role != "fragment" and _SAMPLE.match(sentence):
        return "sample"
    return "aim" if role != "fragment" and _AIM.match(sentence) else role
