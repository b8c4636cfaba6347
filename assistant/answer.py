"""Answer a question: search, quote, bring the counterpart in, or decline."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.choose import Candidate, candidates, choose, share, stems
from assistant.cite import byline
from assistant.scope import out_of_scope
from assistant.search import NO_FILTERS, PASSAGES_A_PAPER, Evidence, Filters, search
from corpus.errors import QuestionError
from corpus.hit import Limits
from corpus.library import Library
from corpus.paper import Origin, Paper

LONGEST_QUESTION = 2_000
"""Characters; the embedding model reads fewer, and a question is not an essay."""
_PASSAGES_READ = 10
_NEAREST_SHOWN = 3
_COUNTERPARTS = 4
_FIT = 0.37
"""Of the answerable development questions one falls below, see eval/bench/ranking.py."""
_NOT_A_COUNTERPART = frozenset({"supersedes", "see also"})
"""A paper that replaced another stands by itself; the replaced one brings its successor in."""

Group = Literal["says", "read with", "limits"]
GROUPS: dict[Group, str] = {
    "says": "What the papers say",
    "read with": "Read together with",
    "limits": "Limits",
}
"""The parts of an answer in order, with their headings."""
DIGEST_NOTE = (
    "Sentences marked digest are this project's own words about a paper; only sentences in "
    "quotation marks are a paper's own."
)

_WHY: dict[Origin, str] = {
    "full text": "quoted letter for letter from the paper",
    "abstract": "quoted letter for letter from the paper's abstract",
    "digest": "quoted letter for letter from this project's digest of the paper",
}


@dataclass(frozen=True)
class Sentence:
    """One sentence of an answer."""

    text: str
    cites: tuple[int, ...]
    """Ranks of the evidence it rests on."""
    verbatim: bool
    """True where it is found in its passage letter for letter."""
    supported: bool
    why: str
    """Why it counts as supported, or not."""
    group: Group


@dataclass(frozen=True)
class Answer:
    """An answer in which every sentence opens onto a passage, or a stated refusal."""

    question: str
    sentences: tuple[Sentence, ...]
    evidence: tuple[Evidence, ...]
    """What is cited, ranked in order of first use; the nearest papers where it is declined."""
    declined: bool
    reason: str | None
    """Why it is declined; None where it is not."""
    papers: int
    """How many papers were searched."""
    passages: int
    snapshot: str
    """What the library held."""
    writer: str
    seconds: dict[str, float]
    """By step."""


def check_question(question: str) -> str:
    """Return the question without surrounding space; raise QuestionError if it cannot be asked."""
    asked = " ".join(question.split())
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in asked):
        raise QuestionError("the question holds characters that are not text; type it anew")
    if not asked:
        raise QuestionError("the question is empty; write what you want evidence on")
    if not re.search(r"\w", asked):
        raise QuestionError("the question has no words; write what you want evidence on")
    if len(asked) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(asked):,} characters, at most {LONGEST_QUESTION:,} are read; "
            "ask one thing in a few sentences"
        )
    return asked


def answer(
    library: Library, question: str, filters: Filters = NO_FILTERS, follows: str | None = None
) -> Answer:
    """Return the answer to a question; `follows` is the question that it follows up."""
    *_, last = answering(library, question, filters, follows)
    return last


def answering(
    library: Library, question: str, filters: Filters = NO_FILTERS, follows: str | None = None
) -> Iterator[Answer]:
    """Yield the answer as it grows, one sentence at a time; the last one is whole.

    The evidence is whole and numbered from the first, so that a marker never moves.
    """
    asked = check_question(question)
    in_context = in_conversation(asked, follows)
    started = time.perf_counter()
    beyond = out_of_scope(asked)
    found = [] if beyond else search(library, in_context, filters)
    searched = time.perf_counter()
    ranked = candidates(library.remembered, in_context, found[:_PASSAGES_READ])
    declined = not _fits(in_context, found, ranked)
    chosen = [] if declined else _composed(library, in_context, ranked)
    declined = not chosen
    sentences, evidence = _numbered(chosen)
    whole = Answer(
        question=asked,
        sentences=sentences,
        evidence=evidence or _nearest(found),
        declined=declined,
        reason=beyond or (_reason(library, found, filters) if declined else None),
        papers=len(library.papers()),
        passages=library.passage_count,
        snapshot=library.snapshot,
        writer="quoting",
        seconds={"search": searched - started, "write": time.perf_counter() - searched},
    )
    for count in range(1, len(sentences)):
        yield replace(whole, sentences=sentences[:count])
    yield whole


def shown_text(sentence: Sentence, answer: Answer) -> str:
    """Return a sentence as it is shown: in quotation marks where it is a paper's own words.

    A digest's sentences are quoted letter for letter too, but they are this project's words.
    """
    own = all(answer.evidence[rank - 1].passage.origin != "digest" for rank in sentence.cites)
    return f"“{sentence.text}”" if sentence.verbatim and own else sentence.text


def in_conversation(question: str, follows: str | None) -> str:
    """Return the question with the one it follows up in front, so that "that gap" has a gap."""
    return f"{follows} {question}" if follows else question


def _fits(question: str, found: Sequence[Evidence], ranked: Sequence[Candidate]) -> bool:
    """Say whether the evidence bears on the question closely enough to be quoted."""
    if not ranked:
        return False
    wanted = stems(question)
    nearest = max(item.similarity for item in found)
    closest = max(candidate.similarity for candidate in ranked)
    covered = max(share(wanted, _wording(item)) for item in found[:_PASSAGES_READ])
    return 0.5 * nearest + 0.5 * closest + 0.2 * covered >= _FIT


def _wording(evidence: Evidence) -> str:
    return f"{evidence.paper.title} {byline(evidence.paper)} {evidence.passage.text}"


@dataclass(frozen=True)
class _Chosen:
    candidate: Candidate
    group: Group


def _composed(library: Library, question: str, ranked: Sequence[Candidate]) -> list[_Chosen]:
    """Return the sentences of the answer in the order in which they are read."""
    main = choose(question, ranked)
    says = [_Chosen(c, "says") for c in _by_paper([c for c in main if c.part != "limitations"])]
    limits = [_Chosen(c, "limits") for c in main if c.part == "limitations"] or [
        _Chosen(c, "limits") for c in _limitation(ranked, main)
    ]
    cited = list(dict.fromkeys(c.candidate.paper_id for c in [*says, *limits]))
    others = [_Chosen(c, "read with") for c in _counterparts(library, question, cited)]
    return [*says, *others, *limits]


def _by_paper(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentences by paper, in the order of the papers' best, and as each paper tells."""
    order = list(dict.fromkeys(candidate.paper_id for candidate in chosen))
    return sorted(
        chosen,
        key=lambda c: (order.index(c.paper_id), c.evidence.passage.start + c.span.start),
    )


def _limitation(ranked: Sequence[Candidate], main: Sequence[Candidate]) -> list[Candidate]:
    """Return one limitation of a paper that is cited, where the evidence tells one."""
    cited = {candidate.paper_id for candidate in main}
    return [c for c in ranked if c.part == "limitations" and c.paper_id in cited][:1]


def _counterparts(library: Library, question: str, cited: Sequence[str]) -> Iterator[Candidate]:
    """Yield the best sentence of each paper that a cited one must be read together with."""
    papers = library.papers()
    reasons: dict[str, str] = {}
    for relation in (one for paper_id in cited for one in papers[paper_id].read_with):
        partner = relation.paper_id
        if relation.kind not in _NOT_A_COUNTERPART and partner in papers and partner not in cited:
            reasons.setdefault(partner, relation.why)
    for partner, why in list(reasons.items())[:_COUNTERPARTS]:
        wanted = f"{question} {why}"
        ranked = candidates(library.remembered, wanted, _of_paper(library, papers[partner], wanted))
        yield from [c for c in ranked if c.part != "limitations"][:1]


def _of_paper(library: Library, paper: Paper, question: str) -> list[Evidence]:
    """Return the passages of one paper that lie nearest to a question."""
    hits = library.nearest(question, Limits(paper_ids=[paper.paper_id]), PASSAGES_A_PAPER)
    passages = library.words.passages([hit.passage_id for hit in hits])
    return [
        Evidence(rank, passages[hit.passage_id], paper, 0.0, hit.score)
        for rank, hit in enumerate(hits, start=1)
        if hit.passage_id in passages
    ]


def _numbered(
    chosen: Sequence[_Chosen],
) -> tuple[tuple[Sentence, ...], tuple[Evidence, ...]]:
    """Return the sentences with their markers, and the evidence in order of first use."""
    evidence: dict[str, Evidence] = {}
    sentences: list[Sentence] = []
    for one in chosen:
        passage_id = one.candidate.evidence.passage.passage_id
        before = evidence.get(passage_id)
        rank = before.rank if before else len(evidence) + 1
        quotes = (*(before.quotes if before else ()), one.candidate.span)
        evidence[passage_id] = replace(one.candidate.evidence, rank=rank, quotes=quotes)
        sentences.append(
            Sentence(
                text=one.candidate.text,
                cites=(rank,),
                verbatim=True,
                supported=True,
                why=_WHY[one.candidate.evidence.passage.origin],
                group=one.group,
            )
        )
    return tuple(sentences), tuple(evidence.values())


def _nearest(found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the best passage of each of the nearest papers, ranked anew."""
    by_paper: dict[str, Evidence] = {}
    for item in found:
        by_paper.setdefault(item.paper.paper_id, item)
    nearest = list(by_paper.values())[:_NEAREST_SHOWN]
    return tuple(replace(item, rank=rank) for rank, item in enumerate(nearest, start=1))


def _reason(library: Library, found: Sequence[Evidence], filters: Filters) -> str:
    count = len(library.papers())
    limited = "" if filters == NO_FILTERS else " within the filters set"
    searched = f"{count:,} paper{'' if count == 1 else 's'} searched by meaning and by words"
    if not found:
        return f"No paper{limited} matches this question; {searched}."
    return f"The library does not answer this{limited}; {searched}, and none comes close enough."
