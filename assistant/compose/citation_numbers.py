"""Number the sentences of an answer, and the evidence they cite in order of first use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.brief import Sentence
from assistant.compose.compose import Chosen
from assistant.retrieve.evidence import Evidence
from corpus.paper import Origin
from corpus.text.sentences import Span

_WHY: dict[Origin, str] = {
    "full text": "quoted letter for letter from the paper",
    "abstract": "quoted letter for letter from the paper's abstract",
    "digest": "quoted letter for letter from this project's digest of the paper",
}
_WHY_NOTED = "this project's note on how the two papers stand to each other"


def numbered(
    chosen: Sequence[Chosen], cited: Sequence[Evidence] = ()
) -> tuple[tuple[Sentence, ...], tuple[Evidence, ...]]:
    """Return quoted sentences with their markers, and the evidence in order of first use.

    `cited` is what sentences before them cite.
    """
    evidence = {item.passage.passage_id: item for item in cited}
    sentences = [
        Sentence(
            text=one.note or one.candidate.text,
            cites=(cite(evidence, one.candidate.evidence, one.candidate.span),),
            verbatim=one.note is None,
            supported=True,
            why=_WHY_NOTED if one.note else _WHY[one.candidate.evidence.passage.origin],
            group=one.group,
            noted=one.note is not None,
        )
        for one in chosen
    ]
    return tuple(sentences), tuple(evidence.values())


def cite(evidence: dict[str, Evidence], item: Evidence, quote: Span | None) -> int:
    """Return the number of a passage, its next one at first use, and note what is quoted of it."""
    passage_id = item.passage.passage_id
    before = evidence.get(passage_id)
    rank = before.rank if before else len(evidence) + 1
    quotes = before.quotes if before else ()
    if quote is not None and quote not in quotes:
        quotes = (*quotes, quote)
    evidence[passage_id] = replace(item, rank=rank, quotes=quotes)
    return rank
