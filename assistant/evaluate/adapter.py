"""Turn an answer into the outcome that eval scores: what puts the assistant and eval together."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from assistant.answer import answer, check_question
from assistant.brief import Answer
from assistant.generate.models import LanguageModel
from assistant.generate.token_usage import Counted, peak_memory
from assistant.generate.write import Writing
from assistant.judge.outcome import NEAREST_NOTE
from assistant.misconceptions.boost import boosted_search
from assistant.render.json_objects import answer_object
from assistant.retrieve.evidence import Evidence
from assistant.retrieve.search import PASSAGES_A_PAPER
from assistant.understand.contextualize import in_conversation
from corpus.library import Library
from corpus.paper import Paper
from corpus.status import Standing
from eval.outcome import Outcome, Said, Shown
from eval.questions import Question, QuestionSet
from eval.replies import Ask
from ingest.study.groups import GROUP, printed_group

_ANSWERING = ("assistant", "corpus", "ingest")
_PAPERS_RANKED = 20
"""The deepest that a ranking is scored."""


def asking(library: Library, model: LanguageModel | None = None) -> Ask:
    """Return the function that asks a library: its search for the ranking, then its answer.

    Where a language model is given, it writes, and what it reads and writes is counted.
    """
    held = library.papers()

    def ask(question: Question, follows: str | None) -> Outcome:
        asked = in_conversation(check_question(question.question), follows)
        found = boosted_search(library, asked, top=_PAPERS_RANKED * PASSAGES_A_PAPER)
        started = time.perf_counter()
        counted = Counted(model, library.embedder.tokens) if model else None
        writing = Writing(counted) if counted else None
        told = answer(library, question.question, follows=follows, writing=writing)
        seconds = {**told.seconds, "whole answer": time.perf_counter() - started}
        return replace(
            _outcome(told, held),
            ranked=_papers(found),
            seconds=seconds,
            tokens=counted.tokens if counted else 0,
            peak_memory=peak_memory(),
        )

    return ask


def code_digest() -> str:
    """Return a short digest of all of this program that answers hang on."""
    digest = hashlib.sha256()
    for package in _ANSWERING:
        folder = Path(str(files(package)))
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{package}/{path.relative_to(folder).as_posix()}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def labelled(questions: QuestionSet, papers: dict[str, Paper]) -> QuestionSet:
    """Return the set with topic, status and groups studied of the gold papers as labels."""

    def with_labels(question: Question) -> Question:
        gold = [papers[one.id] for one in question.relevant if one.id in papers]
        found = {
            "topic": [topic for paper in gold for topic in paper.topics],
            "status": [paper.status.standing.value for paper in gold],
            "group studied": [group for paper in gold for group in _groups(paper)],
        }
        labels = {by: tuple(dict.fromkeys(values)) for by, values in found.items() if values}
        return replace(question, labels={**labels, **question.labels})

    return replace(questions, questions=tuple(with_labels(one) for one in questions.questions))


def _outcome(told: Answer, held: dict[str, Paper]) -> Outcome:
    # By the contract, so that what other programs read is what is scored.
    contract = answer_object(told)
    premise = contract["premise"]
    return Outcome(
        # To be shown the nearest evidence is not to be answered.
        behaved="answered" if told.outcome == "answered" else "declined",
        reason=told.reason or (NEAREST_NOTE if told.outcome == "nearest" else None),
        said=tuple(
            Said(one.text, one.cites, one.verbatim, one.supported) for one in told.sentences
        ),
        shown=tuple(_shown(item, held) for item in told.evidence),
        premise=str(premise["claim_id"]) if premise and premise["stance"] == "assumed" else None,
        missing=tuple(contract["missing"]),
        sure=told.sure,
    )


def _shown(item: Evidence, held: dict[str, Paper]) -> Shown:
    paper, passage = item.paper, item.passage
    contested = paper.status.standing is Standing.CONTESTED
    others = (one.paper_id for one in paper.read_with if contested and one.kind != "see also")
    return Shown(
        rank=item.rank,
        paper_id=paper.paper_id,
        title=paper.title,
        text=passage.text,
        first_page=passage.first_page,
        last_page=passage.last_page,
        year=paper.year,
        standing=paper.status.standing.value,
        counterparts=tuple(other for other in others if other in held),
    )


def _papers(found: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.paper.paper_id for item in found))[:_PAPERS_RANKED]


def _groups(paper: Paper) -> list[str]:
    """Return the groups that a paper tells it studied, as printed, without "non-Hispanic"."""
    told = " ".join((paper.population or "", *paper.told("population")))
    printed = (printed_group(found.group()) for found in re.finditer(GROUP, told))
    return [group.removeprefix("non-Hispanic ") for group in printed]
