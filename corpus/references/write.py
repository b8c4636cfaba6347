"""Write papers in the form that a person asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from corpus.paper import Paper
from corpus.references.bibtex import to_bibtex
from corpus.references.csl import to_csl_json
from corpus.references.ris import to_ris
from corpus.references.styled import to_ama, to_apa

Form = Literal["bibtex", "ris", "csl-json", "ama", "apa"]
"""The forms that references are written in: three for programs, two for readers."""

_WRITERS: Mapping[Form, Callable[[Sequence[Paper]], str]] = {
    "bibtex": to_bibtex,
    "ris": to_ris,
    "csl-json": to_csl_json,
    "ama": to_ama,
    "apa": to_apa,
}


def formatted(papers: Sequence[Paper], form: Form) -> str:
    """Return the papers as one text in this form, each ending with a line end."""
    return _WRITERS[form](papers)
