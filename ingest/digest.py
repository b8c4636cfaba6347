"""Read this project's digests: papers told in our own words, never passed off as the papers'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from corpus.paper import Document, Paper, Relation, identify
from corpus.status import Standing, Status
from ingest.assemble import Block, assemble

LIMITATIONS = "Limitations"
"""The paragraph under which a digest tells the paper's limits."""
_KINDS_OF_NOTE = {Standing.SUPERSEDED: "superseded by", Standing.CONTESTED: "counterpoint"}
"""What another paper is to one of this standing, whose note names it."""
_KEY = re.compile(r"\b[a-z]+\d{4}[a-z]*\b")


@dataclass(frozen=True)
class ReadWith:
    """Another digest, by citation key, that must be read together with this one."""

    id: str
    relation: str
    why: str


@dataclass(frozen=True)
class Digest:
    """One record of the starter corpus, as written in its file."""

    id: str
    title: str
    authors: tuple[str, ...]
    authors_truncated: bool
    year: int
    journal: str
    volume: str | None
    issue: str | None
    pages: str | None
    doi: str | None
    pmid: str | None
    pmcid: str | None
    licence: str | None
    study_type: str
    population: str
    setting: str
    sample: str | None
    race_measure: str | None
    methods: str
    findings: tuple[str, ...]
    limitations: str
    implications: str
    status: Standing
    status_note: str | None
    topics: tuple[str, ...]
    read_with: tuple[ReadWith, ...]


_digest = TypeAdapter(Digest)


def read_digests(records: Mapping[str, bytes]) -> Iterator[tuple[str, Document]]:
    """Yield each record's citation key and document, in the order of the file."""
    digests = {key: _digest.validate_json(record) for key, record in records.items()}
    ids = {key: identify(d.doi, d.pmid, f"{d.title}\n{d.year}") for key, d in digests.items()}
    names = {key: _name(digest) for key, digest in digests.items()}
    for key, digest in digests.items():
        yield key, assemble(_paper(digest, ids, names), _blocks(digest, names))


def digest_lines(records: Mapping[str, bytes]) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Yield each record's citation key, its paper's id, and its lines by their short places.

    F0, F1 … are findings, L limitations, M methods, P population, S setting, N sample, R how race
    was measured, I implications for teaching, T the note on its status.
    """
    digests = {key: _digest.validate_json(record) for key, record in records.items()}
    names = {key: _name(digest) for key, digest in digests.items()}
    for key, digest in digests.items():
        paper_id = identify(digest.doi, digest.pmid, f"{digest.title}\n{digest.year}")
        yield key, paper_id, _lines(digest, names)


def _lines(digest: Digest, names: Mapping[str, str]) -> Mapping[str, str]:
    told = {f"F{number}": finding for number, finding in enumerate(digest.findings)}
    told["L"] = _named(digest.limitations, names)
    told["M"] = _named(digest.methods, names)
    for place, label, fact in (
        ("P", "Population", digest.population),
        ("S", "Setting", digest.setting),
        ("N", "Sample", digest.sample),
        ("R", "Race or ethnicity", digest.race_measure),
    ):
        if fact:
            told[place] = f"{label}: {_closed(_named(fact, names))}"
    told["I"] = _named(digest.implications, names)
    if digest.status_note:
        told["T"] = _named(digest.status_note, names)
    return told


def _paper(digest: Digest, ids: Mapping[str, str], names: Mapping[str, str]) -> Paper:
    return Paper(
        paper_id=ids[digest.id],
        title=digest.title,
        authors=digest.authors,
        authors_truncated=digest.authors_truncated,
        year=digest.year,
        journal=digest.journal,
        volume=digest.volume,
        issue=digest.issue,
        pages=digest.pages,
        doi=digest.doi,
        pmid=digest.pmid,
        pmcid=digest.pmcid,
        licence=digest.licence,
        language="en",
        design=digest.study_type,
        population=_named(digest.population, names),
        race_measure=_named(digest.race_measure, names) if digest.race_measure else None,
        topics=digest.topics,
        status=Status(
            standing=digest.status,
            note=_named(digest.status_note, names) if digest.status_note else None,
            source="starter corpus",
        ),
        read_with=tuple(_relations(digest, ids, names)),
        origin="digest",
    )


def _relations(
    digest: Digest, ids: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[Relation]:
    """Yield the papers to read with this one: those listed, and those its status note names."""
    for other in digest.read_with:
        yield Relation(ids[other.id], other.relation, _named(other.why, names))
    listed = {digest.id, *(other.id for other in digest.read_with)}
    note = digest.status_note or ""
    for key in dict.fromkeys(_KEY.findall(note)):
        if key in ids and key not in listed:
            kind = _KINDS_OF_NOTE.get(digest.status, "see also")
            yield Relation(ids[key], kind, _named(note, names))


def _blocks(digest: Digest, names: Mapping[str, str]) -> Iterator[Block]:
    """Yield two sections, what was found and how; measured, smaller ones are found less well."""
    lines = _lines(digest, names)
    yield Block("Findings", heading=True, kind="results")
    yield from (Block(line) for place, line in lines.items() if place[0] == "F")
    yield Block(LIMITATIONS)
    yield Block(lines["L"])
    yield Block("Who was studied, and how", heading=True, kind="methods")
    yield from (Block(lines[place]) for place in "MPSNR" if place in lines)
    yield Block("For teaching")
    yield Block(lines["I"])
    if "T" in lines:
        yield Block("Status")
        yield Block(lines["T"])


def _closed(fact: str) -> str:
    return fact if fact.endswith((".", "!", "?")) else f"{fact}."


def _name(digest: Digest) -> str:
    """Return a digest's short name for running text, such as "Inker 2021"."""
    return f"{digest.authors[0].split(',')[0]} {digest.year}"


def _named(text: str, names: Mapping[str, str]) -> str:
    """Return the text with citation keys written as names."""
    return _KEY.sub(lambda key: names.get(key[0], key[0]), text)
