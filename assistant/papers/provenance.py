"""What is known of one paper, who tells it, and how a person corrects it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from corpus.errors import EvidenceError, SettingsError
from corpus.library import Library
from corpus.merge import BIBLIOGRAPHIC, Conflict, conflicts, sources
from corpus.paper import FactKind, Paper, normal_doi
from corpus.records import Held
from corpus.status import PERSON, Standing, Status
from corpus.texts import Text

_SAID = (*BIBLIOGRAPHIC, "design", "population", "race_measure", "topics")
_LISTS = ("authors", "topics")


@dataclass(frozen=True)
class Known:
    """A paper with everything that tells of it."""

    paper: Paper
    sources: dict[str, str]
    """Where each field is from, by field."""
    conflicts: tuple[Conflict, ...]
    records: tuple[Held, ...]
    texts: tuple[Text, ...]
    standings: tuple[Status, ...]
    """What each source says of how the paper stands, the shown one among them."""


def untold(paper: Paper) -> dict[str, str]:
    """Return what is known of a study without a sentence, as a digest tells it, by its kind."""
    told = {fact.kind for fact in paper.facts}
    stated: dict[FactKind, str | None] = {
        "design": paper.design,
        "population": paper.population,
        "race measure": paper.race_measure,
    }
    return {kind: value for kind, value in stated.items() if value and kind not in told}


def known(library: Library, paper_id: str) -> Known:
    """Return what is known of a paper; raise EvidenceError where there is no such paper."""
    paper = library.catalog.paper(paper_id)
    if paper is None:
        raise EvidenceError(f"no paper has the id {paper_id}; see them with: evidence papers")
    held = library.records.of(paper_id)
    records = [one.record for one in held]
    told = [record.paper.status for record in records if record.paper.status.known]
    return Known(
        paper,
        sources(records),
        conflicts(records),
        tuple(held),
        tuple(library.texts.of(paper_id)),
        tuple(dict.fromkeys([*told, *library.notices.look_up(paper)])),
    )


def said(
    library: Library,
    paper_id: str,
    changes: Sequence[str],
    standing: Standing | None,
    reason: str | None,
    by: str | None,
) -> Paper:
    """Return what a person says of a paper, now and before, as a record of it.

    Raises SettingsError for a change that is not FIELD=VALUE, or whose value is none.
    """
    before = next(
        (h.record.paper for h in library.records.of(paper_id) if h.record.kind == "person"),
        Paper(paper_id, ""),
    )
    fields = dict(_change(change) for change in changes)
    if standing is not None:
        today = date.today().isoformat()
        fields["status"] = Status(standing, reason, by, since=today, source=PERSON)
    return replace(before, **fields)


def part_record(library: Library, paper_id: str, beginning: str) -> str:
    """Make a paper of its own of the record whose id begins so; return the new paper's id."""
    held = library.records.of(paper_id)
    chosen = [one.record for one in held if one.record.content.startswith(beginning)]
    if len(chosen) != 1 or len(held) < 2:
        listed = ", ".join(f"{one.record.content[:8]} ({one.record.name})" for one in held)
        raise EvidenceError(
            f"--part is {beginning!r}; expected the beginning of one of several records: {listed}"
        )
    with library.writer() as writer:
        return writer.part(chosen[0].content)


def _change(change: str) -> tuple[str, Any]:
    """Return field and value of "year=2020"; an empty value takes the person's word back."""
    field, equals, value = (part.strip() for part in change.partition("="))
    field = field.replace("-", "_")
    if not equals or field not in _SAID:
        fields = ", ".join(_SAID)
        raise SettingsError(f"--set is {change!r}; expected FIELD=VALUE with one of: {fields}")
    if field in _LISTS:
        return field, tuple(part.strip() for part in value.split(";") if part.strip())
    if field == "title":
        return field, value
    if field == "year" and value:
        if not (value.isdigit() and 1500 < int(value) <= date.today().year + 2):
            raise SettingsError(f"--set is {change!r}; expected a year such as 2020")
        return field, int(value)
    if field == "doi" and value:
        if not normal_doi(value).startswith("10."):
            raise SettingsError(f"--set is {change!r}; expected a DOI such as 10.1056/nejmc2029240")
        return field, normal_doi(value)
    return field, value or None
