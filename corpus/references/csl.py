"""Write papers as CSL-JSON, which Zotero, pandoc and citeproc read."""

from __future__ import annotations

import json
from collections.abc import Sequence

from corpus.paper import Paper
from corpus.references.keys import citation_keys
from corpus.references.markup import escaped
from corpus.references.names import listed, parted
from corpus.references.status_note import status_note


def to_csl_json(papers: Sequence[Paper]) -> str:
    """Return the papers as a JSON array of CSL items."""
    keys = citation_keys(papers)
    items = [_item(paper, key) for paper, key in zip(papers, keys, strict=True)]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _item(paper: Paper, key: str) -> dict[str, object]:
    texts = {
        "title": paper.title,
        "container-title": paper.journal,
        "volume": paper.volume,
        "issue": paper.issue,
        "page": paper.pages,
        "DOI": paper.doi,
        "PMID": paper.pmid,
        "PMCID": paper.pmcid,
        "language": paper.language,
        "keyword": "; ".join(paper.topics),
        "status": paper.status.standing.value if paper.status.needs_care else None,
    }
    item: dict[str, object] = {
        "id": key,
        "type": "article-journal" if paper.journal else "document",
        **{name: escaped(text) for name, text in texts.items() if text},
    }
    if listed(paper):
        item["author"] = [_author(author) for author in listed(paper)]
    if paper.year is not None:
        item["issued"] = {"date-parts": [[paper.year]]}
    if notes := _notes(paper):
        item["note"] = "\n".join(notes)
    return item


def _author(author: str) -> dict[str, str]:
    name = parted(author)
    if name.whole:
        return {"literal": escaped(author)}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: escaped(text) for part, text in parts.items() if text}


def _notes(paper: Paper) -> list[str]:
    """Return what CSL has no place for, a line each."""
    licence = f"Licence: {paper.licence}" if paper.licence else None
    return [escaped(line) for line in (licence, status_note(paper.status)) if line]
