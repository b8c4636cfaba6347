"""Say how a paper stands where several sources tell of it."""

from __future__ import annotations

from collections.abc import Sequence, Set

from corpus.status import Standing, Status

GRAVITY = (
    Standing.RETRACTED,
    Standing.CONCERN,
    Standing.SUPERSEDED,
    Standing.CONTESTED,
    Standing.CORRECTED,
    Standing.HISTORICAL,
    Standing.CURRENT,
)
"""All standings, the one first that a reader must know before all others."""


def resolve(statuses: Sequence[Status], said: Status | None = None) -> Status:
    """Return the one status that a paper is shown with; the order of `statuses` does not matter.

    What a person said holds before all. Else it is the gravest that still holds; of two equally
    grave ones, the later. A retraction is lifted by a later reinstatement from the same source;
    one from another source still holds. Where nobody tells anything, the status is not known.
    """
    if said is not None:
        return said
    told = frozenset(statuses)
    holding = (status for status in told if not _is_lifted(status, told))
    return max(holding, key=_weight, default=Status())


def _is_lifted(status: Status, told: Set[Status]) -> bool:
    """Say whether the source of a retraction has since reinstated the paper."""
    return status.standing is Standing.RETRACTED and any(
        _is_reinstatement(other)
        and other.source == status.source
        and _follows(other.since, status.since)
        for other in told
    )


def _is_reinstatement(status: Status) -> bool:
    """Tell a notice that the paper stands again from a look-up that found nothing."""
    return status.standing is Standing.CURRENT and status.since is not None


def _follows(later: str | None, earlier: str | None) -> bool:
    """Say whether one day surely comes after another, or on it; either may be a year or month.

    Within the same day, the reinstatement is the later one: it presupposes the retraction.
    """
    if later is None or earlier is None:
        return False
    told = min(len(later), len(earlier))
    return later == earlier or later[:told] > earlier[:told]


def _weight(status: Status) -> tuple[object, ...]:
    """Return what decides between two statuses; it differs wherever they differ."""
    # A day told makes more of a status than none, and a reason more than no reason.
    words = (status.since, status.note and "told", status.checked)
    rest = (status.note, status.source, status.by)
    return (
        -GRAVITY.index(status.standing),
        *((word is not None, word or "") for word in (*words, *rest)),
    )
