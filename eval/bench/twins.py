"""Measure whether a PDF reads as the same paper's HTML: sentences, their pages, whose paper.

Run with: python -m eval.bench.twins [FOLDER], the folder that holds pdf/ and html/.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from corpus.embed import Embedder, open_model
from corpus.paper import Document, Passage, SectionKind
from corpus.text.sentences import sentence_spans
from eval.bench.truth import manifest, printed_pages, squeezed
from ingest.read import read
from ingest.split import split

_SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "papers"
_BODY: frozenset[SectionKind] = frozenset(
    {
        "abstract",
        "introduction",
        "methods",
        "results",
        "discussion",
        "limitations",
        "conclusion",
        "body",
    }
)
"""Kinds of sections whose sentences are compared: no front, table, figure, back or references."""
_LEAST = 20
"""Characters; shorter sentences (headings, "Yes.") stand anywhere."""
_OPENING = 60
"""Characters of a sentence's beginning by which its page is looked for."""
_EDGE = 400
"""Characters at the foot and head of a page, running heads included, where sentences run over."""


@dataclass
class Twins:
    """How the two forms of one paper compare."""

    sentences: int = 0
    """In the body as the HTML has it."""
    found: int = 0
    """Of those, in the passages of the PDF."""
    placed: int = 0
    """Of those, whose passage and whose first word are on the page that prints it."""
    missed: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Text:
    """The passages of a document one after the other, normalised, with where each sign is from."""

    signs: str
    places: Sequence[int]
    """The place in the document's text of each of the signs."""


def main() -> None:
    """Print the figures of each pair and their sums; name what was not found."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _SHARED
    if not (folder / "pdf" / "manifest.csv").is_file():
        print("twins: no papers as PDF and HTML at hand; name their folder")
        return
    model = open_model()
    total = Twins()
    for row in manifest(folder / "pdf" / "manifest.csv"):
        pdf = folder / "pdf" / row["file"]
        document, other = read(pdf), read(folder / "html" / row["same_paper_as_html"])
        compared = compare(document, other, printed_pages(pdf), model)
        print(f"{pdf.name}: {_figures(compared)}; {_identities(document, other)}", flush=True)
        for sentence in compared.missed:
            print(f"    not found: {sentence[:150]}")
        for sentence in compared.misplaced:
            print(f"    not on its page: {sentence[:150]}")
        total.sentences += compared.sentences
        total.found += compared.found
        total.placed += compared.placed
    print(f"in all: {_figures(total)}")


def compare(document: Document, other: Document, pages: Sequence[str], model: Embedder) -> Twins:
    """Return how many body sentences of `other` the passages of a paged document hold."""
    passages = split(document, model.tokens)
    text = _joined(passages)
    printed = [normalised(page) for page in pages]
    twins = Twins()
    for sentence in body_sentences(other):
        wanted = normalised(sentence)
        if len(wanted) < _LEAST:
            continue
        twins.sentences += 1
        found = [match.start() for match in re.finditer(re.escape(wanted), text.signs)]
        if not found:
            twins.missed.append(sentence)
            continue
        twins.found += 1
        right = _pages_of(wanted, printed)
        if any(_is_on(document, passages, text.places[start], right) for start in found):
            twins.placed += 1
        else:
            twins.misplaced.append(sentence)
    return twins


def body_sentences(document: Document) -> Iterator[str]:
    """Yield the sentences of the body, headings left out."""
    for section in document.sections:
        if section.kind in _BODY:
            start = section.start + len(section.title)
            body = document.text[start : section.end]
            yield from (body[span.start : span.end] for span in sentence_spans(body))


def normalised(text: str) -> str:
    """Return text as both forms print it: no white space, dashes, quotes or raised marks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(c for c in plain if unicodedata.category(c)[0] in "LNS" or c in ".,;:?!()%")
    return re.sub(r"[*\u2020\u2021]", "", plain)


def _joined(passages: Sequence[Passage]) -> _Text:
    signs: list[str] = []
    places: list[int] = []
    for passage in passages:
        for place, character in enumerate(passage.text, passage.start):
            plain = normalised(character)
            signs.append(plain)
            places.extend([place] * len(plain))
    return _Text("".join(signs), places)


def _pages_of(wanted: str, printed: Sequence[str]) -> set[int]:
    """Return the pages, counted from 1, on which the beginning of a sentence is printed."""
    opening = wanted[:_OPENING]
    found = {n for n, page in enumerate(printed, 1) if opening in page}
    over = {
        n
        for n, (page, after) in enumerate(pairwise(printed), 1)
        if _runs_over(wanted, page[-_EDGE:], after[:_EDGE])
    }
    return found | over


def _runs_over(wanted: str, foot: str, head: str) -> bool:
    """Say whether a sentence begins at the foot of a page and goes on at the head of the next."""
    return any(
        wanted[:cut] in foot and wanted[cut : cut + _OPENING] in head
        for cut in range(1, min(len(wanted), _EDGE))
    )


def _is_on(document: Document, passages: Sequence[Passage], place: int, right: set[int]) -> bool:
    """Say whether passage and word at a place of the text are on one of the right pages."""
    passage = passages[bisect_right([one.start for one in passages], place) - 1]
    word = document.words[bisect_right([one.start for one in document.words], place) - 1]
    if passage.first_page is None or passage.last_page is None:
        return False
    return word.page in right and passage.first_page <= word.page <= passage.last_page


def _figures(twins: Twins) -> str:
    found = twins.found / max(1, twins.sentences)
    placed = twins.placed / max(1, twins.found)
    return (
        f"{twins.found} of {twins.sentences} body sentences found ({found:.1%}),"
        f" {twins.placed} of these on the right page ({placed:.1%})"
    )


def _identities(document: Document, other: Document) -> str:
    """Say whether the two forms tell the same identifier and title."""
    first, second = document.paper, other.paper
    same = "same id" if first.paper_id == second.paper_id else "OTHER ID"
    title = "same title" if squeezed(first.title) == squeezed(second.title) else "OTHER TITLE"
    return f"{same} ({first.paper_id}, {second.paper_id}), {title}"


if __name__ == "__main__":
    main()
