"""Measure how many key points of the gold the quoted answers tell, over the starter corpus.

Run with: python -m eval.bench.key_points [--sample 30] [QUESTIONS.jsonl …]

A declined question covers none of its key points and stays in the count. `--sample` prints so
many key points, drawn evenly over the questions, beside the answer and the verdict, to be read.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import answer
from assistant.brief import Answer
from assistant.understand.contextualize import in_conversation
from corpus.embed import open_model
from corpus.library import Library
from corpus.references.cite import short_name
from corpus.settings import Settings
from corpus.text.sentences import sentence_spans
from eval.chance import mean_of
from eval.key_points import Verdict, judge
from eval.questions import Question, read_questions
from ingest.add import add_starter

_SETS = [Path(__file__).parents[1] / "sets" / "development.jsonl"]


@dataclass(frozen=True)
class Judged:
    """A question, its answer, and what it tells of the key points."""

    question: Question
    answer: Answer
    verdicts: tuple[Verdict, ...]
    """On what is quoted."""
    corrected: tuple[Verdict, ...]
    """On what is quoted and what is said of a claim that the question assumes or mentions."""

    @property
    def coverage(self) -> float:
        """Share of the key points that the quoted sentences cover, from 0 to 1."""
        return _share(self.verdicts)


def judged(library: Library, questions: Sequence[Question]) -> Iterator[Judged]:
    """Yield each question that expects an answer with the verdicts on its key points."""
    contexts: dict[str, str] = {}
    for one in questions:
        follows = contexts.get(one.follows or "")
        contexts[one.id] = in_conversation(one.question, follows)
        if one.expected_behaviour != "abstain" and one.key_points:
            found = answer(library, one.question, follows=follows)
            claim = found.premise.claim if found.premise else None
            said = [claim.correction, claim.replaced_by or ""] if claim else []
            corrected = [
                text[span.start : span.end] for text in said for span in sentence_spans(text)
            ]
            yield Judged(
                one,
                found,
                tuple(_verdicts(library, one, found)),
                tuple(_verdicts(library, one, found, corrected)),
            )


def _verdicts(
    library: Library, question: Question, found: Answer, corrected: Sequence[str] = ()
) -> list[Verdict]:
    sentences = [*corrected, *(sentence.text for sentence in found.sentences)]
    years = [] if found.declined else [item.paper.year or 0 for item in found.evidence]
    return judge(library.asked, question.question, question.key_points, sentences, years)


def report(found: Sequence[Judged]) -> Iterator[str]:
    """Yield the lines of the report: all questions, each set by itself, and each kind."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in found:
        groups["all"].append(one)
        # The ids of a set begin with its letter.
        groups[f"set {one.question.id[0]}"].append(one)
        groups[f"kind {one.question.kind}"].append(one)
    for name, members in groups.items():
        mean = mean_of([one.coverage for one in members])
        declined = sum(one.answer.declined for one in members)
        if mean:
            yield (
                f"key points covered, {name}: {mean.value:.3f} [{mean.low:.3f}, {mean.high:.3f}] "
                f"over {mean.count} questions, {declined} of them declined"
            )
    shown = mean_of([_share(one.corrected) for one in found])
    if shown:
        yield (
            "with what is said of a claim of the register: "
            f"{shown.value:.3f} [{shown.low:.3f}, {shown.high:.3f}]"
        )
    lengths = [len(one.answer.sentences) for one in found if not one.answer.declined]
    yield f"sentences an answer: {min(lengths)} to {max(lengths)}, mean {_mean(lengths):.1f}"
    papers = [len({e.paper.paper_id for e in one.answer.evidence}) for one in found]
    yield f"papers an answer: mean {_mean(papers):.1f}"


def _share(verdicts: Sequence[Verdict]) -> float:
    return sum(verdict.covered for verdict in verdicts) / len(verdicts)


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)


def sample(found: Sequence[Judged], count: int) -> Iterator[str]:
    """Yield so many key points, evenly drawn, each beside its answer and verdict."""
    points = [(one, verdict) for one in found for verdict in one.verdicts]
    for place in range(count):
        one, verdict = points[(2 * place + 1) * len(points) // (2 * count)]
        yield f"\n{place + 1}. {one.question.id} {one.question.kind}: {one.question.question}"
        for sentence in one.answer.sentences:
            names = ", ".join(short_name(one.answer.evidence[r - 1].paper) for r in sentence.cites)
            yield f"   [{sentence.group}] {sentence.text} ({names})"
        told = "COVERED" if verdict.covered else "not covered"
        missing = f", figures missing: {verdict.missing}" if verdict.missing else ""
        yield f"   KEY POINT {verdict.point!r}: {told} (closeness {verdict.closeness}{missing})"


def main() -> None:
    """Build the starter library in a temporary folder and measure the answers."""
    parser = argparse.ArgumentParser(description="Measure the key points that answers tell.")
    parser.add_argument("--sample", type=int, default=0, metavar="COUNT")
    parser.add_argument("sets", nargs="*", type=Path)
    given = parser.parse_args()
    questions = [one for path in given.sets or _SETS for one in read_questions(path)]
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Settings(library=Path(folder)), open_model())
        add_starter(library, lambda *_: None)
        found = list(judged(library, questions))
        print("\n".join([*report(found), *sample(found, given.sample)]))


if __name__ == "__main__":
    main()
