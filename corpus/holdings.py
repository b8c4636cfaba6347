"""What a library holds at one moment, and the short id of exactly that."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from corpus.catalog import Catalog
from corpus.paper import Paper
from corpus.records import paper_json
from corpus.texts import Texts
from corpus.words import Words


@dataclass(frozen=True)
class Holdings:
    """The searchable papers and passages of a library."""

    revision: int
    papers: dict[str, Paper]
    """By id, in order of id."""
    passages: int
    """How many there are."""
    snapshot: str
    """A short id of all that an answer is made of: see `read_holdings`."""


def read_holdings(catalog: Catalog, texts: Texts, words: Words, revision: int) -> Holdings:
    """Return what the library holds now.

    Its snapshot id is made of every field of the searchable papers, how they stand among them,
    of their passages as they are split, with section and page, and of the weights that embed
    them. With the same id, settings and version of this program, the same question has the same
    answer. The version is not part of it, so that a frozen library keeps its id: for the same
    reason a field that is not filled in does not count.
    """
    papers = catalog.papers()
    digest = hashlib.sha256(repr((catalog.fact("checksum"), texts.held())).encode())
    for paper in papers.values():
        digest.update(paper_json.dump_json(paper, exclude_defaults=True))
    return Holdings(revision, papers, words.count(), digest.hexdigest()[:12])
