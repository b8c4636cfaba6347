"""Let a named language model judge sentences by a rubric, beside its agreement with a reader.

A judge is never the default and never stands alone: the same model, with the same rubric, first
judges a sample that a reader has labelled, and how often it agrees is printed beside its number.
The rubric is `eval/rubric.md`, the sample `eval/sets/judge_sample.jsonl`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from corpus.errors import EvidenceError
from eval.chance import interval_of
from eval.citations import share
from eval.judged import Reader, Reading
from eval.outcome import Outcome, Said
from eval.questions import Question, json_at, lines_of
from eval.replies import Tell

Complete = Callable[[str, str], str]
"""Gets rules and a task, and returns what the model writes."""
Verdict = Literal["borne", "partly", "not borne"]

_VERDICT = re.compile(r"^\W*(not borne|partly|borne)\b", re.IGNORECASE | re.MULTILINE)
_AGREEMENT = "judge.json"


@dataclass(frozen=True)
class Labelled:
    """A sentence with the passages that it cites, and what a reader says of it."""

    id: str
    sentence: str
    passages: tuple[str, ...]
    verdict: Verdict
    labelled_by: str
    """Who read it: a person, or a program, and which."""


@dataclass(frozen=True)
class Agreement:
    """How far a judge agrees with the labels of the sample."""

    judge: str
    labelled_by: str
    count: int
    """Sentences of the sample."""
    agreed: int
    unread: int
    """Sentences on which the judge gave no verdict; they count as not agreed."""
    kappa: float
    """Cohen 1960: agreement beyond chance, 1 at most; 0 is what chance gives."""

    @property
    def words(self) -> str:
        """Say it in one line, as it stands beside each of the judge's numbers."""
        low, high = interval_of(self.agreed, self.count)
        unread = f", no verdict on {self.unread}" if self.unread else ""
        return (
            f"{self.judge} agrees on {self.agreed} of {self.count} sentences "
            f"({low:.2f} to {high:.2f}; kappa {self.kappa:.2f}{unread}) labelled by "
            f"{self.labelled_by}"
        )


_labelled = TypeAdapter(Labelled)
_agreement = TypeAdapter(Agreement)


def rubric() -> str:
    """Return the rubric as it is sent."""
    return files("eval").joinpath("rubric.md").read_text(encoding="utf-8")


def sample() -> list[Labelled]:
    """Return the sample that comes with the project."""
    return read_sample(Path(str(files("eval.sets").joinpath("judge_sample.jsonl"))))


def read_sample(path: Path) -> list[Labelled]:
    """Return the labelled sentences of a file; errors name file, line, field and what was found."""
    found: list[Labelled] = []
    for place, line in lines_of(path):
        try:
            found.append(_labelled.validate_python(json_at(place, line)))
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"]) or "line"
            raise EvidenceError(f"{place}: {name}: {first['msg']}; found {first['input']!r}") from (
                error
            )
    return found


def verdict_of(complete: Complete, sentence: str, passages: Sequence[str]) -> Verdict | None:
    """Return a judge's verdict on one sentence; None where it writes none."""
    told = "\n\n".join(f"Passage {number}:\n{text}" for number, text in enumerate(passages, 1))
    written = complete(rubric(), f"{told}\n\nSentence:\n{sentence}\n\nVerdict:")
    found = _VERDICT.search(written)
    return TypeAdapter(Verdict).validate_python(found[1].lower()) if found else None


def agreement(name: str, complete: Complete, labelled: Sequence[Labelled], tell: Tell) -> Agreement:
    """Return how far a judge agrees with the reader of a sample."""
    verdicts: list[Verdict | None] = []
    for number, one in enumerate(labelled, start=1):
        verdicts.append(verdict_of(complete, one.sentence, one.passages))
        tell(number, len(labelled))
    theirs = [one.verdict for one in labelled]
    return Agreement(
        name,
        "; ".join(dict.fromkeys(one.labelled_by for one in labelled)),
        len(labelled),
        sum(one == other for one, other in zip(verdicts, theirs, strict=True)),
        sum(one is None for one in verdicts),
        kappa(verdicts, theirs),
    )


def kappa(ours: Sequence[object], theirs: Sequence[object]) -> float:
    """Return Cohen's kappa of two readers of the same things; 1 where both say the same always."""
    total = len(ours)
    seen = sum(one == other for one, other in zip(ours, theirs, strict=True)) / total
    first, second = Counter(ours), Counter(theirs)
    chance = sum(first[one] * second[one] for one in first) / total**2
    return 1.0 if chance == 1.0 else (seen - chance) / (1 - chance)


def judging(complete: Complete) -> Reader:
    """Return what scores an outcome: the share of its sentences that the judge finds borne.

    A sentence partly borne counts as not borne; one without a verdict is left out.
    """

    def read(_question: Question, outcome: Outcome) -> Reading:
        verdicts = {
            said.text: verdict_of(complete, said.text, _passages(said, outcome))
            for said in outcome.said
        }
        told = {text: verdict for text, verdict in verdicts.items() if verdict is not None}
        wanting = [f"{verdict}: {text}" for text, verdict in told.items() if verdict != "borne"]
        return Reading(share(one == "borne" for one in told.values()), " / ".join(wanting))

    return read


def keep_agreement(folder: Path, found: Agreement) -> None:
    """Write into a run's folder how far its judge agrees with the reader."""
    text = _agreement.dump_json(found, indent=2).decode()
    (folder / _AGREEMENT).write_text(f"{text}\n", encoding="utf-8")


def kept_agreement(folder: Path) -> Agreement | None:
    """Return how far the judge of a run agrees with the reader; None where nobody judged."""
    path = folder / _AGREEMENT
    if not path.is_file():
        return None
    try:
        return _agreement.validate_json(path.read_bytes())
    except ValidationError as error:
        raise EvidenceError(f"{path}: not the agreement of a judge; judge the run anew") from error


def _passages(said: Said, outcome: Outcome) -> list[str]:
    return [outcome.cited[rank].text for rank in said.cites if rank in outcome.cited]
