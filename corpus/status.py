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


PERSON = "person"
"""The source of a status that a person set; `by` names them and `note` gives the reason."""


@dataclass(frozen=True)
class Status:
    """The standing of a paper, with its reason and where that is known from."""

    standing: Standing = Standing.CURRENT
    note: str | None = None
    by: str | None = None
    since: str | None = None
    """The day it has held from, as YYYY-MM-DD, or the year or month alone where no more is told."""
    source: str | None = None
    checked: str | None = None
    """The day it was last looked up at the source, as YYYY-MM-DD.

    A look-up that found nothing is current, with the source and this day and without a note.
    """

    @property
    def known(self) -> bool:
        """Say whether anybody has told or looked up how the paper stands."""
        return self != Status()

    @property
    def needs_care(self) -> bool:
        """Say whether a reader must see the status before relying on the paper."""
        return self.standing is not Standing.CURRENT


@dataclass(frozen=True)
class Notice:
    """What a source says of the standing of the paper with this DOI or PMID."""

    doi: str | None
    """In lower case, as `normal_doi` gives it."""
    pmid: str | None
    """Both are None only where a record without either tells of its own paper."""
    status: Status
    """With its `source`, such as "Retraction Watch"."""

    def names(self, doi: str | None, pmid: str | None) -> bool:
        """Say whether it tells of the paper with this DOI or PMID, or with neither."""
        if doi is None and pmid is None:
            return self.doi is None and self.pmid is None
        return (doi is not None and doi == self.doi) or (pmid is not None and pmid == self.pmid)
