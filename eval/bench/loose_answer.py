"""Read an answer that came as plain text: its sentences, their markers, whether it declines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.text.sentences import sentence_spans
from eval.outcome import Outcome, Said, Shown

_MARKER = re.compile(r"\[(\d+(?:\s*,\s*\d+)*)\]|\bSource (\d+)\b")
_BEHIND = re.compile(r"([.!?])((?:\s*\(?\[\d+(?:\s*,\s*\d+)*\]\)?)+)")
_DECLINES = re.compile(
    r"\b(cannot|can't|could not|unable to) (answer|provide|find|determine|be (answered|determined))"
    r"|\b(do|does|did) not (contain|provide|mention|address|include|discuss)"
    r"|\bnone of the (\w+ )?(sources|papers|passages)\b|\bno (relevant )?(information|sources)\b"
    r"|\b(sources|papers|contexts?) (are|is) not (helpful|relevant)|\Aempty response\Z",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}|\d[\d.,]*\d|\d")


def loose_outcome(text: str, shown: tuple[Shown, ...]) -> Outcome:
    """Return what a text with markers such as [2] comes to.

    It declines where it is empty, or where its first two sentences say so in one of the usual ways.
    """
    said = tuple(_sentences(text))
    opening = " ".join(one.text for one in said[:2])
    declines = not said or _DECLINES.search(opening) is not None
    return Outcome(
        "declined" if declines else "answered",
        reason=opening if declines else None,
        said=() if declines else said,
        shown=shown,
    )


def quoted_exactly(outcome: Outcome) -> Iterator[bool]:
    """Yield for each citation whether the sentence stands in the passage letter for letter."""
    for said, shown in _citations(outcome):
        yield said.text.rstrip(" .") in shown.text


def words_found(outcome: Outcome) -> Iterator[float]:
    """Yield for each citation the share of the sentence's words and figures in the passage.

    Words of three letters or fewer do not count.
    """
    for said, shown in _citations(outcome):
        words = set(_WORD.findall(said.text.lower()))
        if words:
            yield len(words & set(_WORD.findall(shown.text.lower()))) / len(words)


def _citations(outcome: Outcome) -> Iterator[tuple[Said, Shown]]:
    for said in outcome.said:
        for rank in said.cites:
            if rank in outcome.cited:
                yield said, outcome.cited[rank]


def _sentences(text: str) -> Iterator[Said]:
    # A marker behind the full stop belongs to the sentence before it.
    moved = _BEHIND.sub(r"\2\1", text)
    for span in sentence_spans(moved):
        sentence = moved[span.start : span.end]
        numbers = [
            int(number)
            for found in _MARKER.finditer(sentence)
            for number in re.findall(r"\d+", found.group())
        ]
        plain = re.sub(r"\(\s*\)", "", re.sub(r"\[\d+(?:\s*,\s*\d+)*\]", "", sentence))
        words = re.sub(r"\s+([.,;!?])", r"\1", " ".join(plain.split()))
        if re.search(r"\w", words):
            yield Said(words, tuple(dict.fromkeys(numbers)), verbatim=False, supported=None)
