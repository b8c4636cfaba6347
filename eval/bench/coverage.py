"""Measure how much of what a file prints is in its passages, and what was left out as what."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.paper import Document, Passage
from eval.bench.truth import printed_pages, words_of

_LONGEST_HEAD = 16
"""Words; a longer line that stands on several pages is no running head."""


@dataclass(frozen=True)
class Coverage:
    """The words a file prints, by what became of them."""

    covered: int
    """In passages."""
    references: int
    """In sections that the reader took for reference lists."""
    furniture: int
    """Neither, and on lines that repeat from page to page, list headings or only number."""
    dropped: int
    """Neither, and not to be explained so."""
    some: tuple[str, ...] = ()
    """A few of the dropped ones."""

    @property
    def share(self) -> float:
        """Return the share of the words, references and furniture aside, that passages hold."""
        return self.covered / max(1, self.covered + self.dropped)

    def __str__(self) -> str:
        some = f": {' '.join(self.some)}" if self.some else ""
        return (
            f"{self.share:.1%} of the words ({self.covered} covered, {self.references} references,"
            f" {self.furniture} furniture, {self.dropped} dropped{some})"
        )


def cover(
    path: Path, document: Document, passages: Sequence[Passage], words: Counter[str] | None
) -> Coverage:
    """Return what became of the words that a file prints.

    `words` are those of the article in a form without pages; there, words without a letter are
    not compared, since reference numbers and formulas are read in other ways.
    """
    if words is not None:
        held = words_of("\n".join(passage.text for passage in passages))
        held += words_of(document.paper.title)
        wanted = Counter({word: n for word, n in words.items() if not re.search(r"\d", word)})
        missing = wanted - held
        return Coverage((wanted & held).total(), 0, 0, missing.total(), tuple(missing)[:6])
    pages = printed_pages(path)
    held_by_page = _held(document, passages, within=True)
    listed_by_page = _held(document, passages, within=False)
    heads = _running_heads(pages) | _contents(pages)
    sums: Counter[str] = Counter()
    some: list[str] = []
    for number, text in enumerate(pages, 1):
        printed = words_of(text)
        rest = printed - held_by_page[number]
        listed = rest & listed_by_page[number]
        rest -= listed
        furniture = rest & words_of("\n".join(_furniture(text, heads)))
        rest -= furniture
        sums["covered"] += (printed & held_by_page[number]).total()
        sums["references"] += listed.total()
        sums["furniture"] += furniture.total()
        sums["dropped"] += rest.total()
        some += rest.elements()
    return Coverage(
        sums["covered"], sums["references"], sums["furniture"], sums["dropped"], tuple(some[:6])
    )


def _held(
    document: Document, passages: Sequence[Passage], *, within: bool
) -> defaultdict[int, Counter[str]]:
    """Return the words of each page that are in passages, or those that are in none."""
    starts = [passage.start for passage in passages]
    by_page: defaultdict[int, list[str]] = defaultdict(list)
    for word in document.words:
        place = bisect_right(starts, word.start) - 1
        held = place >= 0 and word.end <= passages[place].end
        if held is within:
            by_page[word.page].append(document.text[word.start : word.end])
    counted: defaultdict[int, Counter[str]] = defaultdict(Counter)
    counted.update({page: words_of(" ".join(found)) for page, found in by_page.items()})
    return counted


def _running_heads(pages: Sequence[str]) -> frozenset[str]:
    """Return the lines, numbers aside, that stand on three pages, or on half of fewer."""
    counts = Counter(line for text in pages for line in set(map(_pattern, text.splitlines())))
    needed = min(3, max(2, (len(pages) + 1) // 2))
    return frozenset(line for line, count in counts.items() if count >= needed)


def _contents(pages: Sequence[str]) -> frozenset[str]:
    """Return the lines of a list of the paper's own headings, which all come again."""
    lines = [_pattern(line) for text in pages for line in text.splitlines()]
    last = {line: place for place, line in enumerate(lines)}
    found: set[str] = set()
    for place, line in enumerate(lines):
        if line in ("on this page", "in this article", "contents"):
            end = place + 1
            while end < len(lines) and last[lines[end]] > end:
                end += 1
            found.update(lines[place:end])
    return frozenset(found)


def _furniture(text: str, heads: frozenset[str]) -> list[str]:
    return [
        line
        for line in text.splitlines()
        if len(line.split()) <= _LONGEST_HEAD and _pattern(line) in heads | {"#"}
    ]


def _pattern(line: str) -> str:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.strip().lower())
