"""A small question set, and a system that answers it without a library."""

from __future__ import annotations

from pathlib import Path

from eval.conditions import Conditions
from eval.outcome import Outcome, Said, Shown
from eval.questions import Gold, Question, QuestionSet, set_of
from eval.replies import Ask
from eval.run import Run, conduct

AIR = Question(
    "air",
    "Is asthma more common where the air is worse?",
    "claim_check",
    "answer",
    (Gold("a", 2), Gold("b", 1)),
    ("more common",),
    labels={"topic": ("asthma",)},
)
ALSO = Question("also", "And in children?", "follow_up", "answer", (Gold("b", 2),), (), "air")
VIOLIN = Question("violin", "Who composed <b>this</b> concerto?", "out_of_scope", "abstain")
QUESTIONS = set_of("small", ((f"small line {n}", q) for n, q in enumerate((AIR, ALSO, VIOLIN), 1)))
CONDITIONS = Conditions("small", "digest", "library", "snapshot", 2, 2, "hashing", "scripted")
ANSWERED = Outcome(
    "answered",
    said=(Said("Asthma was more common.", (1,), verbatim=True, supported=True),),
    shown=(Shown(1, "a", "Air & <i>asthma</i>", "Asthma was more common. Rents were lower."),),
    ranked=("a", "x", "b"),
    seconds={"search": 0.25},
)
DECLINED = Outcome("declined", "nothing held answers this")


def scripted(question: Question, follows: str | None) -> Outcome:
    """Answer the first, break at the follow-up, decline the rest."""
    if question.id == "also":
        raise TimeoutError(f"after {follows}")
    return ANSWERED if question.id == "air" else DECLINED


def made(folder: Path, ask: Ask = scripted, questions: QuestionSet = QUESTIONS) -> Run:
    """Return the run that asking a scripted system makes."""
    return conduct(folder, questions, CONDITIONS, ask, lambda _done, _total: None)
