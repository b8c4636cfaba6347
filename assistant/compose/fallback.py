"""Answer from the papers that a correction rests on, where the evidence found does not answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.brief import Sentence
from assistant.compose.compose import Chosen, compose
from assistant.compose.counterparts import passages_of
from assistant.judge.answerability import Decision, decide
from assistant.judge.judge import judge
from assistant.misconceptions.detect import Premise
from corpus.filters import Filters
from corpus.library import Library
from corpus.text.sentences import sentence_spans


def answer_from_sources(
    library: Library, premise: Premise, question: str, in_context: str, filters: Filters
) -> tuple[Sequence[Chosen], Decision] | None:
    """Return what the sources of a claim say to a question that takes the claim for granted.

    Such a question cannot be answered as it was asked, yet what is known instead can be quoted.
    None where the library holds no source of the claim that the filters admit.
    """
    held = library.papers()
    named = (held.get(source.paper.paper_id) for source in premise.claim.sources)
    sources = [paper for paper in named if paper is not None and filters.admit(paper)]
    passages = [item for paper in sources for item in passages_of(library, paper, in_context)]
    evidence = [replace(item, rank=rank) for rank, item in enumerate(passages, start=1)]
    judgement = judge(library, in_context, evidence)
    composed = compose(library, in_context, judgement.ranked, judgement.policy)
    if not composed:
        return None
    quoted = [one.candidate for one in composed]
    # The correction answers, so that even what is not sure is better shown than held back.
    certain = replace(judgement, declined_below=0.0, answered_from=0.0)
    return composed, decide(library, question, evidence, certain, quoted, filters)


def entry_sentences(premise: Premise | None) -> tuple[Sentence, ...]:
    """Return the correction of a claim as this project's own lines, where no paper answers.

    Empty unless the question surely concerns the claim. They cite no passage: the sources of the
    entry are named and linked with it.
    """
    if premise is None or not (premise.answers and premise.claim.sources):
        return ()
    why = "this project's correction of the claim, from the sources named with it"
    correction = premise.claim.correction
    return tuple(
        Sentence(
            correction[span.start : span.end],
            (),
            verbatim=False,
            supported=True,
            why=why,
            group="says",
            noted=True,
        )
        for span in sentence_spans(correction)
    )
