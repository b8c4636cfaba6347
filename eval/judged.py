"""Keep the scores that need a model to read an answer, so that a run is read without one.

They lie beside the answers, one a line, and are not made twice: a language model that judges is
slow, and may not say the same again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.errors import EvidenceError
from eval.measure import Measure
from eval.outcome import Outcome
from eval.questions import Question, QuestionSet

JUDGE = "judge: "
"""In front of a judging model's name, in the name of its measure."""
KEY_POINTS = Measure(
    "key points covered",
    "judged",
    "share of the key points that an answer tells, by figures and closeness; 0 where declined",
)
REPEATED = Measure(
    "false claim suspected",
    "judged",
    "share of the askings with a sentence that comes near the false claim in question and holds "
    "no word of distance; read it before you count it, most are suspected wrongly",
    "lower",
)
READINGS = (KEY_POINTS, REPEATED)
"""What the library's own embedding model reads; a judging model has a measure of its own."""


@dataclass(frozen=True)
class Reading:
    """What a reader makes of one outcome."""

    score: float | None
    """None where the measure is not defined for the outcome."""
    why: str = ""
    """What a person should look at before believing the score."""


Reader = Callable[[Question, Outcome], Reading]

JUDGED_FILE = "judged.jsonl"
"""In the folder of a run."""


@dataclass(frozen=True)
class Judgement:
    """One line: what a reader made of one outcome."""

    measure: str
    id: str
    time: int
    score: float | None
    why: str = ""


judgement_line = TypeAdapter(Judgement)


def judge_measure(name: str) -> Measure:
    """Return the measure of a judging language model."""
    model = name.removeprefix(JUDGE)
    return Measure(
        name,
        "judged",
        f"share of an answer's sentences that {model} finds borne by what they cite; "
        "read it beside its agreement with a reader",
    )


def judged_in(folder: Path, questions: QuestionSet) -> dict[str, dict[str, float]]:
    """Return the mean score over the askings of a question, by measure and question id."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in read_judgements(folder / JUDGED_FILE, questions):
        if one.score is not None:
            found[one.measure][one.id].append(one.score)
    return {
        measure: {name: sum(scores) / len(scores) for name, scores in by_question.items()}
        for measure, by_question in found.items()
    }


def remarks_in(folder: Path, questions: QuestionSet) -> dict[str, list[str]]:
    """Return what a person should look at, by question id, each once."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in read_judgements(folder / JUDGED_FILE, questions):
        told = f"{one.measure}: {one.why}"
        if one.why and told not in found[one.id]:
            found[one.id].append(told)
    return found


def read_judgements(path: Path, questions: QuestionSet) -> Iterator[Judgement]:
    """Yield what is judged; raise EvidenceError for a line that is no judgement."""
    ids = {one.id for one in questions.questions}
    names = [one.name for one in READINGS]
    lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
    for number, line in enumerate(lines, start=1):
        try:
            found = judgement_line.validate_json(line)
        except ValidationError as error:
            raise EvidenceError(f"{path} line {number}: not a judgement of a run") from error
        if found.id not in ids:
            raise EvidenceError(f"{path} line {number}: {found.id!r} is no question of the run")
        if found.measure not in names and not found.measure.startswith(JUDGE):
            raise EvidenceError(
                f"{path} line {number}: measure {found.measure!r}; expected {', '.join(names)}, or "
                f"{JUDGE!r} and a model's name"
            )
        yield found
