"""Make a question set of what readers said: the right papers they named become its gold."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from corpus.feedback import Feedback
from eval.questions import Gold, Question, QuestionSet, set_of

KIND = "feedback"
_ANSWERS_IT = 2


@dataclass(frozen=True)
class FromFeedback:
    """The set that was made, and what of the feedback makes no question."""

    questions: QuestionSet
    helped: int
    """How often an answer helped; there is nothing to mend."""
    without_paper: int
    """How often one did not help, and no right paper was named."""
    gone: int
    """How often every right paper named has left the library since."""


def from_feedback(said: Iterable[Feedback], held: Collection[str]) -> FromFeedback:
    """Return the questions whose answers lacked a paper, each once, with all papers named as gold.

    `held` are the ids of the papers in the library.
    """
    helped = without = gone = 0
    right: dict[str, dict[str, None]] = {}
    words: dict[str, str] = {}
    for one in said:
        papers = [paper for paper in one.right if paper in held]
        helped += one.helped
        without += not one.helped and not one.right
        gone += bool(one.right) and not papers
        if papers:
            name = _id(one.question)
            words.setdefault(name, one.question)
            right.setdefault(name, {}).update(dict.fromkeys(papers))
    questions = set_of(KIND, ((name, _question(name, words[name], right[name])) for name in right))
    return FromFeedback(questions, helped, without, gone)


def _question(name: str, words: str, papers: Iterable[str]) -> Question:
    return Question(
        name, words, KIND, "answer", tuple(Gold(paper, _ANSWERS_IT) for paper in papers)
    )


def _id(question: str) -> str:
    """Return one id for a question however it is spaced and capitalised."""
    plain = " ".join(question.casefold().split())
    return f"feedback-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"
