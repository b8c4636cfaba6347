"""Read one file as a document, by what its name says it is."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import RefusedFile
from corpus.paper import Document
from corpus.settings import USUAL_BOUNDS, Bounds
from ingest.forms import FORMS
from ingest.jats.read import jats_document
from ingest.plain import read_markdown, read_text
from ingest.pubmed import pubmed_document
from ingest.tei.read import tei_document
from ingest.xml import open_xml

# The libraries of a form are imported where a file of it is read: together they take most of a
# second, which each process that reads files would wait for.


def read(path: Path, password: str | None = None, bounds: Bounds = USUAL_BOUNDS) -> Document:
    """Return the document in a file; raise RefusedFile with reason and remedy where there is none.

    `password` opens an encrypted PDF.
    """
    ending = path.suffix.lower()
    if ending == ".pdf":
        from ingest.pdf.read import read_pdf

        return read_pdf(path, password, bounds)
    if ending in (".xml", ".nxml"):
        return _read_xml(path)
    if ending in (".html", ".htm", ".xhtml"):
        from ingest.html.read import read_html

        return read_html(path)
    if ending in (".docx", ".docm"):
        from ingest.office.docx import read_docx

        return read_docx(path)
    if ending in (".pptx", ".pptm"):
        from ingest.office.pptx import read_pptx

        return read_pptx(path)
    if ending in (".md", ".markdown"):
        return read_markdown(path)
    if ending == ".txt":
        return read_text(path)
    found = f"a {path.suffix} file" if path.suffix else "a file without an ending"
    raise RefusedFile(str(path), f"{found} is not a form this reads; convert it to one of {FORMS}")


def _read_xml(path: Path) -> Document:
    root = open_xml(path)
    if root.tag == "PubmedArticleSet":
        return pubmed_document(path, root)
    if root.tag == "TEI":
        return tei_document(path, root)
    return jats_document(path, root)
