"""How a paper stands today: current, corrected, retracted, superseded, contested."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """The words for the standing of a paper, as the field uses them."""

    CURRENT = "current"
    CORRECTED = "corrected"
    CONCERN = "concern"
    RETRACTED = "retracted"
    SUPERSEDED = "superseded"
    CONTESTED = "contested"
    HISTORICAL = "historical"


@dataclass(frozen=True)
class Status:
    """The standing of a paper, with its reason and where that is known from."""

    standing: Standing = Standing.CURRENT
    note: str | None = None
    by: str | None = None
    since: str | None = None
    source: str | None = None

    @property
    def needs_care(self) -> bool:
        """Say whether a reader must see the status before relying on the paper."""
        return self.standing is not Standing.CURRENT
