"""Judge whether an answer tells the key points that the gold of its question holds.

A key point is a short line of the gold, such as "17.0% v 6.2% in multicentre ICU cohort". It
counts as covered when both hold:

- Every figure of it stands in the answer. Years may also stand in the citations, and "6.6 million"
  is told by any count that rounds to it.
- One sentence of the answer is close to it: the cosine between the sentence and question and key
  point together, plus the share of the key point's marks (word stems and figures) that the
  sentence has, is at least `CLOSE`. Marks that the question itself has weigh half, because to say
  them again answers nothing.

This form was chosen among ten, and the threshold set, on 89 key points that were first read beside
their answers and marked by hand: it agrees with 94% of them, and its errors are about as often
too kind as too strict. Cosine plus share without the question agreed with 83%.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.embed import Remembering

CLOSE = 0.95
"""Of cosine (at most 1) plus share (at most 1)."""
_FIGURE = re.compile(r"(?<![\w.])(\d+(?:,\d{3})*(?:\.\d+)?)( (?:m|b)illion)?")
_SCALE = {"": 1.0, " million": 1e6, " billion": 1e9}
_YEARS = range(1800, 2100)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDING = re.compile(r"(?:ations?|ments?|ies|ions?|ing|ed|es|ly|s|e|y)$")
_STEM_LENGTH = 6
_STOP_WORDS = frozenset(
    "a about all also an and any are as at be been but by can do does for from had has have in "
    "into is it its no not of on only or present so some than that the their them there these "
    "they this those to v versus vs was were when which who with".split()
)


@dataclass(frozen=True)
class Figure:
    """A figure without sign and unit."""

    value: float
    rounding: float
    """Half a unit of the last digit written where it is a rounded count, as "6.6 million"; 0 else."""


@dataclass(frozen=True)
class Verdict:
    """Whether an answer tells one key point, and from what this was judged."""

    point: str
    covered: bool
    missing: tuple[float, ...]
    """Figures of the key point that the answer does not have."""
    closeness: float
    """Of the nearest sentence: cosine plus share."""


def judge(
    remembered: Remembering,
    question: str,
    points: Sequence[str],
    sentences: Sequence[str],
    years: Sequence[int],
) -> list[Verdict]:
    """Return the verdict on each key point; `years` are those of the papers cited."""
    told = {figure.value for sentence in sentences for figure in figures(sentence)}
    told |= {float(year) for year in years if year in _YEARS}
    return [
        _verdict(point, told, closeness)
        for point, closeness in zip(
            points, _closeness(remembered, question, points, sentences), strict=True
        )
    ]


def _verdict(point: str, told: set[float], closeness: float) -> Verdict:
    missing = tuple(
        figure.value
        for figure in sorted(figures(point), key=lambda figure: figure.value)
        if not any(abs(figure.value - one) <= figure.rounding for one in told)
    )
    return Verdict(point, not missing and closeness >= CLOSE, missing, closeness)


def _closeness(
    remembered: Remembering, question: str, points: Sequence[str], sentences: Sequence[str]
) -> list[float]:
    """Return for each key point the cosine plus share of the sentence nearest to it."""
    if not sentences:
        return [0.0] * len(points)
    asked = remembered.embed([f"{question} {point}" for point in points])
    cosines = asked @ remembered.embed(sentences).T
    known, held = marks(question), [marks(sentence) for sentence in sentences]
    return [
        round(max(c + _share(marks(point), known, has) for c, has in zip(row, held, strict=True)), 4)
        for point, row in zip(points, cosines.tolist(), strict=True)
    ]


def _share(wanted: frozenset[str], known: frozenset[str], held: frozenset[str]) -> float:
    """Return which share of the wanted marks is held; those that the question has weigh half."""
    weight = {mark: 0.5 if mark in known else 1.0 for mark in wanted}
    return sum(weight[mark] for mark in wanted & held) / sum(weight.values()) if weight else 0.0


def figures(text: str) -> frozenset[Figure]:
    """Return the figures of a text that are written in digits."""
    found: set[Figure] = set()
    for digits, scale in _FIGURE.findall(text):
        decimals = len(digits.partition(".")[2])
        rounding = 0.5 * 10.0**-decimals * _SCALE[scale] if scale else 0.0
        found.add(Figure(float(digits.replace(",", "")) * _SCALE[scale], rounding))
    return frozenset(found)


def marks(text: str) -> frozenset[str]:
    """Return what tells a text apart: the stems of its words that carry meaning, its figures."""
    words = (word for word in _WORD.findall(text.lower()) if word not in _STOP_WORDS)
    stems = {(_ENDING.sub("", word) or word)[:_STEM_LENGTH] for word in words}
    return frozenset(stems | {f"{figure.value:g}" for figure in figures(text)})
