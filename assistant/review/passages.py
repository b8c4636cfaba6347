"""Choose the passages of the library that bear on a remark."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
from pydantic import TypeAdapter

from assistant.misconceptions.boost import boosted_search
from assistant.retrieve.evidence import Evidence
from assistant.retrieve.search import NOT_EVIDENCE, search_within
from assistant.review.category import Kind, kinds
from assistant.review.find import Finding
from corpus.embedding_cache import Embedding
from corpus.hit import SearchScope
from corpus.library import Library
from corpus.paper import SectionKind, identify
from corpus.starter.records import starter_records
from corpus.text.sentences import Span, sentence_spans

_LOOKED_AT = 3
_NOT_CITED: tuple[SectionKind, ...] = (*NOT_EVIDENCE, "methods", "limitations")
"""They tell of a study and not of what it found."""
_ABOUT_STUDY = re.compile(
    r"(?:Population|Race or ethnicity|Setting|Sample|Design|Methods)\s*:"
    r"|(?:The|This) (?:study|analysis|review|survey|sample|trial|cohort) "
    r"(?:covers|covered|includes?d?|enrolled|is limited|was limited|does not|did not|cannot)\b"
    r"|This is an? (?:perspective|viewpoint|commentary|editorial)\b|The report addresses\b"
    r"|Of [\d,]+ (?:patients|participants|people|women|men|adults|children) (?:in|from)\b"
)
_LEAST = 30
"""Characters of a sentence that can be quoted."""


def passages_for(library: Library, finding: Finding) -> list[Evidence]:
    """Return one to three passages, the one nearest to the matter first.

    From the papers that the entry of the register rests on; from all papers where one comes near
    enough to the statement, unless only its words are at fault; and from the papers on which the
    category rests, of which there is always one where the library holds any of them.
    """
    kind = kinds()[finding.category]
    found: dict[str, Evidence] = {}
    if (claim := finding.claim) is not None:
        sources = [source.paper.paper_id for source in claim.sources]
        of_claim = _within(library, f"{claim.statement} {claim.replaced_by or ''}", sources)
        _take(found, _quoted(library, of_claim, claim.correction), 2)
    if kind.near is not None:
        near = _near(library, finding.text, kind.near)
        _take(found, _quoted(library, near, finding.text), 2)
    anchors = _within(library, f"{finding.text} {kind.question}", _papers(kind))
    if not found.keys() & {one.paper.paper_id for one in anchors}:
        most = len(found) + (1 if found or kind.near is not None else 2)
        _take(found, _quoted(library, anchors, kind.why), most)
    if not found:
        any_near = boosted_search(library, f"{finding.text} {kind.question}", top=1)
        _take(found, _quoted(library, any_near, finding.text), 1)
    return [replace(one, rank=rank) for rank, one in enumerate(found.values(), start=1)]


def _near(library: Library, text: str, least: float) -> list[Evidence]:
    found = search_within(library, text, SearchScope(not_kinds=_NOT_CITED, a_paper=1), _LOOKED_AT)
    return [one for one in found if one.similarity >= least]


def _quoted(library: Library, evidence: list[Evidence], told: str) -> list[Evidence]:
    embedding = library.embedding_of([one.passage for one in evidence])
    return [replace(one, quotes=_nearest(embedding, told, one.passage.text)) for one in evidence]


def _nearest(embedding: Embedding, told: str, passage: str) -> tuple[Span, ...]:
    """Return the sentence of a passage that comes nearest to what is told."""
    spans = [
        one
        for one in sentence_spans(passage)
        if one.end - one.start > _LEAST and not _ABOUT_STUDY.match(passage, one.start)
    ]
    if not spans:
        return ()
    asked, *vectors = embedding.embed([told, *(passage[s.start : s.end] for s in spans)])
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
    limits = SearchScope(paper_ids=held, not_kinds=_NOT_CITED, a_paper=1)
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
