"""A link that opens a paper's own page, from wherever it stands."""

from __future__ import annotations

from html import escape
from urllib.parse import quote


def paper_link(paper_id: str, words: str) -> str:
    """Return the link as HTML; it works as an address of its own too."""
    return (
        f"<a href='?paper={quote(paper_id, safe='')}' "
        f"data-paper='{escape(paper_id, quote=True)}'>{escape(words)}</a>"
    )
