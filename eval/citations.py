"""Score what an answer cites: markers, quotations, papers and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from eval.measure import Measure
from eval.outcome import Outcome, Said
from eval.questions import Question

ScoreOne = Callable[[Question, Outcome], float | None]
"""Returns the score of one outcome; None where the measure is not defined for it."""


def share(held: Iterable[bool]) -> float | None:
    """Return the share of what holds; None of nothing."""
    all_of = list(held)
    return sum(all_of) / len(all_of) if all_of else None


def _sentences_cited(_question: Question, outcome: Outcome) -> float | None:
    ranks = outcome.cited
    return share(any(rank in ranks for rank in said.cites) for said in outcome.said)


def _markers_resolve(_question: Question, outcome: Outcome) -> float | None:
    ranks = outcome.cited
    return share(rank in ranks for said in outcome.said for rank in said.cites)


def _verbatim_exact(_question: Question, outcome: Outcome) -> float | None:
    return share(_stands_in(said, outcome) for said in outcome.said if said.verbatim)


def _stands_in(said: Said, outcome: Outcome) -> bool:
    """Say whether a sentence is found letter for letter in a passage that it cites."""
    cited = outcome.cited
    return any(said.text in cited[rank].text for rank in said.cites if rank in cited)


def _supported(_question: Question, outcome: Outcome) -> float | None:
    return share(said.supported for said in outcome.said if said.supported is not None)


def _in_gold(question: Question, outcome: Outcome) -> float | None:
    if not question.judged:
        return None
    gold = {one.id for one in question.relevant}
    return share(paper in gold for paper in _papers(outcome))


def _gold_cited(question: Question, outcome: Outcome) -> float | None:
    if not question.judged or outcome.behaved != "answered":
        return None
    papers = _papers(outcome)
    return share(one.id in papers for one in question.relevant)


def _pages_right(question: Question, outcome: Outcome) -> float | None:
    pages = {one.id: one.pages for one in question.relevant if one.pages}
    return share(
        _touches(outcome, paper, wanted)
        for paper, wanted in pages.items()
        if paper in _papers(outcome)
    )


def _touches(outcome: Outcome, paper: str, pages: Iterable[int]) -> bool:
    """Say whether a cited passage of a paper stands on one of the pages."""
    return any(
        shown.first_page is not None
        and any(shown.first_page <= page <= (shown.last_page or shown.first_page) for page in pages)
        for shown in outcome.cited.values()
        if shown.paper_id == paper
    )


def _papers(outcome: Outcome) -> set[str]:
    return {shown.paper_id for shown in outcome.cited.values()}


def _measure(name: str, what: str) -> Measure:
    return Measure(name, "citations", what)


CITATIONS: Mapping[Measure, ScoreOne] = {
    _measure(
        "sentences cited", "share of an answer's sentences with a marker that resolves"
    ): _sentences_cited,
    _measure(
        "markers that resolve", "share of an answer's markers that name a passage shown"
    ): _markers_resolve,
    _measure(
        "verbatim exact",
        "share of the sentences told as quotations that stand letter for letter in what they cite",
    ): _verbatim_exact,
    _measure(
        "supported, as told",
        "share of an answer's sentences that the answerer itself tells to be borne by what they "
        "cite",
    ): _supported,
    _measure(
        "cited papers in gold",
        "share of the papers cited that are gold, where an answer with evidence is expected",
    ): _in_gold,
    _measure(
        "gold papers cited", "share of the gold that an answer cites, where evidence is expected"
    ): _gold_cited,
    _measure(
        "pages right",
        "share of the gold papers cited, of those with gold pages, cited on one of these pages",
    ): _pages_right,
}
