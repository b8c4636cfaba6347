"""Write papers as BibTeX.

Own code: the format is a line a field, and a writer from a library would only join them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.paper import Paper
from corpus.references.keys import citation_keys
from corpus.references.markup import escaped
from corpus.references.names import ET_AL, listed, parted
from corpus.references.status_note import status_note

# Braces go by name: BibTeX counts them even behind a backslash.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)")
"""Where LaTeX would draw two signs into one: "--" into a dash, "''" into a quote."""


def to_bibtex(papers: Sequence[Paper]) -> str:
    """Return the papers as BibTeX entries, parted by blank lines, in UTF-8 characters."""
    keys = citation_keys(papers)
    return "\n".join(_entry(paper, key) for paper, key in zip(papers, keys, strict=True))


def _entry(paper: Paper, key: str) -> str:
    kind = "article" if paper.journal else "misc"
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(paper) if value)
    return f"@{kind}{{{key},\n{told}}}\n"


def _fields(paper: Paper) -> Iterator[tuple[str, str | None]]:
    # The inner braces keep a style from putting the title into lower case.
    yield "title", f"{{{_tex(paper.title)}}}"
    yield "author", " and ".join(map(_author, listed(paper)))
    yield "year", str(paper.year) if paper.year is not None else None
    yield "pages", "--".join(map(_tex, re.split("-+", paper.pages or "")))
    # As it is, as all programs write it; a DOI holds neither braces nor backslashes.
    yield "doi", re.sub(r"[{}\\\s]", "", paper.doi or "")
    rest = (
        ("journal", paper.journal),
        ("volume", paper.volume),
        ("number", paper.issue),
        ("pmid", paper.pmid),
        ("pmcid", paper.pmcid),
        ("language", paper.language),
        ("copyright", paper.licence),
        ("keywords", ", ".join(paper.topics)),
        ("note", status_note(paper.status)),
    )
    yield from ((name, _tex(value) if value else None) for name, value in rest)


def _author(author: str) -> str:
    """Return an author as BibTeX parts a name; what must stay whole is in braces."""
    if author == ET_AL:
        return "others"
    name = parted(author)
    if name.whole:
        return f"{{{_tex(author)}}}"
    parts = (name.family, name.suffix, name.given)
    return ", ".join(_unparted(part) for part in parts if part)


def _unparted(part: str) -> str:
    """Return a part of a name in braces where BibTeX would part it again."""
    return f"{{{_tex(part)}}}" if re.search(r"\band\b", part, re.IGNORECASE) else _tex(part)


def _tex(text: str) -> str:
    line = _LIGATURES.sub("\0", escaped(text))
    return "".join(_SPECIAL.get(sign, sign) for sign in line).replace("\0", "{}")
