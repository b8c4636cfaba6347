"""Read a reference file, by what it holds rather than by what its name says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import RefusedFile
from ingest.references import bibtex, csl, medline, ris
from ingest.references.characters import read_characters
from ingest.references.reference import Reference

REFERENCE_ENDINGS = (".ris", ".bib", ".bibtex", ".json", ".nbib")
"""The ends of the names of reference files."""
_HEAD = 64 * 1024
"""Bytes in which a file shows what it is."""


@dataclass(frozen=True)
class _Form:
    opening: re.Pattern[str]
    """Found where a record begins."""
    read: Callable[[str, str], Iterator[Reference | RefusedFile]]


_FORMS = (
    _Form(ris.OPENING, ris.read_ris),
    _Form(medline.OPENING, medline.read_medline),
    _Form(bibtex.OPENING, bibtex.read_bibtex),
)
_CSL = _Form(csl.OPENING, csl.read_csl)


def read_references(path: Path) -> list[Reference | RefusedFile]:
    """Return the references in a file in their order, each broken entry as a refusal in its place.

    A file attached to an entry that may not be opened is refused behind the entry. Raises
    RefusedFile where the file is no reference file at all.
    """
    text = read_characters(path)
    form = _form_of(text)
    if form is None:
        raise RefusedFile(str(path), _what_is_wrong(text))
    found = list(form.read(str(path), text))
    if not found:
        raise RefusedFile(str(path), "it holds no reference; export the references again")
    return found


def looks_like_references(path: Path) -> bool:
    """Say whether the beginning of a file is that of references, whatever its name.

    Cheap: reads the first few pages only. Text that merely holds a reference further on is none.
    """
    try:
        head = read_characters(path, _HEAD)
    except RefusedFile:
        return False
    if csl.OPENING.match(head):
        return csl.looks_like_csl(head)
    return any(form.opening.match(head.lstrip()) for form in _FORMS)


def _form_of(text: str) -> _Form | None:
    """Return the form whose record begins first; a heading of a database may stand before it."""
    if _CSL.opening.match(text):
        return _CSL
    found = [(opening.start(), form) for form in _FORMS if (opening := form.opening.search(text))]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _what_is_wrong(text: str) -> str:
    if not text.strip():
        return "the file is empty; export the references again"
    expected = "RIS, BibTeX, CSL-JSON or PubMed's NBIB"
    return f"no reference in it begins as in {expected}; export the references in one of these"
