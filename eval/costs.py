"""Score what an answer cost besides seconds: tokens of a language model, and memory."""

from __future__ import annotations

from collections.abc import Mapping

from eval.citations import ScoreOne
from eval.measure import Measure
from eval.outcome import Outcome
from eval.questions import Question


def _tokens(_question: Question, outcome: Outcome) -> float | None:
    return None if outcome.tokens is None else float(outcome.tokens)


def _memory(_question: Question, outcome: Outcome) -> float | None:
    return outcome.peak_memory


COSTS: Mapping[Measure, ScoreOne] = {
    Measure(
        "tokens",
        "cost",
        "tokens a language model read and wrote, as the embedding model counts; 0 without one",
        "lower",
    ): _tokens,
    Measure(
        "peak memory",
        "cost",
        "MiB that the process held at most up to the end of the answer",
        "lower",
    ): _memory,
}
