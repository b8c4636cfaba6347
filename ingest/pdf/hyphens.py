"""Put lines together to running text and mend the words that line ends broke."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from corpus.paper import WordBox
from ingest.assemble import Block
from ingest.pdf.lines import CELL_END, Line, Word

Joint = Literal["space", "glue", "mend"]
"""How a word follows another: apart, directly, or directly after its hyphen is taken away."""
_HYPHENS = ("-", "\u2010", "\u2011", "\u00ad")
_CORE = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*")
_TIES = ("\u2013", "\u2014", "/")
"""Signs that hold two words together without spaces, also across a line end."""
_ALWAYS_APART = frozenset(("self", "non"))
# First and second parts that English keeps apart with a hyphen more often than not.
_FIRST_PARTS = re.compile(
    r"race|cross|well|long|low|high|short|age|sex|evidence|community|health|population|"
    r"quality|patient|family|hospital|school|income|state|county|one|two|three|four|five|"
    r"six|seven|eight|nine|ten|first|second|third|decision|follow|full|large|small|middle|"
    r"lower|upper|double|single|open|public|risk|time|place|person|site|gender|culture|"
    r"data|home|church|web|peer|group|treatment|dose|case|real"
)
_SECOND_PARTS = re.compile(
    r"based|related|reported|rated|specific|adjusted|term|level|income|risk|quality|being|"
    r"world|efficacy|esteem|care|management|sectional|cultural|sensitive|centered|up|to|"
    r"old|year"
)


class Vocabulary:
    """The words a document prints whole, which tell how its broken ones are spelled."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._counts: Counter[str] = Counter()
        for line in lines:
            for place, word in enumerate(line.words):
                whole = 0 < place < len(line.words) - 1 or not _ends_broken(word.text)
                if whole and place:
                    self._counts[_core(word.text)] += 1

    def keeps_hyphen(self, head: str, tail: str) -> bool:
        """Say whether a word broken after `head` (its hyphen included) has a hyphen there."""
        if head.endswith("\u00ad"):
            return False
        stem, start = _core(head), _core(tail)
        if not stem or not start or not head[-2:-1].isalpha() or not tail[:1].isalpha():
            return True
        joined, parted = self._counts[stem + start], self._counts[f"{stem}-{start}"]
        if joined != parted:
            return parted > joined
        if not tail[:1].islower():
            return True
        return self._is_compound(head, stem, start)

    def _is_compound(self, head: str, stem: str, start: str) -> bool:
        """Say whether two parts never seen together are words of a compound."""
        if head[:-1].isupper() and len(head) > 2:
            return True
        if "-" in stem + start or re.search(r"[/@]|www\.", head):
            return True
        if stem in _ALWAYS_APART:
            return True
        if _SECOND_PARTS.fullmatch(start) and (self._counts[stem] or _FIRST_PARTS.fullmatch(stem)):
            return True
        if _FIRST_PARTS.fullmatch(stem) and self._counts[start]:
            return True
        return min(len(stem), len(start)) >= 4 and min(self._counts[stem], self._counts[start]) >= 2


def mend(lines: Sequence[Line], vocabulary: Vocabulary) -> Block:
    """Return the block that lines make: words parted by single spaces, broken words mended.

    A mended word has one box for each of its parts.
    """
    parts: list[str] = []
    boxes: list[WordBox] = []
    position, last = 0, ""
    for line in lines:
        for place, word in enumerate(line.words):
            joint = _joint(last, word, vocabulary, line_start=place == 0)
            if joint == "mend":
                parts[-1], position = parts[-1][:-1], position - 1
                boxes[-1] = replace(boxes[-1], end=position)
                last = last[:-1]
            elif joint == "space":
                parts.append(" ")
                position, last = position + 1, ""
            boxes.append(_boxed(word, line.page, position))
            parts.append(word.text)
            position, last = position + len(word.text), last + word.text
    return Block("".join(parts), words=tuple(boxes))


def _joint(last: str, word: Word, vocabulary: Vocabulary, line_start: bool) -> Joint:
    """Return how a word follows the word before it, `last`."""
    if not last:
        return "glue"
    if not line_start or word.text == CELL_END:
        return "space"
    if _ends_broken(last):
        return "glue" if vocabulary.keeps_hyphen(last, word.text) else "mend"
    if len(last) > 1 and last.endswith(_TIES):
        return "glue"
    # Lines end after the point of "P < .001" and the sign of "−$12".
    if last in (".", "−") and word.text[:1] in "0123456789$.":
        return "glue"
    return "space"


def _boxed(word: Word, page: int, start: int) -> WordBox:
    """Return where a word stands on its page and in the text."""
    box = word.box
    return WordBox(page, start, start + len(word.text), box.left, box.bottom, box.right, box.top)


def _ends_broken(text: str) -> bool:
    """Say whether a word ends with a hyphen that follows something."""
    return len(text) > 1 and text.endswith(_HYPHENS)


def _core(text: str) -> str:
    """Return a word in lower case without the punctuation around it."""
    found = _CORE.search(text)
    return found.group().lower().replace("\u2010", "-").replace("\u2011", "-") if found else ""
