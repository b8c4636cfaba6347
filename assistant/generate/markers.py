"""Cut a model's text into sentences as it comes, and read the markers in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.text.sentences import Span, sentence_spans

MOST_CHARACTERS = 20_000
"""Of one answer; what a model writes beyond is not read."""
_MARKER = re.compile(
    r"\[\s*\^?\d+(?:\s*[,;–-]\s*\^?\d+)*\s*\]"  # [1], [1, 3], [2-4], [^1]
    r"|【[^】]{0,80}】"  # some models cite like this; none of these numbers are ours
)
_NUMBERS = re.compile(r"\d+(?:\s*[–-]\s*\d+)?")
_LEADING = re.compile(rf"(?:\s*(?:{_MARKER.pattern}))+(?:\s*[.,;])?")
_TIGHT = re.compile(rf"(?<=[.!?])(?=(?:{_MARKER.pattern}))")
_LAYOUT = re.compile(r"^[\s>#*•–-]+(?=\S)|^\s*\d{1,2}[.)]\s+|\*\*|__|`")
_THOUGHT = re.compile(r"<(think|thinking)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Marked:
    """A sentence a model has written, apart from its markers."""

    text: str
    markers: tuple[int, ...]
    """The numbers named that exist, each once, in order."""
    unknown: int
    """How many markers named nothing."""


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Yield each sentence with its markers as soon as it is whole."""
    held, read = "", 0
    for piece in pieces:
        read += len(piece)
        held += piece
        # Between spaces no sentence can end.
        if any(character.isspace() for character in piece):
            whole, held = _cut(held)
            yield from whole
        if read > MOST_CHARACTERS:
            return
    whole, rest = _cut(_THOUGHT.sub("", held) + "\n")
    yield from whole
    if rest.strip():
        yield rest.strip()


def read_markers(sentence: str, count: int) -> Marked:
    """Return a sentence without its markers, of which those from 1 to `count` are known."""
    known: dict[int, None] = {}
    unknown = 0
    for marker in _MARKER.findall(sentence):
        numbers = _NUMBERS.findall(marker) if marker.startswith("[") else []
        found = [number for named in numbers for number in _named(named, count)]
        known.update(dict.fromkeys(found))
        unknown += len(numbers) - len(found) if len(numbers) > len(found) else 0
        unknown += not numbers
    text = re.sub(rf"\s*(?:{_MARKER.pattern})", "", sentence)
    return Marked(" ".join(_LAYOUT.sub("", text).split()), tuple(known), unknown)


def _named(numbers: str, count: int) -> list[int]:
    """Return the known numbers of "3", or of a range such as "2-4"."""
    ends = re.findall(r"\d+", numbers)
    # A number of many digits is none of ours, and Python reads no more than some thousands.
    if any(len(end) > 4 for end in ends):
        return []
    first, last = int(ends[0]), int(ends[-1])
    return [number for number in range(1, count + 1) if first <= number <= last]


def _cut(held: str) -> tuple[list[str], str]:
    """Return the sentences that are whole, and what is left to go on from."""
    held = _THOUGHT.sub("", held) if "</think" in held.lower() else held
    # What a model thinks first is no part of its answer.
    if re.match(r"\s*<think", held, re.IGNORECASE):
        return [], held
    text = _TIGHT.sub(" ", re.sub(r"\s*\n\s*", "\n\n", held))
    end = max(text.rfind(" "), text.rfind("\n"))
    spans = _with_markers(text[: end + 1])
    # The last one may go on, and the one before it may still get its marker.
    kept = spans[:-1]
    if kept and text[spans[-1].start] == "[" and "]" not in text[spans[-1].start :]:
        kept = kept[:-1]
    rest = text[kept[-1].end :] if kept else text
    return [text[span.start : span.end] for span in kept], rest


def _with_markers(text: str) -> list[Span]:
    """Return where the sentences stand, markers after a full stop being part of the sentence."""
    spans: list[Span] = []
    for span in sentence_spans(text):
        leading = _LEADING.match(text, span.start, span.end) if spans else None
        if leading:
            spans[-1] = Span(spans[-1].start, leading.end())
            start = leading.end()
            while start < span.end and text[start].isspace():
                start += 1
            if start == span.end:
                continue
            span = Span(start, span.end)
        spans.append(span)
    return spans
