"""Choose the passages of the library that bear on a remark."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from pydantic import TypeAdapter

from assistant.review.category import Kind, kinds
from assistant.review.find import Finding
from assistant.search import NOT_EVIDENCE, Evidence, search, search_within
from corpus.hit import Limits
from corpus.library import Library
from corpus.paper import identify
from corpus.sentences import Span, sentence_spans
from corpus.starter.records import starter_records

MOST = 3
_NEAR = 0.42
"""Cosine of statement and passage from which the passage bears on the matter of the statement."""
_LOOKED_AT = 3
_LEAST = 30
"""Characters of a sentence that can be quoted."""


def passages_for(library: Library, finding: Finding) -> list[Evidence]:
    """Return one to three passages, the one nearest to the matter first.

    From the papers that the entry of the register rests on, from all papers where one comes near
    enough to the statement, and from the papers on which the category rests, of which there is
    always one where the library holds any of them.
    """
    kind = kinds()[finding.category]
    found: dict[str, Evidence] = {}
    if finding.claim is not None:
        sources = [source.paper.paper_id for source in finding.claim.sources]
        told = f"{finding.claim.statement} {finding.claim.replaced_by or ''}"
        _take(found, _within(library, told, sources), 2)
    near = search(library, finding.text, top=_LOOKED_AT)
    _take(found, [one for one in near if one.similarity >= _NEAR], 2)
    anchors = _within(library, f"{finding.text} {kind.question}", _papers(kind))
    if not found.keys() & {one.paper.paper_id for one in anchors}:
        room = MOST - 1 if anchors else MOST
        found = dict(list(found.items())[:room])
        _take(found, anchors, len(found) + 1)
    if not found:
        _take(found, search(library, f"{finding.text} {kind.question}", top=1), 1)
    chosen = list(found.values())[:MOST]
    return [
        replace(one, rank=rank, quotes=_nearest(library, finding.text, one.passage.text))
        for rank, one in enumerate(chosen, start=1)
    ]


def _nearest(library: Library, text: str, passage: str) -> tuple[Span, ...]:
    """Return the sentence of a passage that comes nearest to a statement."""
    spans = [one for one in sentence_spans(passage) if len(passage[one.start : one.end]) > _LEAST]
    if not spans:
        return ()
    sentences = [passage[one.start : one.end] for one in spans]
    asked, *vectors = library.remembered.embed([text, *sentences])
    return (spans[int(np.argmax(np.stack(vectors) @ asked))],)


def _take(found: dict[str, Evidence], more: list[Evidence], most: int) -> None:
    """Take one passage of each further paper, up to so many in all."""
    for one in more:
        if len(found) < most:
            found.setdefault(one.paper.paper_id, one)


def _within(library: Library, text: str, paper_ids: list[str]) -> list[Evidence]:
    held = [one for one in paper_ids if one in library.papers()]
    if not held:
        return []
    limits = Limits(paper_ids=held, not_kinds=NOT_EVIDENCE, a_paper=1)
    return search_within(library, text, limits, _LOOKED_AT)


def _papers(kind: Kind) -> list[str]:
    return [_starter_ids()[key] for key in kind.sources]


@cache
def _starter_ids() -> dict[str, str]:
    read = TypeAdapter(dict[str, object])
    told = {key: read.validate_json(record) for key, record in starter_records().items()}
    return {
        key: identify(_text(record, "doi"), _text(record, "pmid"), key)
        for key, record in told.items()
    }


def _text(record: dict[str, object], field: str) -> str | None:
    value = record.get(field)
    return value if isinstance(value, str) else None
