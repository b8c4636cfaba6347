"""Measure how many key points of the gold the quoted answers tell, over the starter corpus.

Run with: python -m eval.bench.key_points [--sample 30] [QUESTIONS.jsonl …] [--json]

A declined question covers none of its key points and stays in the count. `--sample` prints so
many key points, drawn evenly over the questions, beside the answer and the verdict, to be read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import answer
from assistant.brief import Answer
from corpus.library import Library
from corpus.references.cite import short_name
from corpus.text.sentences import sentence_spans
from eval.bench.harness import (
    arguments,
    mean_row,
    question_sets,
    share_row,
    show,
    starter_library,
    turns,
)
from eval.key_points import Verdict, judge
from eval.questions import Question


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
    for turn in turns(questions):
        one = turn.question
        if one.expected_behaviour != "abstain" and one.key_points:
            found = answer(library, one.question, follows=turn.follows)
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


def key_point_rows(found: Sequence[Judged]) -> Iterator[dict[str, object]]:
    """Yield the figures of all questions, of each set by itself, and of each kind."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in found:
        # The ids of a set begin with its letter.
        for name in ("all", f"set {one.question.id[0]}", f"kind {one.question.kind}"):
            groups[name].append(one)
    for name, members in groups.items():
        covered = mean_row([one.coverage for one in members])
        yield {"measure": "key points covered", "of": name, **covered}
        declined = sum(one.answer.declined for one in members)
        yield {"measure": "declined", "of": name, **share_row(declined, len(members))}
    shown = mean_row([_share(one.corrected) for one in found])
    yield {"measure": "covered, corrections of the register included", "of": "all", **shown}
    lengths = [len(one.answer.sentences) for one in found if not one.answer.declined]
    yield {"measure": "sentences an answer", "of": "all", **mean_row(lengths)}
    papers = [len({e.paper.paper_id for e in one.answer.evidence}) for one in found]
    yield {"measure": "papers an answer", "of": "all", **mean_row(papers)}


def _share(verdicts: Sequence[Verdict]) -> float:
    return sum(verdict.covered for verdict in verdicts) / len(verdicts)


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
    """Measure the answers, and print the rows and a sample if asked."""
    parser = arguments(__doc__)
    parser.add_argument("--sample", type=int, default=0, metavar="COUNT")
    parser.add_argument("sets", nargs="*", type=Path)
    given = parser.parse_args()
    questions = [one for own in question_sets(given.sets).values() for one in own]
    found = list(judged(starter_library(given.library), questions))
    show(list(key_point_rows(found)), as_json=given.json)
    print(*sample(found, given.sample), sep="\n", end="")


if __name__ == "__main__":
    main()
