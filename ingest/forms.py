"""The forms of files that are read, by the end of their names."""

from __future__ import annotations

READABLE = {
    ".pdf": "PDF",
    ".xml": "JATS, TEI and PubMed XML",
    ".nxml": "JATS, TEI and PubMed XML",
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".docx": "DOCX",
    ".docm": "DOCX",
    ".pptx": "PPTX",
    ".pptm": "PPTX",
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".txt": "text",
}
"""The file forms that are read, by the end of the name."""
FORMS = ", ".join(dict.fromkeys(READABLE.values()))
"""The forms in words, for messages."""
