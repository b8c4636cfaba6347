"""Score a review on labelled statements: what it finds, what it names right, its false alarms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.chance import interval_of
from eval.review_set import Labelled

Told = str | None
"""The category that a review gave a statement; None where it made no remark."""
_SEED = 20_211_011
_RESAMPLES = 2_000


@dataclass(frozen=True)
class Share:
    """A share with its 95% interval (Wilson)."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The share; None where there is nothing to share."""
        return self.hits / self.of if self.of else None


@dataclass(frozen=True)
class Figures:
    """How a review did on a group of statements."""

    name: str
    precision: Share
    recall: Share
    f1: float | None
    low: float
    """Of the 95% interval of F1 (percentile bootstrap)."""
    high: float


@dataclass(frozen=True)
class ReviewScore:
    """How a review did on a set."""

    problem: Figures
    category_right: Share
    """Of the problems that were found."""
    false_alarms: Share
    """Of the acceptable statements."""
    by_category: tuple[Figures, ...]
    """A remark of another category counts against both."""
    found_by: tuple[tuple[str, Share], ...]
    """Problems found by severity, difficulty and kind of line, as "severity: major"."""
    alarms_by: tuple[tuple[str, Share], ...]
    """False alarms by difficulty and kind of line."""


def score_review(items: Sequence[Labelled], told: Sequence[Told]) -> ReviewScore:
    """Return how the categories that were told compare with the labels, in the same order."""
    pairs = list(zip(items, told, strict=True))
    found = [(item, name) for item, name in pairs if item.is_problem and name is not None]
    fine = [(item, name) for item, name in pairs if not item.is_problem]
    categories = sorted({item.category for item in items if item.category})
    return ReviewScore(
        problem=_figures("problem", pairs, lambda item: item.is_problem, lambda n: n is not None),
        category_right=_share(sum(item.admits(name) for item, name in found), len(found)),
        false_alarms=_share(sum(name is not None for _, name in fine), len(fine)),
        by_category=tuple(_of_category(category, pairs) for category in categories),
        found_by=_by([(item, name is not None) for item, name in pairs if item.is_problem]),
        alarms_by=_by([(item, name is not None) for item, name in fine]),
    )


def _of_category(category: str, pairs: Sequence[tuple[Labelled, Told]]) -> Figures:
    return _figures(
        category, pairs, lambda item: item.category == category, lambda name: name == category
    )


def _figures(
    name: str,
    pairs: Sequence[tuple[Labelled, Told]],
    wanted: Callable[[Labelled], bool],
    told: Callable[[Told], bool],
) -> Figures:
    is_wanted = np.array([wanted(item) for item, _ in pairs])
    is_told = np.array([told(one) for _, one in pairs])
    both = is_wanted & is_told
    places = np.random.default_rng(_SEED).integers(0, len(pairs), (_RESAMPLES, len(pairs)))
    sums = [part[places].sum(axis=1) for part in (both, is_wanted, is_told)]
    spread = 2 * sums[0] / np.maximum(sums[1] + sums[2], 1)
    total = int(is_wanted.sum() + is_told.sum())
    low, high = np.percentile(spread, (2.5, 97.5))
    return Figures(
        name=name,
        precision=_share(int(both.sum()), int(is_told.sum())),
        recall=_share(int(both.sum()), int(is_wanted.sum())),
        f1=2 * int(both.sum()) / total if total else None,
        low=float(low),
        high=float(high),
    )


def _by(pairs: Sequence[tuple[Labelled, bool]]) -> tuple[tuple[str, Share], ...]:
    groups: dict[str, list[bool]] = {}
    for item, hit in pairs:
        for field in ("severity", "difficulty", "register", "source_type"):
            value = getattr(item, field)
            if value is not None:
                groups.setdefault(f"{field.replace('_', ' ')}: {value}", []).append(hit)
    return tuple((name, _share(sum(hits), len(hits))) for name, hits in sorted(groups.items()))


def _share(hits: int, of: int) -> Share:
    return Share(hits, of, *(interval_of(hits, of) if of else (0.0, 1.0)))
