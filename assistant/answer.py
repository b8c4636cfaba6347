"""Answer a question: search, quote, bring the counterpart in, or decline."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.brief import Answer
from assistant.compose.citation_numbers import numbered
from assistant.compose.compose import Chosen, compose
from assistant.compose.fallback import answer_from_sources, entry_sentences
from assistant.compose.not_ours import not_ours
from assistant.generate.generated_answer import drafted, given_to
from assistant.generate.write import Writing
from assistant.judge.answerability import decide
from assistant.judge.best_reading import best_reading
from assistant.judge.judge import judge
from assistant.misconceptions.boost import boosted_search
from assistant.misconceptions.detect import premise_of
from assistant.misconceptions.register import register_of
from assistant.retrieve.evidence import Evidence
from assistant.understand.contextualize import in_conversation
from assistant.understand.readings import readings
from assistant.understand.request_kind import request_kind
from assistant.understand.spelling import reading
from corpus.errors import QuestionError
from corpus.filters import NO_FILTERS, Filters
from corpus.library import Library

LONGEST_QUESTION = 2_000
"""Characters; the embedding model reads fewer, and a question is not an essay."""
_NEAREST_SHOWN = 3


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
    library: Library,
    question: str,
    filters: Filters = NO_FILTERS,
    follows: str | None = None,
    writing: Writing | None = None,
) -> Answer:
    """Return the answer to a question; `follows` is the question that it follows up."""
    *_, last = answering(library, question, filters, follows, writing)
    return last


def answering(
    library: Library,
    question: str,
    filters: Filters = NO_FILTERS,
    follows: str | None = None,
    writing: Writing | None = None,
) -> Iterator[Answer]:
    """Yield the answer as it grows, one sentence at a time; the last one is whole.

    A marker never moves: evidence is numbered in order of first use. A language model is asked
    only where the evidence answers, and is sent nothing otherwise.
    """
    asked = check_question(question)
    clock = [time.perf_counter()]
    read = reading(asked, library.words.holding)
    in_context = reading(in_conversation(read.text, follows), library.words.holding).text
    premise = premise_of(register_of(library), read.text, in_context, library.asked.embed)
    request = request_kind(library.asked, library.embedder.checksum, asked)
    if request.name != "evidence":
        yield not_ours(library, asked, request, premise)
        return
    clock.append(time.perf_counter())
    alone = in_context == read.text
    meant, found = best_reading(
        library,
        readings(read.text) if alone else (in_context,),
        lambda text: boosted_search(library, text, filters),
    )
    clock.append(time.perf_counter())
    judgement = judge(library, meant, found)
    composed: Sequence[Chosen] = compose(library, meant, judgement.ranked, judgement.policy)
    quoted = [one.candidate for one in composed]
    named = meant if alone else read.text
    decision = decide(library, named, found, judgement, quoted, filters)
    is_thin = decision.outcome != "answered"
    if is_thin and premise is not None and premise.stance == "assumed":
        from_sources = answer_from_sources(library, premise, named, meant, filters)
        composed, decision = from_sources or (composed, decision)
    declined = decision.outcome == "declined"
    from_entry = entry_sentences(premise) if decision.outcome != "answered" else ()
    outcome = "answered" if from_entry else decision.outcome
    sentences, evidence = (from_entry, ()) if from_entry else numbered([] if declined else composed)
    whole = Answer(
        question=asked,
        sentences=sentences,
        evidence=evidence or (() if from_entry else _nearest(found)),
        outcome=outcome,
        reason=None if from_entry else decision.reason,
        missing=() if from_entry else read.as_written(decision.missing),
        papers=len(library.papers()),
        passages=library.passage_count,
        snapshot=library.snapshot,
        writer="quoting",
        read_as=read.read_as,
        premise=premise,
        seconds={
            "premise": clock[1] - clock[0],
            "search": clock[2] - clock[1],
            "write": time.perf_counter() - clock[2],
        },
        sure=decision.sure,
    )
    if writing is not None and not declined and not from_entry:
        given = given_to(composed, found)
        for draft in drafted(whole, writing, meant, given, library):
            seconds = {**whole.seconds, "write": time.perf_counter() - clock[2]}
            yield replace(draft, seconds=seconds)
        return
    for count in range(1, len(sentences)):
        yield replace(whole, sentences=sentences[:count])
    yield whole


def _nearest(found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the best passage of each of the nearest papers, ranked anew."""
    by_paper: dict[str, Evidence] = {}
    for item in found:
        by_paper.setdefault(item.paper.paper_id, item)
    nearest = list(by_paper.values())[:_NEAREST_SHOWN]
    return tuple(replace(item, rank=rank) for rank, item in enumerate(nearest, start=1))
