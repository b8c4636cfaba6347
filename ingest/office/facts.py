"""Tell whose paper an Office file holds, from its properties and from what it prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.paper import Paper, identify
from ingest.assemble import Block
from ingest.doi import printed_doi
from ingest.pdf.byline import byline, listed_names

_OPENING = 3000
"""Characters from the start in which a title or author must be printed to be believed."""
_LONGEST_TITLE = 300
_LEAST_LETTERS = 12
"""Of a title in the properties; a shorter one may be in the text by chance."""


@dataclass(frozen=True)
class Stated:
    """What the properties of a file say; programs and typists fill them as well as authors."""

    title: str
    author: str
    language: str


def stated_title(stated: Stated, paragraphs: Sequence[str]) -> str | None:
    """Return the title in the properties as it is printed at the start; None where it is not."""
    wanted = _letters(stated.title)
    if len(wanted) < _LEAST_LETTERS:
        return None
    printed = next((text for text in paragraphs if _letters(text) == wanted), None)
    opening = " ".join(paragraphs)[:_OPENING]
    return printed or (" ".join(stated.title.split()) if wanted in _letters(opening) else None)


def paper_of(path: Path, stated: Stated, title: str, blocks: Sequence[Block]) -> Paper:
    """Return the paper that the blocks hold.

    The dates in the properties are those of the file, so that the year stays unknown.
    """
    text = "\n".join(block.text for block in blocks)
    doi = printed_doi(text)
    front = [block.text for block in blocks if block.kind == "front" and block.text != title]
    language = re.split("[-_]", stated.language.strip().lower())[0]
    return Paper(
        paper_id=identify(doi, None, text),
        title=title[:_LONGEST_TITLE].rstrip() or path.stem,
        authors=byline(front) or _stated_authors(stated, text[:_OPENING]),
        doi=doi,
        language=language if re.fullmatch("[a-z]{2,3}", language) else None,
        file_name=path.name,
    )


def _stated_authors(stated: Stated, opening: str) -> tuple[str, ...]:
    """Return the authors in the properties whose family names are printed at the start."""
    printed = _letters(opening)
    return tuple(
        name for name in listed_names(stated.author) if _letters(name.split(",")[0]) in printed
    )


def _letters(text: str) -> str:
    return "".join(one for one in text.lower() if one.isalnum())
