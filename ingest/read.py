"""Read one file as a document, by what its name says it is."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import RefusedFile
from corpus.paper import Document
from ingest.jats.read import read_jats
from ingest.pdf.read import read_pdf
from ingest.plain import read_markdown, read_text

READABLE = {
    ".pdf": "PDF",
    ".xml": "JATS XML",
    ".nxml": "JATS XML",
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".txt": "text",
}
"""The file forms that are read, by the end of the name."""
FORMS = ", ".join(dict.fromkeys(READABLE.values()))
"""The forms in words, for messages."""


def read(path: Path, password: str | None = None) -> Document:
    """Return the document in a file; raise RefusedFile with reason and remedy where there is none.

    `password` opens an encrypted PDF.
    """
    form = READABLE.get(path.suffix.lower())
    if form == "PDF":
        return read_pdf(path, password)
    if form == "JATS XML":
        return read_jats(path)
    if form == "Markdown":
        return read_markdown(path)
    if form == "text":
        return read_text(path)
    found = f"a {path.suffix} file" if path.suffix else "a file without an ending"
    raise RefusedFile(str(path), f"{found} is not a form this reads; convert it to one of {FORMS}")
