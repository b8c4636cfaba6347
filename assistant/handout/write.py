"""Write a hand-out in the form that a person asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

from assistant.handout.handout import Handout
from assistant.handout.html import html
from assistant.handout.markdown import markdown
from corpus.errors import CollectionError
from corpus.references.names import folded
from corpus.references.write import formatted

Form = Literal["docx", "markdown", "html", "ris", "bibtex"]
"""The forms of a hand-out; the last two hold its references alone."""

ENDINGS: Mapping[str, Form] = {
    ".docx": "docx",
    ".md": "markdown",
    ".html": "html",
    ".ris": "ris",
    ".bib": "bibtex",
}
MEDIA: Mapping[Form, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "markdown": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "bibtex": "application/x-bibtex; charset=utf-8",
}


def written(handout: Handout, form: Form) -> bytes:
    """Return the hand-out in this form.

    Raises CollectionError where references are asked for and there are none.
    """
    if form in ("ris", "bibtex") and not handout.references:
        raise CollectionError("the hand-out mentions no paper that the library holds")
    return _WRITERS[form](handout)


def file_name(handout: Handout, form: Form) -> str:
    """Return a name for the file, in plain letters, from the title."""
    words = re.findall(r"[a-z0-9]+", folded(handout.title))
    name = "-".join(words)[:60].rstrip("-") or "handout"
    ending = next(ending for ending, other in ENDINGS.items() if other == form)
    return f"{name}{ending}"


def _docx(handout: Handout) -> bytes:
    # Takes a third of a second to import, which only this form needs.
    from assistant.handout.docx import docx

    return docx(handout)


_WRITERS: Mapping[Form, Callable[[Handout], bytes]] = {
    "docx": _docx,
    "markdown": lambda handout: markdown(handout).encode(),
    "html": lambda handout: html(handout).encode(),
    "ris": lambda handout: formatted(handout.references, "ris").encode(),
    "bibtex": lambda handout: formatted(handout.references, "bibtex").encode(),
}
