"""Hold a run to floors such as nDCG@10=0.8, for a build that must not get worse."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import SettingsError
from eval.scores import SECONDS, known_measures, measure_named
from eval.summary import Summary


@dataclass(frozen=True)
class Floor:
    """A mean that must be reached or, for a measure where lower is better, not exceeded."""

    measure: str
    bound: float


def read_floor(written: str) -> Floor:
    """Return a floor such as "nDCG@10=0.8"; raise SettingsError for another form or measure."""
    measure, _, number = written.rpartition("=")
    try:
        floor = Floor(measure.strip(), float(number))
    except ValueError:
        floor = Floor(measure, math.nan)
    if not math.isfinite(floor.bound):
        raise SettingsError(
            f"--fail-under is {written!r}; expected a measure and a number, such as nDCG@10=0.8"
        )
    if floor.measure not in known_measures() and not floor.measure.startswith(SECONDS):
        known = ", ".join(known_measures())
        raise SettingsError(f"--fail-under: no measure {floor.measure!r}; there are: {known}")
    return floor


def missed(floors: Sequence[Floor], summary: Summary) -> list[str]:
    """Return in words the floors that the run does not keep; what is unscored keeps none."""
    told: list[str] = []
    for floor in floors:
        mean = summary.whole.means.get(floor.measure)
        if mean is None:
            told.append(f"{floor.measure} is not scored on any question")
        elif measure_named(floor.measure).better == "higher" and mean.value < floor.bound:
            told.append(f"{floor.measure} is {mean.value:.4f}, under {floor.bound:g}")
        elif measure_named(floor.measure).better == "lower" and mean.value > floor.bound:
            told.append(f"{floor.measure} is {mean.value:.4f}, over {floor.bound:g}")
    return told
