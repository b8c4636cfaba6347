"""Fill in what we know of a paper from another form of it; nothing known is overwritten."""

from __future__ import annotations

from dataclasses import fields, replace

from corpus.paper import ORIGINS, Paper
from corpus.status import Status

_NEVER_FILLED = {"paper_id", "origin", "status", "read_with", "authors", "authors_truncated"}


def fill_in(known: Paper, other: Paper) -> Paper:
    """Return `known` with its gaps filled from `other`, a record of the same paper.

    The origin becomes the one closer to the paper, and its file's name and page count go with it.
    """
    gaps = {
        field.name: getattr(other, field.name)
        for field in fields(Paper)
        if field.name not in _NEVER_FILLED and getattr(known, field.name) in (None, "", ())
    }
    filled = replace(known, **gaps)
    if known.status == Status():
        filled = replace(filled, status=other.status)
    if not known.authors or (known.authors_truncated and len(other.authors) > len(known.authors)):
        filled = replace(filled, authors=other.authors, authors_truncated=other.authors_truncated)
    if ORIGINS.index(other.origin) < ORIGINS.index(known.origin):
        filled = replace(
            filled, origin=other.origin, file_name=other.file_name, page_count=other.page_count
        )
    known_relations = {(relation.paper_id, relation.kind) for relation in known.read_with}
    added = tuple(r for r in other.read_with if (r.paper_id, r.kind) not in known_relations)
    return replace(filled, read_with=known.read_with + added)
