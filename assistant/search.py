"""Find the passages that bear on a question: vectors and words, fused by reciprocal rank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from corpus.hit import Hit, Limits
from corpus.library import Library
from corpus.paper import Origin, Paper, Passage, SectionKind
from corpus.sentences import Span
from corpus.status import Standing

PASSAGES_A_PAPER = 3
"""So that one long paper does not crowd the others out."""
_DEPTH = 100
_DEEPEST = 6_400
_RRF = 60  # Cormack, Clarke and Buettcher 2009, "Reciprocal rank fusion outperforms …"
_NOT_EVIDENCE: tuple[SectionKind, ...] = ("front", "references")
_STOP_WORDS = frozenset(
    "a about an and any are as at be been between but by can could did do does for from "
    "had has have how i if in into is it its me my of on or our should so some than that "
    "the their them then there these they this those to was we were what when where which "
    "who whom why will with would you your".split()
)


@dataclass(frozen=True)
class Filters:
    """What a search is limited to; empty means no limit."""

    year_from: int | None = None
    year_to: int | None = None
    designs: tuple[str, ...] = ()
    """Matched at the start, so "cohort" takes in "cohort (mediation)"."""
    standings: tuple[Standing, ...] = ()
    topics: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    countries: tuple[str, ...] = ()
    populations: tuple[str, ...] = ()
    """Looked for as words among the groups studied, so "Black" takes in "non-Hispanic Black"."""
    race_measures: tuple[str, ...] = ()
    sample_from: int | None = None

    def admit(self, paper: Paper) -> bool:
        """Say whether a paper passes; a paper whose year is unknown fails a limit on years."""
        year = paper.year
        return (
            (self.year_from is None or (year is not None and year >= self.year_from))
            and (self.year_to is None or (year is not None and year <= self.year_to))
            and (not self.designs or _starts(paper.design, self.designs))
            and (not self.standings or paper.status.standing in self.standings)
            and (not self.topics or bool(_folded(self.topics) & _folded(paper.topics)))
            and self._admit_study(paper)
        )

    def _admit_study(self, paper: Paper) -> bool:
        """Say whether a paper tells of how its study was done what is asked for."""
        countries = _folded(paper.told("country"))
        groups = " ".join((paper.population or "", *paper.told("population"))).lower()
        measures = _folded((paper.race_measure or "", *paper.told("race measure")))
        sizes = [int(size) for size in paper.told("sample size") if size.isdigit()]
        return (
            (not self.countries or bool(_folded(self.countries) & countries))
            and (not self.populations or any(_holds(groups, one) for one in self.populations))
            and (not self.race_measures or bool(_folded(self.race_measures) & measures))
            and (self.sample_from is None or max(sizes, default=-1) >= self.sample_from)
        )


NO_FILTERS = Filters()


@dataclass(frozen=True)
class Evidence:
    """A passage that bears on a question."""

    rank: int
    """Counts from 1; in an answer it is the number shown."""
    passage: Passage
    paper: Paper
    score: float
    """Fused from both searches; comparable only within one search."""
    similarity: float
    """Cosine of question and passage; 0 where only the words were found."""
    quotes: tuple[Span, ...] = ()
    """The sentences that answer, as places in the passage's text."""

    @property
    def quote(self) -> str | None:
        """The first sentence that answers; None where none was chosen."""
        if not self.quotes:
            return None
        return self.passage.text[self.quotes[0].start : self.quotes[0].end]


def search(
    library: Library, question: str, filters: Filters = NO_FILTERS, top: int = 20
) -> list[Evidence]:
    """Return the evidence for a question, best first; empty when nothing matches."""
    papers = library.papers()
    admitted = [paper_id for paper_id, paper in papers.items() if filters.admit(paper)]
    if not admitted:
        return []
    limits = Limits(
        paper_ids=None if len(admitted) == len(papers) else admitted,
        origins=filters.origins,
        not_kinds=_NOT_EVIDENCE,
        a_paper=PASSAGES_A_PAPER,
    )
    dense, similarity = _dense(library, question, limits, top)
    words = library.words.search(terms(question), limits, _DEPTH)
    fused = fuse([dense, words])
    passages = library.words.passages([hit.passage_id for hit in fused])
    return [
        Evidence(
            rank,
            passages[hit.passage_id],
            papers[passages[hit.passage_id].paper_id],
            hit.score,
            similarity.get(hit.passage_id, 0.0),
        )
        for rank, hit in enumerate(islice(_spread(fused, passages), top), start=1)
    ]


def _dense(
    library: Library, question: str, limits: Limits, top: int
) -> tuple[list[Hit], dict[str, float]]:
    """Return the nearest passages, the best few of each paper, and the cosines of all seen.

    Looks deeper where one long paper fills the first places.
    """
    depth = _DEPTH
    while True:
        hits = library.nearest(question, limits, depth)
        passages = library.words.passages([hit.passage_id for hit in hits])
        spread = list(_spread(hits, passages))
        if len(spread) >= top or len(hits) < depth or depth >= _DEEPEST:
            return spread[:_DEPTH], {hit.passage_id: hit.score for hit in hits}
        depth *= 4


def fuse(rankings: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Return rankings fused by reciprocal rank, keyed by passage id, best first.

    Equal scores stand in order of id, so that the same search gives the same list.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, hit in enumerate(ranking, start=1):
            scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + 1.0 / (_RRF + rank)
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [Hit(passage_id, score) for passage_id, score in ordered]


def terms(question: str) -> list[str]:
    """Return the words of a question that carry meaning, lower case, each once."""
    found = re.findall(r"\w+(?:[-'’]\w+)*", question.lower())
    return list(dict.fromkeys(word for word in found if word not in _STOP_WORDS))


def _spread(hits: Iterable[Hit], passages: Mapping[str, Passage]) -> Iterator[Hit]:
    """Yield the best few passages of each paper, in order, those no longer held left out."""
    counts: Counter[str] = Counter()
    for hit in hits:
        passage = passages.get(hit.passage_id)
        if passage is None:
            continue
        counts[passage.paper_id] += 1
        if counts[passage.paper_id] <= PASSAGES_A_PAPER:
            yield hit


def _starts(value: str | None, beginnings: Sequence[str]) -> bool:
    return value is not None and value.lower().startswith(tuple(b.lower() for b in beginnings))


def _holds(groups: str, wanted: str) -> bool:
    return re.search(rf"\b{re.escape(wanted.lower())}\b", groups) is not None


def _folded(words: Sequence[str]) -> set[str]:
    return {word.lower() for word in words}
