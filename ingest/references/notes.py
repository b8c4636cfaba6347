"""Read what the notes of a reference tell that its form has no field for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.references.markup import plain
from corpus.references.status_note import status_in
from corpus.status import Status

# At the start of a note only: further in, it is the PMID of a comment or an erratum.
_NUMBERS = re.compile(r"\s*(?P<name>PMID|PMCID|DOI):\s*(?P<said>\S+)\s*", re.IGNORECASE)
_LICENCE = re.compile(r"(?:Licen[cs]e|Rights): (?P<said>.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Noted:
    """What the notes tell; an empty text where they are silent."""

    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    licence: str = ""
    standings: tuple[Status, ...] = ()


def noted_in(notes: Iterable[str]) -> Noted:
    """Return what the lines of the notes tell, the first that tells it."""
    told = Noted()
    for line in (plain(line) for note in notes for line in note.split("\n")):
        licence = _LICENCE.fullmatch(line)
        status = status_in(line)
        if status:
            told = replace(told, standings=(*told.standings, status))
        elif licence:
            told = replace(told, licence=told.licence or licence["said"])
        else:
            told = _with_numbers(told, line)
    return told


def _with_numbers(told: Noted, line: str) -> Noted:
    """Return what is told with the numbers in "PMID: 12; PMCID: PMC34" where still unknown."""
    for found in filter(None, map(_NUMBERS.fullmatch, line.split(";"))):
        name = found["name"].lower()
        if name == "doi":
            told = replace(told, doi=told.doi or found["said"])
        elif name == "pmid":
            told = replace(told, pmid=told.pmid or found["said"])
        else:
            told = replace(told, pmcid=told.pmcid or found["said"])
    return told
