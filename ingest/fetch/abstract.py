"""The abstract that a service tells, with its own headings, becomes a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.paper import Document, Paper
from ingest.assemble import Block, assemble
from ingest.fetch.value import plain_text

# Europe PMC writes HTML, Crossref the elements of JATS with their prefix.
_HEADING = re.compile(
    r"<(?:jats:)?(h[1-6]|title)\b[^<>]*>(.{0,200}?)</(?:jats:)?\1\s*>", re.IGNORECASE | re.DOTALL
)
_BREAK = re.compile(r"</?(?:jats:)?(?:p|sec|list|list-item|div|br)\b[^<>]*>", re.IGNORECASE)


def abstract_document(paper: Paper, markup: str | None) -> Document | None:
    """Return the abstract of a paper; None where its service tells none."""
    blocks = list(_blocks(markup or ""))
    return assemble(replace(paper, origin="abstract"), blocks) if blocks else None


def _blocks(markup: str) -> Iterator[Block]:
    """Yield each part of the abstract under its heading; a heading without text is left out."""
    heading = "Abstract"
    # What is split lies between headings, each given as its tag and its words.
    first, *rest = _HEADING.split(markup)
    for words, body in (("", first), *zip(rest[1::3], rest[2::3], strict=True)):
        heading = _tidy(words) or heading
        paragraphs = list(filter(None, map(plain_text, _BREAK.split(body))))
        if paragraphs:
            yield Block(heading, heading=True, kind="abstract")
            yield from (Block(paragraph, kind="abstract") for paragraph in paragraphs)


def _tidy(words: str) -> str:
    plain = plain_text(words).rstrip(" .:")
    return plain.capitalize() if plain.isupper() else plain
