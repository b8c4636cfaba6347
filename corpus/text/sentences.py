"""Find the sentences of a text and where each one stands.

Our own, and small, because a quotation needs exact offsets and the libraries at hand either look
sentences up by their text, which goes wrong where one occurs twice, or need a downloaded model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"\S(?:.*?\S)?(?=\s*\n\s*\n|\s*\Z)", re.DOTALL)
# A full stop, closing quotes or brackets, perhaps the callout of a reference, then a capital.
# Stops that stand together are tried from the first one only.
_STOP = re.compile(
    r"(?:(?<![.!?])[.!?]+[\"'”’)\]]*|(?<=[^\W\d_])[.!?][\"'”’)\]]*\d{1,3}(?:[,–-]\d{1,3})*)"
    r"\s+(?=[\"'“‘(\[]*[^\Wa-z_])"
)
_WORD = re.compile(r"\w+")
_ABBREVIATIONS = frozenset(
    "al vs cf eg ie e.g i.e dr mr mrs ms prof st jr sr fig figs tab eq eqs ref refs "
    "vol approx ca resp dept univ inc ltd corp sect ed eds suppl viz".split()
)
# After these a capital usually goes on with the sentence, unless it is a word that opens one.
_COUNTRY = frozenset({"u.s", "u.k", "u.n", "d.c", "a.m", "p.m", "ph.d", "m.d"})
# These are abbreviations only before a number: "No. 7", but "The answer is no. We".
_NUMBERED = frozenset({"no", "nos", "p", "pp", "ch"})
_OPENERS = frozenset(
    "The This These Those That In We Our However It Its They There Among A An As At By For "
    "From When While Although Because Both Many Most Some Such".split()
)


@dataclass(frozen=True)
class Span:
    """A half-open stretch of characters."""

    start: int
    end: int


def paragraph_spans(text: str) -> list[Span]:
    """Return where the paragraphs stand, parted by blank lines, without surrounding space."""
    return [Span(*match.span()) for match in _PARAGRAPH.finditer(text)]


def sentence_spans(text: str) -> list[Span]:
    """Return where the sentences stand, in order; together they hold every non-blank character.

    A heading, or any other paragraph without a full stop, is a sentence of its own.
    """
    spans: list[Span] = []
    for paragraph in paragraph_spans(text):
        start = paragraph.start
        for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
            if _ends_sentence(text, start, stop):
                spans.append(Span(start, stop.start() + len(stop.group().rstrip())))
                start = stop.end()
        spans.append(Span(start, paragraph.end))
    return spans


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    if not stop.group().startswith("."):
        return True
    # A few characters are enough, and a whole chapter without a full stop would be read each time.
    words = text[max(start, stop.start() - 40) : stop.start()].split()
    if not words:
        return False
    last = words[-1].lstrip("([\"'“‘").lower()
    follower = _WORD.match(text, stop.end())
    if last in _COUNTRY:
        return follower is not None and follower.group() in _OPENERS
    if last in _NUMBERED:
        return follower is None or not follower.group()[0].isdigit()
    initial = len(last) == 1 and last.isalpha() and last not in "i"
    return last not in _ABBREVIATIONS and not initial
